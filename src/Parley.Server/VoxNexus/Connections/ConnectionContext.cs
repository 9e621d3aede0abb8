using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Parley.Server.Security;
using Parley.Server.Traffic;

namespace Parley.Server.VoxNexus.Connections;

/// <summary>What a socket's session needs of its surroundings.</summary>
/// <param name="Socket">The accepted socket; the session owns its traffic, the endpoint disposes it.</param>
/// <param name="RequestId">The id sent as <c>X-Request-ID</c> on the handshake.</param>
/// <param name="Caller">Who connected.</param>
/// <param name="Traffic">The connection as the server's lists show it.</param>
/// <param name="Options">Bounds.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">The log.</param>
internal sealed record ConnectionContext(
    WebSocket Socket,
    string RequestId,
    CallerIdentity Caller,
    OpenConnection Traffic,
    VoxNexusOptions Options,
    TimeProvider Time,
    ILogger Log);
