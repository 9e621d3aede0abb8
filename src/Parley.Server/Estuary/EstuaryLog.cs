using Microsoft.Extensions.Logging;

namespace Parley.Server.Estuary;

internal static partial class EstuaryLog
{
    [LoggerMessage(301, LogLevel.Information, "Estuary connection {ConnectionId} opened as {Profile} for session {SessionId}")]
    public static partial void Opened(ILogger logger, string connectionId, string profile, Guid sessionId);

    [LoggerMessage(302, LogLevel.Information, "Estuary connection {ConnectionId} closed")]
    public static partial void Closed(ILogger logger, string connectionId);

    [LoggerMessage(303, LogLevel.Debug, "Estuary connection {ConnectionId} refused: {Reason}")]
    public static partial void Refused(ILogger logger, string connectionId, string reason);

    [LoggerMessage(304, LogLevel.Information, "Estuary connection {ConnectionId}: the microphone sends {Heard} Hz, not {Assumed} Hz")]
    public static partial void RateCorrected(ILogger logger, string connectionId, int heard, int assumed);

    [LoggerMessage(305, LogLevel.Debug, "Estuary connection {ConnectionId}: audio without open recognition is dropped")]
    public static partial void AudioDropped(ILogger logger, string connectionId);

    [LoggerMessage(306, LogLevel.Warning, "Estuary connection {ConnectionId}: the last transcript did not come in time")]
    public static partial void TranscriptLate(ILogger logger, string connectionId);

    [LoggerMessage(307, LogLevel.Warning, "Estuary connection {ConnectionId} does not read what it is sent")]
    public static partial void SlowConsumer(ILogger logger, string connectionId);

    [LoggerMessage(308, LogLevel.Warning, "Estuary connection {ConnectionId}: recognition could not begin")]
    public static partial void VoiceFailed(ILogger logger, string connectionId, Exception error);

    [LoggerMessage(309, LogLevel.Error, "Estuary connection {ConnectionId} failed")]
    public static partial void Failed(ILogger logger, string connectionId, Exception error);
}
