using System.Diagnostics.CodeAnalysis;
using Parley.Speech.Recognition;
using Parley.Speech.Synthesis;
using Parley.Speech.VoiceActivity;

namespace Parley.Speech;

/// <summary>The engines of this process as configured: what faces and conversations use. Thread-safe.</summary>
public interface ISpeechEngines
{
    /// <summary>The default recogniser: the configured ones in order, each standing in for the one before it.</summary>
    ISpeechRecognizer Recognizer { get; }

    /// <summary>All voices of all available engines, aliases included, ordered by id.</summary>
    IReadOnlyList<Voice> Voices { get; }

    /// <summary>The voice used where none is asked for.</summary>
    Voice DefaultVoice { get; }

    /// <summary>Finds a voice by id or alias (ordinal, case-insensitive).</summary>
    bool TryGetVoice(string voiceId, [MaybeNullWhen(false)] out Voice voice);

    /// <summary>Finds the recogniser behind a model id or engine id, alias included.</summary>
    bool TryGetRecognizer(string modelId, [MaybeNullWhen(false)] out ISpeechRecognizer recognizer);

    /// <summary>The synthesiser that speaks <paramref name="voice"/>, with failover to a voice of the same language.</summary>
    ISpeechSynthesizer GetSynthesizer(Voice voice);

    /// <summary>A detector for one stream: Silero, or the energy detector where it cannot run.</summary>
    IVoiceActivityDetector CreateVoiceActivityDetector();

    /// <summary>What each engine can do here.</summary>
    ValueTask<IReadOnlyList<EngineReport>> InspectAsync(CancellationToken cancellationToken = default);
}
