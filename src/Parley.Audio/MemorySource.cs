namespace Parley.Audio;

/// <summary>Samples in memory as a source, delivered as fast as they are read.</summary>
public sealed class MemorySource : IAudioSource
{
    private ReadOnlyMemory<short> _samples;

    /// <summary>Creates a source.</summary>
    /// <param name="format">The format of the samples.</param>
    /// <param name="samples">All of them; not copied.</param>
    public MemorySource(PcmFormat format, ReadOnlyMemory<short> samples)
    {
        Format = format;
        _samples = samples;
    }

    /// <inheritdoc />
    public PcmFormat Format { get; }

    /// <inheritdoc />
    public ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default)
    {
        if (destination.IsEmpty)
        {
            throw new ArgumentException("There must be room for a sample.", nameof(destination));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var count = Math.Min(destination.Length, _samples.Length);
        _samples[..count].CopyTo(destination);
        _samples = _samples[count..];
        return new ValueTask<int>(count);
    }

    /// <summary>Ends the source.</summary>
    public ValueTask DisposeAsync()
    {
        _samples = default;
        return default;
    }
}
