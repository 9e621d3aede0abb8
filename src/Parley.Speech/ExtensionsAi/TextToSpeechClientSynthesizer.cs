using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Parley.Audio;
using Parley.Speech.Engines;
using Parley.Speech.Synthesis;

namespace Parley.Speech.ExtensionsAi;

/// <summary>
/// Any client of Microsoft.Extensions.AI as one of our synthesisers: raw PCM or WAV, in one piece or many; word times are
/// estimated; styles are not passed on. Owns the client. Safe to use from as many threads as the client is.
/// </summary>
public sealed class TextToSpeechClientSynthesizer : ISpeechSynthesizer
{
    private readonly ITextToSpeechClient _client;
    private readonly TextToSpeechClientSynthesizerOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _closing = new();
    private readonly int _sampleRate;

    /// <summary>Wraps a client.</summary>
    /// <param name="client">Disposed with the synthesiser.</param>
    /// <param name="options">What the client does not tell.</param>
    /// <param name="timeProvider">The clock of the deadlines; null means the system's.</param>
    /// <exception cref="ArgumentException">There is no voice, a voice's id does not begin with the engine's, or their rates differ.</exception>
    public TextToSpeechClientSynthesizer(ITextToSpeechClient client, TextToSpeechClientSynthesizerOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Voices.Count == 0
            || options.Voices.Any(v => !v.Id.StartsWith(options.Id + "-", StringComparison.OrdinalIgnoreCase) || v.SampleRate != options.Voices[0].SampleRate))
        {
            throw new ArgumentException($"Voices needs at least one voice; ids begin with '{options.Id}-' and all have one rate.", nameof(options));
        }

        _client = client;
        _options = options;
        _timeProvider = timeProvider ?? TimeProvider.System;
        _sampleRate = new PcmFormat(options.Voices[0].SampleRate).SampleRate;
    }

    /// <inheritdoc />
    public string Id => _options.Id;

    /// <inheritdoc />
    public IReadOnlyList<Voice> Voices => _options.Voices;

    /// <inheritdoc />
    public IAsyncEnumerable<SynthesisChunk> SynthesizeAsync(SynthesisRequest request, CancellationToken cancellationToken = default)
    {
        SynthesisArguments.Check(request);
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        var voice = request.VoiceId is { } id
            ? Voices.FirstOrDefault(v => v.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
                ?? throw new EngineException(Id, EngineFailure.NotSupported, "The client does not have the voice that was asked for.")
            : Voices[0];
        return SpeakAsync(request, voice, cancellationToken).AtRateAsync(_sampleRate, cancellationToken);
    }

    /// <summary>Breaks off what is in progress and disposes the client.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_closing.IsCancellationRequested)
        {
            await _closing.CancelAsync();
            _client.Dispose();
        }
    }

    private async IAsyncEnumerable<SynthesisChunk> SpeakAsync(SynthesisRequest request, Voice voice, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!SpeakableText.HasSomethingToSay(request.Text))
        {
            yield break;
        }

        using var deadline = new RepeatedDeadline(_timeProvider, cancellationToken, _closing.Token);
        var options = new TextToSpeechOptions
        {
            VoiceId = voice.Id[(_options.Id.Length + 1)..],
            Language = request.Language,
            AudioFormat = _options.AudioFormat,
            Speed = (float)request.Speed,
            Pitch = (float)Math.Pow(2, request.Pitch / 12),
        };
        RemoteAudio? audio = null;
        ChunkAssembler? assembler = null;
        deadline.Set(_options.FirstAudioTimeout);
        await using var updates = new PatientEnumerator<TextToSpeechResponseUpdate>(
            () => _client.GetStreamingAudioAsync(request.Text, options, deadline.Token), deadline.Token);
        for (var isEnded = false; !isEnded;)
        {
            isEnded = !await MoveNextAsync(updates, deadline, cancellationToken);
            foreach (var content in isEnded ? [null] : Audio(updates.Current))
            {
                if (content is not null)
                {
                    audio ??= new RemoteAudio(Id, SpeechMediaType.IsWav(content.MediaType), SpeechMediaType.Rate(content.MediaType) ?? _sampleRate);
                }

                var samples = ArrayPool<short>.Shared.Rent((content?.Data.Length ?? 0) + 16);
                try
                {
                    var count = content is null ? audio?.Complete(samples) ?? 0 : audio!.Decode(content.Data.Span, samples);
                    assembler ??= count > 0 ? new ChunkAssembler(audio!.SampleRate, (float)request.Volume, holdsLast: true) : null;
                    for (var at = 0; assembler is not null && TakeChunk(assembler, samples.AsSpan(0, count), ref at, out var chunk);)
                    {
                        yield return Deliver(chunk, audio!.SampleRate);
                        ArrayPool<short>.Shared.Return(chunk.Buffer);
                        cancellationToken.ThrowIfCancellationRequested();
                    }
                }
                finally
                {
                    ArrayPool<short>.Shared.Return(samples);
                }
            }
        }

        if (assembler is null)
        {
            throw RemoteSynthesis.NotSpeech(Id);
        }

        assembler.AddWords(EstimatedWords.Share(request.Text, 0, request.Text.Length, TimeSpan.Zero, TimeSpan.FromSeconds((double)assembler.Taken / audio!.SampleRate)));
        if (assembler.TryFlush(out var last))
        {
            yield return Deliver(last, audio.SampleRate);
            ArrayPool<short>.Shared.Return(last.Buffer);
        }
    }

    private static SynthesisChunk Deliver(PooledChunk chunk, int sampleRate) => new(chunk.Buffer.AsMemory(0, chunk.Length), sampleRate, chunk.Words);

    private static bool TakeChunk(ChunkAssembler assembler, ReadOnlySpan<short> samples, ref int at, out PooledChunk chunk)
    {
        var rest = samples[at..];
        var isComplete = assembler.TryTake(ref rest, out chunk);
        at = samples.Length - rest.Length;
        return isComplete;
    }

    private IEnumerable<DataContent?> Audio(TextToSpeechResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            if (content is ErrorContent || update.Kind == TextToSpeechResponseUpdateKind.Error)
            {
                throw new EngineException(Id, EngineFailure.RemoteError, "The speech client reported an error.");
            }

            if (content is DataContent data)
            {
                yield return SpeechMediaType.IsWav(data.MediaType) || SpeechMediaType.IsPcm(data.MediaType) ? data : throw RemoteSynthesis.NotSpeech(Id);
            }
        }
    }

    private async ValueTask<bool> MoveNextAsync(PatientEnumerator<TextToSpeechResponseUpdate> updates, RepeatedDeadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            var moved = await updates.MoveNextAsync();
            deadline.Set(_options.UpdateTimeout);
            return moved;
        }
        catch (Exception failure) when (failure is not EngineException)
        {
            throw cancellationToken.IsCancellationRequested ? new OperationCanceledException(cancellationToken)
                : deadline.IsLate ? RemoteSynthesis.Late(Id)
                : _closing.IsCancellationRequested ? RemoteSynthesis.Closed(Id)
                : failure is HttpRequestException or IOException ? RemoteSynthesis.Cut(Id, failure)
                : new EngineException(Id, EngineFailure.Failed, "The speech client broke while speaking.", failure);
        }
    }
}
