using Microsoft.Extensions.Logging;
using Parley.Conversation.Characters;
using Parley.Conversation.Sessions;
using Parley.Server.Security;
using Parley.Server.Traffic;

namespace Parley.Server.Estuary;

/// <summary>What the connections of the face share.</summary>
internal sealed record EstuaryServices(
    ISessionDirectory Sessions,
    SessionDirectoryOptions Limits,
    ICharacterStore Characters,
    Authenticator Authenticator,
    ConnectionLimiter Limiter,
    OpenConnections Connections,
    MessageQuota Quota,
    EstuaryOptions Options,
    TimeProvider Time,
    ILogger<EstuaryServices> Log);
