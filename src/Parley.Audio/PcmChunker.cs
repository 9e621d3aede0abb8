namespace Parley.Audio;

/// <summary>
/// Cuts PCM bytes of any length into chunks of one exact length, carrying what is left over, odd bytes included.
/// Nothing is allocated after construction. Not thread-safe.
/// </summary>
/// <example><code>
/// while (chunker.TryRead(ref bytes, out var chunk)) await SendAsync(chunk);
/// if (chunker.TryFlush(out var rest)) await SendAsync(rest);
/// </code></example>
public sealed class PcmChunker
{
    private readonly byte[] _chunk;
    private int _held;

    /// <summary>Creates a chunker.</summary>
    /// <param name="format">The format of the bytes.</param>
    /// <param name="duration">Length of a chunk, 20 to 200 ms; rounded down to whole samples.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is outside that range.</exception>
    public PcmChunker(PcmFormat format, TimeSpan duration)
    {
        if (duration < TimeSpan.FromMilliseconds(20) || duration > TimeSpan.FromMilliseconds(200))
        {
            throw new ArgumentOutOfRangeException(nameof(duration), duration, "A chunk lasts 20 to 200 ms.");
        }

        Format = format;
        _chunk = new byte[(int)format.Samples(duration) * PcmFormat.BytesPerSample];
    }

    /// <summary>The format of the bytes.</summary>
    public PcmFormat Format { get; }

    /// <summary>Bytes of a chunk.</summary>
    public int ChunkBytes => _chunk.Length;

    /// <summary>How many bytes are carried, an odd one included.</summary>
    public int HeldBytes => _held == _chunk.Length ? 0 : _held;

    /// <summary>Takes bytes until a chunk is full.</summary>
    /// <param name="bytes">What is taken is cut off its front.</param>
    /// <param name="chunk">The chunk; good until the next call.</param>
    /// <returns>False when all bytes were taken and no chunk is full.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> bytes, out ReadOnlyMemory<byte> chunk)
    {
        if (_held == _chunk.Length)
        {
            _held = 0;
        }

        var count = Math.Min(bytes.Length, _chunk.Length - _held);
        bytes[..count].CopyTo(_chunk.AsSpan(_held));
        bytes = bytes[count..];
        _held += count;
        chunk = _held == _chunk.Length ? _chunk : default;
        return _held == _chunk.Length;
    }

    /// <summary>As the other overload, for callers that await between chunks.</summary>
    /// <param name="bytes">What is taken is cut off its front.</param>
    /// <param name="chunk">The chunk; good until the next call.</param>
    /// <returns>False when all bytes were taken and no chunk is full.</returns>
    public bool TryRead(ref ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> chunk)
    {
        var span = bytes.Span;
        var full = TryRead(ref span, out chunk);
        bytes = bytes[^span.Length..];
        return full;
    }

    /// <summary>As the other overloads, for samples; the chunk is little-endian bytes all the same.</summary>
    /// <param name="samples">What is taken is cut off its front.</param>
    /// <param name="chunk">The chunk; good until the next call.</param>
    /// <returns>False when all samples were taken and no chunk is full.</returns>
    /// <exception cref="InvalidOperationException">Half a sample is carried from an earlier call with bytes.</exception>
    public bool TryRead(ref ReadOnlySpan<short> samples, out ReadOnlyMemory<byte> chunk)
    {
        if ((_held & 1) != 0)
        {
            throw new InvalidOperationException("Half a sample is carried: whole samples cannot follow it.");
        }

        if (_held == _chunk.Length)
        {
            _held = 0;
        }

        var count = Math.Min(samples.Length, (_chunk.Length - _held) / PcmFormat.BytesPerSample);
        _held += Pcm16.ToBytes(samples[..count], _chunk.AsSpan(_held));
        samples = samples[count..];
        chunk = _held == _chunk.Length ? _chunk : default;
        return _held == _chunk.Length;
    }

    /// <summary>Gives out what is carried, whole samples only, and begins anew; half a sample at the end is dropped.</summary>
    /// <param name="rest">Shorter than a chunk; good until the next call.</param>
    /// <returns>False when there is nothing.</returns>
    public bool TryFlush(out ReadOnlyMemory<byte> rest)
    {
        rest = _chunk.AsMemory(0, HeldBytes & ~1);
        _held = 0;
        return !rest.IsEmpty;
    }

    /// <summary>Drops what is carried.</summary>
    public void Reset() => _held = 0;
}
