using Microsoft.Extensions.AI;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Speech.Engines;
using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.ExtensionsAi;

/// <summary>Has a client of Microsoft.Extensions.AI recognise single utterances, each sent as a WAV file.</summary>
internal sealed class SpeechToTextClientEngine(ISpeechToTextClient client, SpeechToTextClientRecognizerOptions options, TimeProvider timeProvider) : IUtteranceEngine
{
    public string Id => options.Id;

    public IReadOnlyList<string> Languages => options.Languages;

    public IUtteranceDecoderSource OpenSource(UtteranceOptions utterances) => new Source(this, utterances);

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<DecodedUtterance?> TranscribeAsync(SampleBuffer audio, UtteranceOptions utterance, CancellationToken cancellationToken)
    {
        using var deadline = new RepeatedDeadline(timeProvider, cancellationToken, CancellationToken.None);
        deadline.Set(options.Timeout);
        try
        {
            using var wav = Wav(audio.Samples.Span);
            var asked = new SpeechToTextOptions { SpeechLanguage = utterance.Language, ModelId = utterance.Model };
            var response = await client.GetTextAsync(wav, asked, deadline.Token).WaitAsync(deadline.Token);
            var text = response.Text.Trim();
            return text.Length == 0 ? null : new DecodedUtterance(text, null, []);
        }
        catch (Exception failure) when (failure is not EngineException)
        {
            throw cancellationToken.IsCancellationRequested ? new OperationCanceledException(cancellationToken)
                : deadline.IsLate ? new EngineException(Id, EngineFailure.Timeout, "The recognition client did not answer in time.")
                : failure is HttpRequestException or IOException ? new EngineException(Id, EngineFailure.ConnectionLost, "The recognition client lost its connection.", failure)
                : new EngineException(Id, EngineFailure.Failed, "The recognition client broke while listening.", failure);
        }
    }

    private static MemoryStream Wav(ReadOnlySpan<short> samples)
    {
        var wav = new byte[WavHeader.Length + (samples.Length * PcmFormat.BytesPerSample)];
        WavHeader.Write(wav, new PcmFormat(IUtteranceDecoder.SampleRate), wav.Length - WavHeader.Length);
        Pcm16.ToBytes(samples, wav.AsSpan(WavHeader.Length));
        return new MemoryStream(wav, writable: false);
    }

    private sealed class Source(SpeechToTextClientEngine engine, UtteranceOptions options) : IUtteranceDecoderSource
    {
        public ValueTask<IUtteranceDecoder> LeaseAsync(CancellationToken cancellationToken) => new(new Utterance(engine, options));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Collects the audio; the stream's longest utterance bounds it.</summary>
    private sealed class Utterance(SpeechToTextClientEngine engine, UtteranceOptions options) : IUtteranceDecoder
    {
        private readonly SampleBuffer _audio = new();

        public void Accept(ReadOnlySpan<short> samples) => _audio.Append(samples);

        public string? ReadPartial() => null;

        public async ValueTask<DecodedUtterance?> FinishAsync(CancellationToken cancellationToken) =>
            await engine.TranscribeAsync(_audio, options, cancellationToken);

        public ValueTask DisposeAsync()
        {
            _audio.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
