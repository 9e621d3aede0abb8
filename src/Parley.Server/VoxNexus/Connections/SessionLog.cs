using Microsoft.Extensions.Logging;
using Parley.Speech;

namespace Parley.Server.VoxNexus.Connections;

/// <summary>Log messages of the VoxNexus face. Never text, audio or keys.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(3100, LogLevel.Information, "{Endpoint} socket {RequestId} opened for key {KeyId}.", EventName = "VoxNexusOpened")]
    public static partial void Opened(ILogger logger, string endpoint, string requestId, string? keyId);

    [LoggerMessage(3101, LogLevel.Information, "Socket {RequestId} ends with {Status} {Code}.", EventName = "VoxNexusEnding")]
    public static partial void Ending(ILogger logger, string requestId, int status, string? code);

    [LoggerMessage(3102, LogLevel.Debug, "Socket {RequestId} was dropped.", EventName = "VoxNexusDropped")]
    public static partial void Dropped(ILogger logger, string requestId);

    [LoggerMessage(3103, LogLevel.Error, "Socket {RequestId} failed.", EventName = "VoxNexusFailed")]
    public static partial void Failed(ILogger logger, Exception exception, string requestId);

    [LoggerMessage(3104, LogLevel.Warning, "The client of socket {RequestId} does not read what it is sent.", EventName = "VoxNexusSlowConsumer")]
    public static partial void SlowConsumer(ILogger logger, string requestId);

    // An overloaded engine refuses many times a second: the client is told, the log would only fill.
    public static void EngineFailed(ILogger logger, EngineException exception, string requestId) =>
        EngineFailed(logger, exception.Failure == EngineFailure.Busy ? LogLevel.Debug : LogLevel.Warning, exception, exception.EngineId, exception.Failure.ToString(), requestId);

    [LoggerMessage(EventId = 3105, Message = "Engine {EngineId} failed with {Failure} for {RequestId}.", EventName = "VoxNexusEngineFailed")]
    public static partial void EngineFailed(ILogger logger, LogLevel level, Exception exception, string engineId, string failure, string requestId);

    [LoggerMessage(3106, LogLevel.Warning, "Audio of {RequestId} runs at {Ratio} times real time: is its sample rate the declared one?", EventName = "VoxNexusRateSuspect")]
    public static partial void RateSuspect(ILogger logger, string requestId, double ratio);

    [LoggerMessage(3107, LogLevel.Information, "Socket {RequestId} closed.", EventName = "VoxNexusClosed")]
    public static partial void Closed(ILogger logger, string requestId);

    [LoggerMessage(3108, LogLevel.Warning, "The answer to {RequestId} broke off.", EventName = "VoxNexusAnswerBroken")]
    public static partial void AnswerBroken(ILogger logger, Exception exception, string requestId);
}
