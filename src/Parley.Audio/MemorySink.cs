namespace Parley.Audio;

/// <summary>Keeps everything that is written, for tests and for use without devices. What is written counts as played at once.</summary>
public sealed class MemorySink : IAudioSink
{
    private readonly object _gate = new();
    private readonly int _capacity;
    private short[] _samples = [];
    private int _count;

    /// <summary>Creates a sink.</summary>
    /// <param name="format">The format of the samples.</param>
    /// <param name="capacity">The most it keeps; null means ten minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative or beyond what an array holds.</exception>
    public MemorySink(PcmFormat format, TimeSpan? capacity = null)
    {
        var samples = format.Samples(capacity ?? TimeSpan.FromMinutes(10));
        if (samples is < 0 or > int.MaxValue / 4)
        {
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "The capacity is out of range.");
        }

        Format = format;
        _capacity = (int)samples;
    }

    /// <inheritdoc />
    public PcmFormat Format { get; }

    /// <inheritdoc />
    public long PlayedSamples
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>A copy of everything written so far.</summary>
    public short[] ToArray()
    {
        lock (_gate)
        {
            return _samples.AsSpan(0, _count).ToArray();
        }
    }

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The capacity is used up.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var end = (long)_count + samples.Length;
            if (end > _capacity)
            {
                throw new InvalidOperationException($"The memory sink is full: it keeps {Format.Duration(_capacity)}.");
            }

            if (end > _samples.Length)
            {
                Array.Resize(ref _samples, (int)Math.Min(_capacity, Math.Max(end, _samples.Length * 2L)));
            }

            samples.Span.CopyTo(_samples.AsSpan(_count));
            _count = (int)end;
        }

        return default;
    }

    /// <inheritdoc />
    public ValueTask DrainAsync(CancellationToken cancellationToken = default) => default;

    /// <summary>Does nothing: everything written has been played.</summary>
    public void Clear()
    {
    }

    /// <summary>Does nothing; what was written stays readable.</summary>
    public ValueTask DisposeAsync() => default;
}
