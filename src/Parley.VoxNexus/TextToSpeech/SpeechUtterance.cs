using System.Buffers;
using System.Threading.Channels;
using Parley.Audio;
using Parley.Audio.Resampling;
using Parley.Audio.Wav;

namespace Parley.VoxNexus;

/// <summary>
/// One utterance's audio as it arrives: exactly its own, matched in the order of sending. Read it once, with one of the
/// reading methods, or dispose it: until then its audio takes room in the client's bounded buffer.
/// </summary>
public sealed partial class SpeechUtterance : IAsyncDisposable
{
    private readonly Channel<(short[] Samples, int Count)> _chunks =
        Channel.CreateUnbounded<(short[], int)>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly TaskCompletionSource<bool> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AudioBudget _budget;
    private int _reading;
    private volatile bool _discarded;

    internal SpeechUtterance(long number, PcmFormat format, bool isWav, AudioBudget budget)
    {
        Number = number;
        Format = format;
        _budget = budget;
        _wav = isWav ? new WavDecoder() : null;
        _isWav = isWav;
    }

    /// <summary>Counts a client's utterances, from 1.</summary>
    public long Number { get; }

    /// <summary>The format of the samples given out.</summary>
    public PcmFormat Format { get; }

    /// <summary>Samples received so far.</summary>
    public long ReceivedSamples { get; private set; }

    /// <summary>
    /// Completes when all audio has arrived, before it has been read; faults when it will not arrive. Cancelled utterances
    /// are cancelled tasks.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>The samples as they arrive. A chunk is valid until the next is asked for.</summary>
    /// <param name="cancellationToken">Ends the reading; the utterance is discarded then.</param>
    /// <exception cref="InvalidOperationException">It is already being read, or was discarded.</exception>
    /// <exception cref="Realtime.RealtimeException">While enumerating, after what had arrived: the rest will not come.</exception>
    public IAsyncEnumerable<ReadOnlyMemory<short>> ReadAudioAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0)
        {
            throw new InvalidOperationException("The utterance's audio is read once.");
        }

        return EnumerateAsync(cancellationToken);
    }

    /// <summary>All samples, when they have arrived.</summary>
    /// <param name="cancellationToken">Ends the wait; the utterance is discarded then.</param>
    public async Task<short[]> ReadToEndAsync(CancellationToken cancellationToken = default)
    {
        var all = new ArrayBufferWriter<short>(Format.SampleRate);
        await foreach (var chunk in ReadAudioAsync(cancellationToken).ConfigureAwait(false))
        {
            all.Write(chunk.Span);
        }

        return all.WrittenSpan.ToArray();
    }

    /// <summary>Writes the samples to a WAV file as they arrive; its header has true lengths at the end.</summary>
    /// <param name="path">Created or replaced.</param>
    /// <param name="cancellationToken">Ends it; what was written stays readable.</param>
    public async Task SaveWavAsync(string path, CancellationToken cancellationToken = default)
    {
        var writer = WavWriter.Create(path, Format);
        await using (writer.ConfigureAwait(false))
        {
            await foreach (var chunk in ReadAudioAsync(cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes the samples to a stream as a WAV file; the header has true lengths when the stream can seek.</summary>
    /// <param name="stream">Left open.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task SaveWavAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        var writer = new WavWriter(stream, Format, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            await foreach (var chunk in ReadAudioAsync(cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Plays the samples as they arrive, at the sink's rate; completes when the sink has taken all, not when it has played them.</summary>
    /// <param name="sink">Where they go; left open.</param>
    /// <param name="cancellationToken">Ends it; the sink keeps what it took.</param>
    public Task PlayAsync(IAudioSink sink, CancellationToken cancellationToken = default) =>
        PlayAsync(sink ?? throw new ArgumentNullException(nameof(sink)), onFirstAudio: null, cancellationToken);

    internal async Task PlayAsync(IAudioSink sink, Action? onFirstAudio, CancellationToken cancellationToken)
    {
        var resampler = new Resampler(Format.SampleRate, sink.Format.SampleRate);
        var buffer = Array.Empty<short>();
        await foreach (var chunk in ReadAudioAsync(cancellationToken).ConfigureAwait(false))
        {
            onFirstAudio?.Invoke();
            onFirstAudio = null;
            var room = resampler.OutputLength(chunk.Length);
            buffer = buffer.Length >= room ? buffer : new short[room];
            var count = resampler.Process(chunk.Span, buffer);
            await sink.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }

        var tail = new short[resampler.FlushLength];
        await sink.WriteAsync(tail.AsMemory(0, resampler.Flush(tail)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Discards the audio: what waits is freed, what still arrives is dropped. Does not stop the service; the client's cancel does.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _reading, 1) == 0)
        {
            Discard();
        }

        return default;
    }

    private async IAsyncEnumerable<ReadOnlyMemory<short>> EnumerateAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (await _chunks.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_chunks.Reader.TryRead(out var chunk))
                {
                    try
                    {
                        yield return chunk.Samples.AsMemory(0, chunk.Count);
                    }
                    finally
                    {
                        Free(chunk.Samples, chunk.Count);
                    }
                }
            }
        }
        finally
        {
            Discard();
        }
    }

    private void Discard()
    {
        _discarded = true;
        while (_chunks.Reader.TryRead(out var chunk))
        {
            Free(chunk.Samples, chunk.Count);
        }
    }

    private void Free(short[] samples, int count)
    {
        _budget.Remove(count);
        ArrayPool<short>.Shared.Return(samples);
    }
}
