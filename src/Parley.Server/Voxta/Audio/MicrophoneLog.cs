using Microsoft.Extensions.Logging;

namespace Parley.Server.Voxta.Audio;

internal static partial class MicrophoneLog
{
    [LoggerMessage(EventId = 3101, EventName = "VoxtaCannotListen", Level = LogLevel.Warning, Message = "A microphone socket cannot be listened to: engine {EngineId} does not run.")]
    public static partial void CannotListen(ILogger logger, Exception exception, string engineId);
}
