using Microsoft.Extensions.Logging;
using Parley.Conversation.Turns;

namespace Parley.Conversation.Sessions;

internal static partial class SessionLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Session {SessionId} started.")]
    public static partial void Started(ILogger logger, Guid sessionId);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Session {SessionId} ended: {Reason}.")]
    public static partial void Ended(ILogger logger, Guid sessionId, SessionEndReason reason);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Work on a session's loop failed.")]
    public static partial void WorkFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 4, Level = LogLevel.Debug, Message = "Turn {TurnId} ended: {Outcome}.")]
    public static partial void TurnEnded(ILogger logger, long turnId, TurnOutcome outcome);

    [LoggerMessage(EventId = 5, Message = "{Code} in session {SessionId}: {Message}")]
    public static partial void ErrorRaised(ILogger logger, LogLevel level, Guid sessionId, string code, string message);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "A subscriber of session {SessionId} fell too far behind and was dropped.")]
    public static partial void SlowConsumer(ILogger logger, Guid sessionId);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "A background task of session {SessionId} failed.")]
    public static partial void BackgroundFailed(ILogger logger, Guid sessionId, Exception error);

    [LoggerMessage(EventId = 8, Level = LogLevel.Warning, Message = "{Stage} of a turn failed.")]
    public static partial void StageFailed(ILogger logger, string stage, Exception error);
}
