using Microsoft.Extensions.Logging;

namespace Parley.Speech.Recognition;

internal static partial class RecognitionLog
{
    [LoggerMessage(1, LogLevel.Warning, "{EngineId} does not know a language that was asked for and uses {Language} instead; said once.", EventName = "LanguageFallback")]
    public static partial void LanguageFallback(ILogger logger, string engineId, string language);

    [LoggerMessage(2, LogLevel.Warning, "{EngineId} lost an utterance ({Failure}): {Problem}", EventName = "UtteranceLost")]
    public static partial void UtteranceLost(ILogger logger, string engineId, EngineFailure failure, string problem);

    [LoggerMessage(3, LogLevel.Error, "A recognition stream of {EngineId} broke and has ended.", EventName = "StreamBroke")]
    public static partial void StreamBroke(ILogger logger, string engineId, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "{EngineId} could not be warmed up ({Failure}): {Problem}", EventName = "WarmUpFailed")]
    public static partial void WarmUpFailed(ILogger logger, string engineId, EngineFailure failure, string problem);
}
