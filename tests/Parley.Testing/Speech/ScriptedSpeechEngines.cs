using System.Diagnostics.CodeAnalysis;
using Parley.Speech;
using Parley.Speech.Recognition;
using Parley.Speech.Synthesis;
using Parley.Speech.VoiceActivity;

namespace Parley.Testing.Speech;

/// <summary>Engines for tests of what stands above them: one scripted synthesiser, one scripted recogniser.</summary>
public sealed class ScriptedSpeechEngines : ISpeechEngines
{
    public ScriptedSynthesizer Synthesizer { get; init; } = new();

    public ScriptedRecognizer ScriptedRecognizer { get; init; } = new();

    public ISpeechRecognizer Recognizer => ScriptedRecognizer;

    public IReadOnlyList<Voice> Voices => Synthesizer.Voices;

    public Voice DefaultVoice => Voices[0];

    public bool TryGetVoice(string voiceId, [MaybeNullWhen(false)] out Voice voice)
    {
        voice = Voices.FirstOrDefault(v => v.Id.Equals(voiceId, StringComparison.OrdinalIgnoreCase));
        return voice is not null;
    }

    public bool TryGetRecognizer(string modelId, [MaybeNullWhen(false)] out ISpeechRecognizer recognizer)
    {
        recognizer = modelId is "scripted" or "vn-stt-basic" ? Recognizer : null;
        return recognizer is not null;
    }

    public ISpeechSynthesizer GetSynthesizer(Voice voice) => Synthesizer;

    public IVoiceActivityDetector CreateVoiceActivityDetector() => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<EngineReport>> InspectAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<EngineReport>>([new EngineReport { Id = "scripted", Job = "recognition", IsAvailable = true }]);
}
