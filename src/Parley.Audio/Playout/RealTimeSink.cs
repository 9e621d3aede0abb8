namespace Parley.Audio.Playout;

/// <summary>
/// Makes a speaker of a sink that takes everything at once: samples play in real time through a bounded buffer, a full buffer makes
/// the writer wait, and <see cref="Clear"/> drops what has not been played. The inner sink gets only what was played, with
/// the next write, drain or disposal.
/// </summary>
public sealed class RealTimeSink : IAudioSink
{
    private readonly object _gate = new();
    private readonly IAudioSink _inner;
    private readonly PlayoutClock _clock;
    private readonly PlayoutPacer _pacer;
    private readonly SampleRing _ring;
    private readonly short[] _part;
    private long _forwarded;

    /// <summary>Creates the sink.</summary>
    /// <param name="inner">Where played samples go; owned.</param>
    /// <param name="timeProvider">The time; null means the system's.</param>
    /// <param name="buffer">How much may wait to be played; null means 200 ms. 40 ms to 10 s.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="buffer"/> is outside that range.</exception>
    public RealTimeSink(IAudioSink inner, TimeProvider? timeProvider = null, TimeSpan? buffer = null)
    {
        var lead = buffer ?? TimeSpan.FromMilliseconds(200);
        if (lead < TimeSpan.FromMilliseconds(40) || lead > TimeSpan.FromSeconds(10))
        {
            throw new ArgumentOutOfRangeException(nameof(buffer), buffer, "The buffer must be between 40 ms and 10 s.");
        }

        _inner = inner ?? throw new ArgumentNullException(nameof(inner));
        _clock = new PlayoutClock(inner.Format, timeProvider);
        _pacer = new PlayoutPacer(_clock, lead);
        _part = new short[Format.SampleRate / 50];

        // What has been played and not yet been handed on waits here as well.
        _ring = new SampleRing((int)Format.Samples(lead) + _part.Length);
    }

    /// <inheritdoc />
    public PcmFormat Format => _inner.Format;

    /// <inheritdoc />
    public long PlayedSamples => _clock.Played;

    /// <inheritdoc />
    public async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        while (!samples.IsEmpty)
        {
            var part = samples[..Math.Min(samples.Length, _part.Length)];
            await _pacer.WaitAsync(part.Length, cancellationToken).ConfigureAwait(false);
            await ForwardAsync(cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                _ring.Write(part.Span);
                _clock.Queue(part.Length);
            }

            samples = samples[part.Length..];
        }
    }

    /// <inheritdoc />
    public async ValueTask DrainAsync(CancellationToken cancellationToken = default)
    {
        await _pacer.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
        await ForwardAsync(cancellationToken).ConfigureAwait(false);
        await _inner.DrainAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Clear()
    {
        lock (_gate)
        {
            _ring.KeepOldest((int)(_clock.Clear() - _forwarded));
        }
    }

    /// <summary>Hands on what was played, drops the rest and disposes of the inner sink.</summary>
    public async ValueTask DisposeAsync()
    {
        Clear();
        await ForwardAsync(CancellationToken.None).ConfigureAwait(false);
        _pacer.Dispose();
        await _inner.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask ForwardAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int count;
            lock (_gate)
            {
                count = _ring.Read(_part.AsSpan(0, (int)Math.Min(_part.Length, _clock.Played - _forwarded)));
                _forwarded += count;
            }

            if (count == 0)
            {
                return;
            }

            await _inner.WriteAsync(_part.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
    }
}
