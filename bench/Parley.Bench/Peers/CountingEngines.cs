using System.Diagnostics.CodeAnalysis;
using Parley.Speech;
using Parley.Speech.Recognition;
using Parley.Speech.Synthesis;
using Parley.Speech.VoiceActivity;

namespace Parley.Bench.Peers;

/// <summary>The real engines, but for a recogniser that only counts.</summary>
internal sealed class CountingEngines : ISpeechEngines, IAsyncDisposable
{
    private readonly SpeechEngines _real = new();

    public ISpeechRecognizer Recognizer { get; } = new CountingRecognizer();

    public IReadOnlyList<Voice> Voices => _real.Voices;

    public Voice DefaultVoice => _real.DefaultVoice;

    public bool TryGetVoice(string voiceId, [MaybeNullWhen(false)] out Voice voice) => _real.TryGetVoice(voiceId, out voice);

    public bool TryGetRecognizer(string modelId, [MaybeNullWhen(false)] out ISpeechRecognizer recognizer)
    {
        recognizer = Recognizer;
        return true;
    }

    public ISpeechSynthesizer GetSynthesizer(Voice voice) => _real.GetSynthesizer(voice);

    public IVoiceActivityDetector CreateVoiceActivityDetector() => _real.CreateVoiceActivityDetector();

    public ValueTask<IReadOnlyList<EngineReport>> InspectAsync(CancellationToken cancellationToken = default) => _real.InspectAsync(cancellationToken);

    public ValueTask DisposeAsync() => _real.DisposeAsync();
}
