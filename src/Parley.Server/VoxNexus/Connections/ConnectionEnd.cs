using System.Net.WebSockets;
using Parley.Server.VoxNexus.Protocol;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.Connections;

/// <summary>How the server ends a socket: the error that is sent first, and the close code. The close reason is the error's code.</summary>
/// <param name="Status">The close code.</param>
/// <param name="Error">The error; null for an ordinary end.</param>
internal sealed record ConnectionEnd(WebSocketCloseStatus Status, ApiError? Error)
{
    public static ConnectionEnd Normal { get; } = new(WebSocketCloseStatus.NormalClosure, null);

    public static ConnectionEnd InitTimeout { get; } = Policy(VoxNexusErrorCode.InitTimeout, "no valid init arrived in time");

    public static ConnectionEnd IdleTimeout { get; } = Policy(VoxNexusErrorCode.IdleTimeout, "no message arrived for too long; send a ping now and then");

    public static ConnectionEnd SessionExpired { get; } = new(WebSocketCloseStatus.EndpointUnavailable, new(VoxNexusErrorCode.SessionExpired, "the longest session length was reached"));

    public static ConnectionEnd Revoked { get; } = Policy(VoxNexusErrorCode.InvalidApiKey, "the API key was revoked");

    public static ConnectionEnd Shutdown { get; } = new(WebSocketCloseStatus.EndpointUnavailable, new(VoxNexusErrorCode.ServerShutdown, "the server is shutting down"));

    public static ConnectionEnd InternalError { get; } = new(WebSocketCloseStatus.InternalServerError, new(VoxNexusErrorCode.InternalError, "an internal error occurred"));

    public static ConnectionEnd MessageTooLarge(int limit) =>
        new(WebSocketCloseStatus.MessageTooBig, new(VoxNexusErrorCode.MessageTooLarge, $"messages may hold at most {limit} bytes"));

    public static ConnectionEnd Policy(VoxNexusErrorCode code, string message) => new(WebSocketCloseStatus.PolicyViolation, new(code, message));

    public static ConnectionEnd Undecodable(ApiError error) => new(WebSocketCloseStatus.InvalidPayloadData, error);
}
