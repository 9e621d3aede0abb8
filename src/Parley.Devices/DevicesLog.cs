using Microsoft.Extensions.Logging;

namespace Parley.Devices;

internal static partial class DevicesLog
{
    [LoggerMessage(1, LogLevel.Warning, "Recording ended: {Error}", EventName = "RecordingFailed")]
    public static partial void RecordingFailed(ILogger logger, string error);

    [LoggerMessage(2, LogLevel.Warning, "Playback ended: {Error}", EventName = "PlaybackFailed")]
    public static partial void PlaybackFailed(ILogger logger, string error);

    [LoggerMessage(3, LogLevel.Error, "A playback handler threw {Error}", EventName = "PlaybackHandlerFailed")]
    public static partial void HandlerFailed(ILogger logger, string error);
}
