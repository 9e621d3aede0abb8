using Microsoft.Extensions.Logging;

namespace Parley.Speech.Registry;

internal static partial class RegistryLog
{
    [LoggerMessage(1, LogLevel.Warning, "Engine {EngineId} cannot run here and is left out: {Problem}", EventName = "EngineLeftOut")]
    public static partial void EngineLeftOut(ILogger logger, string engineId, string problem);

    [LoggerMessage(2, LogLevel.Warning, "Voice id {VoiceId} of {EngineId} is taken already; the first owner keeps it.", EventName = "VoiceIdTaken")]
    public static partial void VoiceIdTaken(ILogger logger, string voiceId, string engineId);

    [LoggerMessage(3, LogLevel.Information, "Voice alias {Alias} is left out: none of {Targets} exists here.", EventName = "AliasLeftOut")]
    public static partial void AliasLeftOut(ILogger logger, string alias, string targets);

    [LoggerMessage(4, LogLevel.Warning, "Engine {EngineId} failed ({Failure}): {Problem} The next one stands in.", EventName = "EngineFailedOver")]
    public static partial void EngineFailedOver(ILogger logger, string engineId, EngineFailure failure, string problem);

    [LoggerMessage(5, LogLevel.Information, "Voice {VoiceId} is left out: it needs {Parts}.", EventName = "VoiceLeftOut")]
    public static partial void VoiceLeftOut(ILogger logger, string voiceId, string parts);
}
