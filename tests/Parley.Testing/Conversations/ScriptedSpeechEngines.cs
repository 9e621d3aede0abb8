using Parley.Speech;
using Parley.Speech.Recognition;
using Parley.Speech.Synthesis;
using Parley.Speech.VoiceActivity;

namespace Parley.Testing.Conversations;

/// <summary>A scripted recogniser and a scripted synthesiser as a process's engines.</summary>
public sealed class ScriptedSpeechEngines : ISpeechEngines
{
    public ScriptedRecognizer Recognition { get; } = new();

    public ScriptedSynthesizer Synthesis { get; init; } = new();

    public ISpeechRecognizer Recognizer => Recognition;

    public IReadOnlyList<Voice> Voices => Synthesis.Voices;

    public Voice DefaultVoice => Synthesis.Voice;

    public bool TryGetVoice(string voiceId, out Voice voice)
    {
        voice = Synthesis.Voice;
        return string.Equals(voiceId, voice.Id, StringComparison.OrdinalIgnoreCase);
    }

    public bool TryGetRecognizer(string modelId, out ISpeechRecognizer recognizer)
    {
        recognizer = Recognition;
        return modelId == Recognition.Id;
    }

    public ISpeechSynthesizer GetSynthesizer(Voice voice) => Synthesis;

    public IVoiceActivityDetector CreateVoiceActivityDetector() => throw new NotSupportedException("The scripted recogniser needs none.");

    public ValueTask<IReadOnlyList<EngineReport>> InspectAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<IReadOnlyList<EngineReport>>([]);
}
