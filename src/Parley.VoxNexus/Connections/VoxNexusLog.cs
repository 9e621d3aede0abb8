using Microsoft.Extensions.Logging;

namespace Parley.VoxNexus;

internal static partial class VoxNexusLog
{
    [LoggerMessage(EventId = 1, EventName = "Ready", Level = LogLevel.Information, Message = "Connected to {Path}: {RequestId}")]
    public static partial void Ready(ILogger logger, string path, string requestId);

    [LoggerMessage(EventId = 2, EventName = "Reconnecting", Level = LogLevel.Warning, Message = "Connection to {Path} lost ({Reason}); attempt {Attempt} in {Seconds} s")]
    public static partial void Reconnecting(ILogger logger, string path, int attempt, double seconds, string reason);

    [LoggerMessage(EventId = 3, EventName = "Closed", Level = LogLevel.Information, Message = "Connection to {Path} closed: {Reason}")]
    public static partial void Closed(ILogger logger, string path, string reason);

    [LoggerMessage(EventId = 4, EventName = "ErrorReceived", Level = LogLevel.Warning, Message = "The service reported {Code} ({RequestId})")]
    public static partial void ErrorReceived(ILogger logger, string code, string requestId);

    [LoggerMessage(EventId = 5, EventName = "WavInPcm", Level = LogLevel.Warning, Message = "The audio begins with a RIFF header, but the stream is raw PCM: send WAV files through SendWavAsync")]
    public static partial void WavInPcm(ILogger logger);

    [LoggerMessage(EventId = 6, EventName = "AudioLost", Level = LogLevel.Warning, Message = "{Seconds} s of audio were lost")]
    public static partial void AudioLost(ILogger logger, double seconds);

    [LoggerMessage(EventId = 7, EventName = "CallbackFailed", Level = LogLevel.Error, Message = "A callback of the conversation failed with {ErrorType}")]
    public static partial void CallbackFailed(ILogger logger, string errorType);
}
