namespace Parley.Audio;

/// <summary>
/// The latest samples of a stream, addressed by their position in it: what pre-roll and looking back are made of.
/// Fixed memory, nothing allocated after construction. Not thread-safe.
/// </summary>
public sealed class AudioHistory
{
    private readonly short[] _ring;

    /// <summary>Creates a history.</summary>
    /// <param name="capacity">How many samples are kept, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is below 1.</exception>
    public AudioHistory(int capacity)
    {
        if (capacity < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A history keeps at least one sample.");
        }

        _ring = new short[capacity];
    }

    /// <summary>How many samples are kept.</summary>
    public int Capacity => _ring.Length;

    /// <summary>Position after the newest sample: how many were appended since construction or <see cref="Reset"/>.</summary>
    public long End { get; private set; }

    /// <summary>Position of the oldest sample still kept.</summary>
    public long Start => Math.Max(0, End - _ring.Length);

    /// <summary>Adds samples; the oldest make room.</summary>
    public void Append(ReadOnlySpan<short> samples)
    {
        var end = End + samples.Length;
        if (samples.Length > _ring.Length)
        {
            samples = samples[^_ring.Length..];
        }

        var at = (int)((end - samples.Length) % _ring.Length);
        var first = Math.Min(samples.Length, _ring.Length - at);
        samples[..first].CopyTo(_ring.AsSpan(at));
        samples[first..].CopyTo(_ring);
        End = end;
    }

    /// <summary>Copies samples from a position on.</summary>
    /// <param name="position">Position of the first sample, <see cref="Start"/> to <see cref="End"/>.</param>
    /// <param name="destination">Filled as far as samples are there.</param>
    /// <returns>How many samples were copied; 0 at <see cref="End"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The position is no longer kept, or not there yet.</exception>
    public int Read(long position, Span<short> destination)
    {
        if (position < Start || position > End)
        {
            throw new ArgumentOutOfRangeException(nameof(position), position, $"Positions {Start} to {End} are kept.");
        }

        var count = (int)Math.Min(destination.Length, End - position);
        var at = (int)(position % _ring.Length);
        var first = Math.Min(count, _ring.Length - at);
        _ring.AsSpan(at, first).CopyTo(destination);
        _ring.AsSpan(0, count - first).CopyTo(destination[first..]);
        return count;
    }

    /// <summary>Forgets everything; the next sample has position 0.</summary>
    public void Reset() => End = 0;
}
