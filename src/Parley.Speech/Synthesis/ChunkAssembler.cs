using System.Buffers;
using Parley.Audio;

namespace Parley.Speech.Synthesis;

/// <summary>
/// Gathers an engine's samples into chunks: a first one of 20 ms, so that the voice starts soon, one of 50 ms, then 100 ms.
/// Not thread-safe.
/// </summary>
/// <param name="sampleRate">Rate of the samples in hertz.</param>
/// <param name="gain">Factor put on the samples.</param>
/// <param name="holdsLast">Give a full chunk out only when more samples come, so that the last one can still get words.</param>
internal sealed class ChunkAssembler(int sampleRate, float gain, bool holdsLast)
{
    private static readonly int[] Milliseconds = [20, 50, 100];

    private short[]? _buffer;
    private int _filled;
    private int _number;
    private IReadOnlyList<SpokenWord> _words = [];

    /// <summary>How many samples the chunk that is being filled will have.</summary>
    public int ChunkLength => sampleRate * Milliseconds[Math.Min(_number, Milliseconds.Length - 1)] / 1000;

    /// <summary>Samples in the chunks given out.</summary>
    public long Produced { get; private set; }

    /// <summary>Samples taken in.</summary>
    public long Taken => Produced + _filled;

    /// <summary>Words to go out with the chunk being filled, after those already set.</summary>
    public void AddWords(IReadOnlyList<SpokenWord> words) => _words = _words.Count == 0 ? words : [.. _words, .. words];

    /// <summary>Takes samples from the front of <paramref name="samples"/> until a chunk is complete or none are left.</summary>
    /// <returns>Whether <paramref name="chunk"/> is complete; its buffer is the caller's then.</returns>
    public bool TryTake(ref ReadOnlySpan<short> samples, out PooledChunk chunk)
    {
        while (!samples.IsEmpty)
        {
            var size = ChunkLength;
            if (_filled == size)
            {
                return TryFlush(out chunk);
            }

            _buffer ??= ArrayPool<short>.Shared.Rent(size);
            var count = Math.Min(size - _filled, samples.Length);
            samples[..count].CopyTo(_buffer.AsSpan(_filled));
            _filled += count;
            samples = samples[count..];
            if (_filled == size && !holdsLast)
            {
                return TryFlush(out chunk);
            }
        }

        chunk = default;
        return false;
    }

    /// <summary>Gives out what has been gathered.</summary>
    public bool TryFlush(out PooledChunk chunk)
    {
        if (_buffer is not { } buffer || _filled == 0)
        {
            chunk = default;
            return false;
        }

        Pcm16.Amplify(buffer.AsSpan(0, _filled), gain);
        chunk = new PooledChunk(buffer, _filled, _words);
        Produced += _filled;
        _number++;
        _buffer = null;
        _filled = 0;
        _words = [];
        return true;
    }

    /// <summary>Drops what has been gathered.</summary>
    public void Clear()
    {
        if (_buffer is { } buffer)
        {
            ArrayPool<short>.Shared.Return(buffer);
            _buffer = null;
            _filled = 0;
        }
    }
}
