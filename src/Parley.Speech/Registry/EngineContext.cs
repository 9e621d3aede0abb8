using Microsoft.Extensions.Logging;
using Parley.Speech.VoiceActivity;

namespace Parley.Speech.Registry;

/// <summary>What an engine gets from the registry when it is looked at or created.</summary>
public sealed class EngineContext
{
    /// <summary>The settings of all engines; an engine reads its own part.</summary>
    public required SpeechOptions Options { get; init; }

    /// <summary>Where engines log.</summary>
    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>The clock for every deadline.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>
    /// Makes a detector for one stream, for recognisers that cut utterances by voice activity. Call it when a stream opens,
    /// not while engines are being created.
    /// </summary>
    public required Func<IVoiceActivityDetector> CreateVoiceActivityDetector { get; init; }
}
