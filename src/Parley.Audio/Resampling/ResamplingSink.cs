namespace Parley.Audio.Resampling;

/// <summary>A sink that takes another sample rate. A drain ends the stream: what the filter holds is played before it.</summary>
public sealed class ResamplingSink : IAudioSink
{
    private readonly IAudioSink _inner;
    private readonly Resampler _resampler;
    private readonly short[] _output;
    private readonly int _part;
    private volatile bool _cleared;

    /// <summary>Creates the sink.</summary>
    /// <param name="inner">Where the samples go; owned.</param>
    /// <param name="sampleRate">The rate of the samples to write, 8,000 to 48,000 Hz.</param>
    public ResamplingSink(IAudioSink inner, int sampleRate)
    {
        _inner = inner ?? throw new ArgumentNullException(nameof(inner));
        Format = new PcmFormat(sampleRate);
        _resampler = new Resampler(sampleRate, inner.Format.SampleRate);
        _part = sampleRate / 50;
        _output = new short[_resampler.MaxOutputLength(_part + _resampler.LatencySamples)];
    }

    /// <inheritdoc />
    public PcmFormat Format { get; }

    /// <inheritdoc />
    public long PlayedSamples => _inner.PlayedSamples * Format.SampleRate / _inner.Format.SampleRate;

    /// <inheritdoc />
    public async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        while (!samples.IsEmpty)
        {
            ForgetCleared();
            var part = samples[..Math.Min(samples.Length, _part)];
            var count = _resampler.Process(part.Span, _output);
            await _inner.WriteAsync(_output.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            samples = samples[part.Length..];
        }
    }

    /// <inheritdoc />
    public async ValueTask DrainAsync(CancellationToken cancellationToken = default)
    {
        ForgetCleared();
        await _inner.WriteAsync(_output.AsMemory(0, _resampler.Flush(_output)), cancellationToken).ConfigureAwait(false);
        await _inner.DrainAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Clear()
    {
        _cleared = true;
        _inner.Clear();
    }

    /// <summary>Disposes of the inner sink.</summary>
    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    // The filter belongs to the writer: a clear from another thread only leaves word.
    private void ForgetCleared()
    {
        if (_cleared)
        {
            _cleared = false;
            _resampler.Reset();
        }
    }
}
