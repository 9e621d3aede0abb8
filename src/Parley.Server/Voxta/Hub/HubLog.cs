using Microsoft.Extensions.Logging;

namespace Parley.Server.Voxta.Hub;

internal static partial class HubLog
{
    [LoggerMessage(EventId = 3001, EventName = "VoxtaConnected", Level = LogLevel.Information, Message = "Voxta connection {ConnectionId} opened (key {KeyId}).")]
    public static partial void Connected(ILogger logger, string connectionId, string? keyId);

    [LoggerMessage(EventId = 3002, EventName = "VoxtaDisconnected", Level = LogLevel.Information, Message = "Voxta connection {ConnectionId} ended: {Reason}.")]
    public static partial void Disconnected(ILogger logger, string connectionId, string reason);

    [LoggerMessage(EventId = 3003, EventName = "VoxtaMessageFailed", Level = LogLevel.Error, Message = "Voxta connection {ConnectionId}: handling a {MessageType} failed.")]
    public static partial void MessageFailed(ILogger logger, Exception exception, string connectionId, string messageType);

    [LoggerMessage(EventId = 3004, EventName = "VoxtaSlowConsumer", Level = LogLevel.Warning, Message = "Voxta connection {ConnectionId} does not read; it will be dropped.")]
    public static partial void SlowConsumer(ILogger logger, string connectionId);

    [LoggerMessage(EventId = 3005, EventName = "VoxtaProtocolError", Level = LogLevel.Information, Message = "Voxta connection {ConnectionId} broke the hub protocol: {Problem}")]
    public static partial void ProtocolError(ILogger logger, string connectionId, string problem);
}
