using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Parley.Audio;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Engines.Flite;

/// <summary>
/// One request being spoken, piece by piece. A worker synthesises a piece without waiting for the reader; the next piece is
/// begun when less than <see cref="LowWater"/> of what was made is unread. So a slow reader costs at most one piece of memory
/// and never holds a thread.
/// </summary>
internal sealed unsafe class FliteSpeech : IFliteSink, IFliteJob
{
    /// <summary>First chunk: 20 ms, so that the voice starts soon; then 50 ms, then 100 ms.</summary>
    private static readonly int[] ChunkSamples = [320, 800, 1_600];

    /// <summary>A second unread.</summary>
    private const int LowWater = 16_000;

    /// <summary>Audio that is ahead of a reader who plays in real time far enough to let others go first.</summary>
    private const int AheadSamples = 8_000;

    /// <summary>Silence kept before the first sound; voices begin with 170 to 270 ms of it, which nobody wants to wait for.</summary>
    private const float KeptSilence = 0.03f;

    private readonly FliteWorkers _workers;
    private readonly FliteVoice _voice;
    private readonly FliteProsody _prosody;
    private readonly SynthesisRequest _request;
    private readonly IReadOnlyList<FlitePiece> _pieces;
    private readonly Channel<PooledChunk> _chunks = Channel.CreateUnbounded<PooledChunk>(
        // Bounded by a piece and a second: pieces are only begun below the low-water mark.
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly Lock _gate = new();
    private int _nextPiece;
    private bool _isBusy;
    private int _unread;
    private volatile bool _isStopped;

    // Only the worker that runs the piece touches what follows; pieces follow each other under the gate.
    private short[]? _buffer;
    private int _filled;
    private int _chunkNumber;
    private int _skip = -1;
    private long _produced;
    private int _producedOfPiece;
    private long _pieceOrigin;
    private Exception? _failure;
    private IReadOnlyList<SpokenWord> _words = [];

    public FliteSpeech(FliteWorkers workers, FliteVoice voice, SynthesisRequest request, IReadOnlyList<FlitePiece> pieces)
    {
        _workers = workers;
        _voice = voice;
        _request = request;
        _pieces = pieces;
        _prosody = FliteProsody.Of(request, voice.Definition);
    }

    /// <inheritdoc />
    public bool IsFirst { get; private set; } = true;

    /// <summary>The audio as it is made. Call once.</summary>
    public async IAsyncEnumerable<SynthesisChunk> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            BeginNext();
            while (await _chunks.Reader.WaitToReadAsync(cancellationToken))
            {
                while (_chunks.Reader.TryRead(out var chunk))
                {
                    try
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        yield return new SynthesisChunk(chunk.Buffer.AsMemory(0, chunk.Length), FliteVoiceDefinition.SampleRate, chunk.Words);
                    }
                    finally
                    {
                        ArrayPool<short>.Shared.Return(chunk.Buffer);
                    }

                    if (Interlocked.Add(ref _unread, -chunk.Length) < LowWater)
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

    /// <inheritdoc />
    public void Run()
    {
        if (!_isStopped)
        {
            try
            {
                _skip = -1;
                _producedOfPiece = 0;
                _pieceOrigin = _produced;
                FliteUtterance.Speak(_voice, _pieces[_nextPiece - 1].Text, _prosody, this);
                FlushChunk();
            }
            catch (Exception failure)
            {
                _failure ??= failure;
            }
        }

        EndPiece();
    }

    /// <inheritdoc />
    public void Abandon(EngineException reason)
    {
        _failure = reason;
        EndPiece();
    }

    bool IFliteSink.TryTake(ReadOnlySpan<short> samples, FliteNative.Utterance* utterance, ref int minimum)
    {
        try
        {
            if (_isStopped || _workers.IsClosing)
            {
                return false;
            }

            if (_skip < 0)
            {
                BeginUtterance(utterance);
                minimum = ChunkSamples[0] - 1;
            }

            Take(samples);
            minimum = ChunkSamples[Math.Min(_chunkNumber, ChunkSamples.Length - 1)] - 1;
            if (_producedOfPiece > AheadSamples)
            {
                _workers.LetFirstsPass();
            }

            return true;
        }
        catch (Exception failure)
        {
            _failure = failure;
            return false;
        }
    }

    private void BeginUtterance(FliteNative.Utterance* utterance)
    {
        var silence = Math.Max(0, FliteWords.LeadingSilence(utterance) - KeptSilence);
        _skip = (int)(silence * FliteVoiceDefinition.SampleRate);
        var origin = ((double)_pieceOrigin / FliteVoiceDefinition.SampleRate) - silence;
        _words = FliteWords.Read(utterance, _pieces[_nextPiece - 1], _request.Text, origin);
    }

    private void Take(ReadOnlySpan<short> samples)
    {
        if (_skip > 0)
        {
            var skipped = Math.Min(_skip, samples.Length);
            _skip -= skipped;
            samples = samples[skipped..];
        }

        while (!samples.IsEmpty)
        {
            var size = ChunkSamples[Math.Min(_chunkNumber, ChunkSamples.Length - 1)];
            _buffer ??= ArrayPool<short>.Shared.Rent(size);
            var taken = Math.Min(size - _filled, samples.Length);
            samples[..taken].CopyTo(_buffer.AsSpan(_filled));
            _filled += taken;
            samples = samples[taken..];
            if (_filled == size)
            {
                FlushChunk();
            }
        }
    }

    private void FlushChunk()
    {
        if (_buffer is not { } buffer || _filled == 0)
        {
            return;
        }

        Pcm16.Amplify(buffer.AsSpan(0, _filled), _prosody.Gain);
        var chunk = new PooledChunk(buffer, _filled, _words);
        _produced += _filled;
        _producedOfPiece += _filled;
        _chunkNumber++;
        _buffer = null;
        _filled = 0;
        _words = [];
        Interlocked.Add(ref _unread, chunk.Length);
        _ = _chunks.Writer.TryWrite(chunk); // Fails only when nobody reads any more; then the collector has the buffer.
    }

    /// <summary>Puts the next piece before the workers, if it is time for it.</summary>
    private void BeginNext()
    {
        lock (_gate)
        {
            if (_isBusy || _isStopped || _nextPiece == _pieces.Count || Volatile.Read(ref _unread) >= LowWater)
            {
                return;
            }

            _isBusy = true;
            _nextPiece++;
        }

        if (_workers.TryQueue(this) is { } refusal)
        {
            Abandon(refusal);
        }
    }

    private void EndPiece()
    {
        lock (_gate)
        {
            _isBusy = false;
            IsFirst = false;
            if (_buffer is { } left)
            {
                ArrayPool<short>.Shared.Return(left);
                _buffer = null;
                _filled = 0;
            }

            if (_isStopped || _failure is not null || _workers.IsClosing || _nextPiece == _pieces.Count)
            {
                _chunks.Writer.TryComplete(_isStopped ? null : Failure());
                return;
            }
        }

        BeginNext();
    }

    private Exception? Failure() => _failure switch
    {
        EngineException known => known,
        { } other => new EngineException(FliteLibrary.EngineId, EngineFailure.Failed, "Flite broke while speaking.", other),
        null when _workers.IsClosing => new EngineException(FliteLibrary.EngineId, EngineFailure.Failed, "Flite was closed while it was speaking."),
        null => null,
    };

    private void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            _chunks.Writer.TryComplete();
        }

        while (_chunks.Reader.TryRead(out var chunk))
        {
            ArrayPool<short>.Shared.Return(chunk.Buffer);
        }
    }
}
