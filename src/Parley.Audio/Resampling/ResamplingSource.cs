namespace Parley.Audio.Resampling;

/// <summary>A source at another sample rate.</summary>
public sealed class ResamplingSource : IAudioSource
{
    private readonly IAudioSource _inner;
    private readonly Resampler _resampler;
    private readonly short[] _input;
    private readonly short[] _output;
    private int _at;
    private int _count;
    private bool _ended;

    /// <summary>Creates the source.</summary>
    /// <param name="inner">Where the samples come from; owned.</param>
    /// <param name="sampleRate">The rate wanted, 8,000 to 48,000 Hz.</param>
    public ResamplingSource(IAudioSource inner, int sampleRate)
    {
        _inner = inner ?? throw new ArgumentNullException(nameof(inner));
        Format = new PcmFormat(sampleRate);
        _resampler = new Resampler(inner.Format.SampleRate, sampleRate);
        _input = new short[inner.Format.SampleRate / 50];

        // Also room for what a flush writes.
        _output = new short[_resampler.MaxOutputLength(_input.Length + _resampler.LatencySamples)];
    }

    /// <inheritdoc />
    public PcmFormat Format { get; }

    /// <inheritdoc />
    public async ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default)
    {
        if (destination.IsEmpty)
        {
            throw new ArgumentException("There must be room for a sample.", nameof(destination));
        }

        while (_at == _count && !_ended)
        {
            var read = await _inner.ReadAsync(_input, cancellationToken).ConfigureAwait(false);
            _at = 0;
            _ended = read == 0;
            _count = _ended ? _resampler.Flush(_output) : _resampler.Process(_input.AsSpan(0, read), _output);
        }

        var count = Math.Min(destination.Length, _count - _at);
        _output.AsSpan(_at, count).CopyTo(destination.Span);
        _at += count;
        return count;
    }

    /// <summary>Disposes of the inner source.</summary>
    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
