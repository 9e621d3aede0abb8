using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Speech.Synthesis;

namespace Parley.Speech.ExtensionsAi;

/// <summary>
/// One of our synthesisers as a client of Microsoft.Extensions.AI. Whole answers are WAV, streamed ones raw PCM, unless
/// <see cref="TextToSpeechOptions.AudioFormat"/> says otherwise. Does not own the synthesiser. Thread-safe.
/// </summary>
public sealed class SynthesizerTextToSpeechClient : ITextToSpeechClient
{
    private readonly ISpeechSynthesizer _synthesizer;
    private readonly TextToSpeechClientMetadata _metadata;

    /// <summary>Wraps a synthesiser.</summary>
    public SynthesizerTextToSpeechClient(ISpeechSynthesizer synthesizer)
    {
        ArgumentNullException.ThrowIfNull(synthesizer);
        _synthesizer = synthesizer;
        _metadata = new TextToSpeechClientMetadata(synthesizer.Id, null, synthesizer.Voices.Count > 0 ? synthesizer.Voices[0].Id : null);
    }

    /// <inheritdoc />
    public async Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        var isWav = IsWav(options?.AudioFormat, whenMissing: true);
        var samples = new ArrayBufferWriter<byte>();
        var rate = PcmFormat.Speech16K.SampleRate;
        await foreach (var chunk in _synthesizer.SynthesizeAsync(Request(text, options), cancellationToken))
        {
            rate = chunk.SampleRate;
            samples.Write(MemoryMarshal.AsBytes(chunk.Samples.Span));
        }

        var audio = samples.WrittenMemory;
        if (isWav)
        {
            var wav = new byte[WavHeader.Length + audio.Length];
            WavHeader.Write(wav, new PcmFormat(rate), audio.Length);
            audio.CopyTo(wav.AsMemory(WavHeader.Length));
            audio = wav;
        }

        return new TextToSpeechResponse([new DataContent(audio, isWav ? SpeechMediaType.Wav : SpeechMediaType.Pcm(rate))])
        {
            ResponseId = Guid.NewGuid().ToString("N"),
            ModelId = options?.ModelId ?? _synthesizer.Id,
        };
    }

    /// <inheritdoc />
    public IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        var isWav = IsWav(options?.AudioFormat, whenMissing: false);
        return StreamAsync(_synthesizer.SynthesizeAsync(Request(text, options), cancellationToken), isWav, options?.ModelId ?? _synthesizer.Id, cancellationToken);
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(TextToSpeechClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_synthesizer) ? _synthesizer
            : null;
    }

    /// <summary>Does nothing: the synthesiser belongs to whoever made it.</summary>
    public void Dispose()
    {
    }

    private static async IAsyncEnumerable<TextToSpeechResponseUpdate> StreamAsync(
        IAsyncEnumerable<SynthesisChunk> chunks, bool isWav, string model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        var isFirst = true;
        await foreach (var chunk in chunks.WithCancellation(cancellationToken))
        {
            // An update outlives its turn in the enumeration, the engine's memory does not.
            var header = isWav && isFirst ? WavHeader.Length : 0;
            var bytes = new byte[header + (chunk.Samples.Length * PcmFormat.BytesPerSample)];
            if (header > 0)
            {
                WavHeader.Write(bytes, new PcmFormat(chunk.SampleRate));
            }

            Pcm16.ToBytes(chunk.Samples.Span, bytes.AsSpan(header));
            isFirst = false;
            yield return new TextToSpeechResponseUpdate([new DataContent(bytes, isWav ? SpeechMediaType.Wav : SpeechMediaType.Pcm(chunk.SampleRate))])
            {
                Kind = TextToSpeechResponseUpdateKind.AudioUpdating,
                ResponseId = id,
                ModelId = model,
            };
        }
    }

    private bool IsWav(string? format, bool whenMissing) =>
        format is null ? whenMissing
        : SpeechMediaType.IsWav(format) ? true
        : SpeechMediaType.IsPcm(format) ? false
        : throw new EngineException(_synthesizer.Id, EngineFailure.NotSupported, "The audio format that was asked for is not offered: use wav or pcm.");

    private static SynthesisRequest Request(string text, TextToSpeechOptions? options)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new SynthesisRequest
        {
            Text = text,
            VoiceId = options?.VoiceId,
            Language = options?.Language,
            Speed = options?.Speed ?? 1,
            Pitch = options?.Pitch is { } factor ? 12 * Math.Log2(factor) : 0,
            Volume = options?.Volume ?? 1,
        };
    }
}
