using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.Synthesis;
using Parley.Speech.VoiceActivity;

namespace Parley.Bench.Peers.Scripted;

/// <summary>
/// Engines that take no time, behind real voice activity and endpointing: whatever delay is left is the server's own.
/// </summary>
internal sealed class ScriptedEngines : ISpeechEngines, IAsyncDisposable
{
    private readonly SpeechEngines _real;
    private readonly ScriptedSynthesizer _synthesizer = new();

    /// <param name="voiceActivity"><c>energy</c> or <c>silero</c>.</param>
    public ScriptedEngines(string voiceActivity)
    {
        _real = new SpeechEngines(new SpeechOptions { VoiceActivity = [voiceActivity], Recognizers = [], Synthesizers = [] });
        Recognizer = new EndpointingRecognizer(new ScriptedUtteranceEngine(), _real.CreateVoiceActivityDetector, TimeProvider.System, NullLogger.Instance);
    }

    public ISpeechRecognizer Recognizer { get; }

    public IReadOnlyList<Voice> Voices => _synthesizer.Voices;

    public Voice DefaultVoice => Voices[0];

    public bool TryGetVoice(string voiceId, [MaybeNullWhen(false)] out Voice voice)
    {
        voice = voiceId == DefaultVoice.Id ? DefaultVoice : null;
        return voice is not null;
    }

    public bool TryGetRecognizer(string modelId, [MaybeNullWhen(false)] out ISpeechRecognizer recognizer)
    {
        recognizer = Recognizer;
        return true;
    }

    public ISpeechSynthesizer GetSynthesizer(Voice voice) => _synthesizer;

    public IVoiceActivityDetector CreateVoiceActivityDetector() => _real.CreateVoiceActivityDetector();

    public ValueTask<IReadOnlyList<EngineReport>> InspectAsync(CancellationToken cancellationToken = default) => _real.InspectAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Recognizer.DisposeAsync();
        await _real.DisposeAsync();
    }
}
