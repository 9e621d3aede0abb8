using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Parley.Speech.Synthesis;

/// <summary>
/// One request being spoken piece by piece (mostly sentence by sentence) by an engine that makes audio faster than it is heard.
/// A piece is made without waiting for the reader; the next one is begun when less than a second of what was made is unread.
/// So a slow reader costs the memory of one piece, and neither a thread nor a process.
/// </summary>
internal abstract class PiecewiseSpeech
{
    private readonly int _pieceCount;
    private readonly ChunkAssembler _assembler;
    private readonly Channel<PooledChunk> _chunks = Channel.CreateUnbounded<PooledChunk>(
        // Bounded by a piece and a second: pieces are only begun below the low-water mark.
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly Lock _gate = new();
    private int _nextPiece;
    private bool _isBusy;
    private int _unread;
    private volatile bool _isStopped;

    /// <param name="pieceCount">How many pieces there are.</param>
    /// <param name="sampleRate">Rate of the audio in hertz.</param>
    /// <param name="gain">Factor on the samples.</param>
    /// <param name="holdsLastChunk">Keep the last chunk of a piece back until <see cref="EndPiece"/>, for words known only then.</param>
    protected PiecewiseSpeech(int pieceCount, int sampleRate, float gain, bool holdsLastChunk)
    {
        _pieceCount = pieceCount;
        _assembler = new ChunkAssembler(sampleRate, gain, holdsLastChunk);
        SampleRate = sampleRate;
    }

    /// <summary>Whether nothing of the request has been asked for before: somebody waits for its first sound.</summary>
    public bool IsFirst { get; private set; } = true;

    /// <summary>Rate of the audio in hertz.</summary>
    protected int SampleRate { get; }

    /// <summary>Nobody listens any more: the piece being made may end at once.</summary>
    protected bool IsStopped => _isStopped;

    /// <summary>Samples in the chunks made so far. Like <see cref="Taken"/> for whoever makes the current piece.</summary>
    protected long Produced => _assembler.Produced;

    /// <summary>Samples made so far, the unfinished chunk included.</summary>
    protected long Taken => _assembler.Taken;

    /// <summary>The audio as it is made. Call once.</summary>
    public async IAsyncEnumerable<SynthesisChunk> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            BeginNext();
            while (await _chunks.Reader.WaitToReadAsync(cancellationToken))
            {
                while (_chunks.Reader.TryRead(out var chunk))
                {
                    try
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        yield return new SynthesisChunk(chunk.Buffer.AsMemory(0, chunk.Length), SampleRate, chunk.Words);
                    }
                    finally
                    {
                        ArrayPool<short>.Shared.Return(chunk.Buffer);
                    }

                    if (Interlocked.Add(ref _unread, -chunk.Length) < SampleRate)
                    {
                        BeginNext();
                    }
                }
            }
        }
        finally
        {
            Stop();
        }
    }

    /// <summary>Starts making a piece elsewhere. That ends in <see cref="EndPiece"/>, with or without a failure.</summary>
    protected abstract void Begin(int piece);

    /// <summary>Called when nobody listens any more, at most once; the piece being made may be running.</summary>
    protected virtual void OnStopped()
    {
    }

    /// <summary>How many samples the chunk that is being filled will have.</summary>
    protected int ChunkLength => _assembler.ChunkLength;

    /// <summary>Adds samples of the piece.</summary>
    protected void Take(ReadOnlySpan<short> samples)
    {
        while (_assembler.TryTake(ref samples, out var chunk))
        {
            Give(chunk);
        }
    }

    /// <summary>Words to go out with the chunk being filled.</summary>
    protected void AddWords(IReadOnlyList<SpokenWord> words) => _assembler.AddWords(words);

    /// <summary>The piece is done, or has failed: chunks made before it are good either way.</summary>
    protected void EndPiece(EngineException? failure)
    {
        if (!_isStopped && _assembler.TryFlush(out var last))
        {
            Give(last);
        }

        lock (_gate)
        {
            _isBusy = false;
            IsFirst = false;
            _assembler.Clear();
            if (_isStopped || failure is not null || _nextPiece == _pieceCount)
            {
                _chunks.Writer.TryComplete(_isStopped ? null : failure);
                return;
            }
        }

        BeginNext();
    }

    private void Give(PooledChunk chunk)
    {
        Interlocked.Add(ref _unread, chunk.Length);
        _ = _chunks.Writer.TryWrite(chunk); // Fails only when nobody reads any more; then the collector has the buffer.
    }

    private void BeginNext()
    {
        int piece;
        lock (_gate)
        {
            if (_isBusy || _isStopped || Volatile.Read(ref _unread) >= SampleRate)
            {
                return;
            }

            if (_nextPiece == _pieceCount)
            {
                _chunks.Writer.TryComplete();
                return;
            }

            _isBusy = true;
            piece = _nextPiece++;
        }

        Begin(piece);
    }

    private void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            _chunks.Writer.TryComplete();
        }

        OnStopped();
        while (_chunks.Reader.TryRead(out var chunk))
        {
            ArrayPool<short>.Shared.Return(chunk.Buffer);
        }
    }
}
