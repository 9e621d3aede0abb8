namespace Parley.Audio.Playout;

/// <summary>
/// Estimates what a listener has heard by now from what was queued for playout and when: queued samples play in real time, one after
/// another, from the moment they are queued. Nothing is allocated. Thread-safe.
/// </summary>
public sealed class PlayoutClock
{
    private readonly object _gate = new();
    private readonly TimeProvider _timeProvider;
    private readonly long _delay;
    private long _settled;
    private long _queued;
    private long _anchor;
    private bool _paused;

    /// <summary>Creates a clock that has played nothing.</summary>
    /// <param name="format">The format of the samples.</param>
    /// <param name="timeProvider">The time; null means the system's.</param>
    /// <param name="startDelay">
    /// How long after queueing the first sample is heard when nothing was playing: network and device buffers; default none, not negative.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="startDelay"/> is negative.</exception>
    public PlayoutClock(PcmFormat format, TimeProvider? timeProvider = null, TimeSpan startDelay = default)
    {
        if (startDelay < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(startDelay), startDelay, "The delay must not be negative.");
        }

        Format = format;
        _timeProvider = timeProvider ?? TimeProvider.System;
        _delay = (long)(startDelay.TotalSeconds * _timeProvider.TimestampFrequency);
    }

    /// <summary>Raised, outside any lock, when samples were queued or cleared, playout was paused or resumed, or a report corrected it.</summary>
    public event Action? Changed;

    /// <summary>The format of the samples.</summary>
    public PcmFormat Format { get; }

    /// <summary>Samples heard by now, since creation; cleared ones do not count.</summary>
    public long Played
    {
        get
        {
            lock (_gate)
            {
                return PlayedNow();
            }
        }
    }

    /// <summary>Samples queued since creation; cleared ones do not count.</summary>
    public long Queued
    {
        get
        {
            lock (_gate)
            {
                return _queued;
            }
        }
    }

    /// <summary>How much is queued and not yet heard.</summary>
    public TimeSpan Ahead
    {
        get
        {
            lock (_gate)
            {
                return Format.Duration(_queued - PlayedNow());
            }
        }
    }

    /// <summary>Whether playout is paused.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_gate)
            {
                return _paused;
            }
        }
    }

    /// <summary>When all that is queued will have been heard; zero when it has, null while playout is paused.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            lock (_gate)
            {
                var ahead = _queued - PlayedNow();
                return ahead == 0 ? TimeSpan.Zero : _paused ? null : UntilEnd();
            }
        }
    }

    internal TimeProvider TimeProvider => _timeProvider;

    /// <summary>Queues samples for playout.</summary>
    /// <param name="samples">How many, not negative.</param>
    /// <returns>The position of the first of them, counted like <see cref="Played"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is negative.</exception>
    public long Queue(long samples)
    {
        if (samples < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(samples), samples, "The number of samples must not be negative.");
        }

        long position;
        lock (_gate)
        {
            // While something plays the anchor stays, and with it the fraction of a sample.
            if (PlayedNow() == _queued)
            {
                _settled = _queued;
                _anchor = _timeProvider.GetTimestamp() + _delay;
            }

            position = _queued;
            _queued += samples;
        }

        Changed?.Invoke();
        return position;
    }

    /// <summary>Stops the playout; nothing happens when it is paused already.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            _settled = PlayedNow();
            _paused = true;
        }

        Changed?.Invoke();
    }

    /// <summary>Goes on where the playout stopped; nothing happens when it is not paused.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            if (_paused)
            {
                _anchor = _timeProvider.GetTimestamp();
                _paused = false;
            }
        }

        Changed?.Invoke();
    }

    /// <summary>Drops what is queued and not yet heard.</summary>
    /// <returns><see cref="Played"/>.</returns>
    public long Clear()
    {
        long played;
        lock (_gate)
        {
            _queued = _settled = played = PlayedNow();
        }

        Changed?.Invoke();
        return played;
    }

    /// <summary>Takes a listener's own report of what it has heard in place of the estimate.</summary>
    /// <param name="played">Samples heard, counted like <see cref="Played"/>; limited to what was queued and not negative.</param>
    public void Report(long played)
    {
        lock (_gate)
        {
            _settled = Math.Max(0, Math.Min(played, _queued));
            _anchor = _timeProvider.GetTimestamp();
        }

        Changed?.Invoke();
    }

    /// <summary>How long until no more than this is ahead; null while playout is paused and more is.</summary>
    internal TimeSpan? Until(TimeSpan ahead)
    {
        lock (_gate)
        {
            return Format.Duration(_queued - PlayedNow()) <= ahead ? TimeSpan.Zero : _paused ? null : UntilEnd() - ahead;
        }
    }

    private long PlayedNow()
    {
        if (_paused || _settled == _queued)
        {
            return _settled;
        }

        // Whole seconds apart, so that hours of playout neither overflow nor lose a sample.
        var elapsed = Math.Max(0, _timeProvider.GetTimestamp() - _anchor);
        var (seconds, rest) = (elapsed / _timeProvider.TimestampFrequency, elapsed % _timeProvider.TimestampFrequency);
        var samples = (seconds * Format.SampleRate) + (rest * Format.SampleRate / _timeProvider.TimestampFrequency);
        return Math.Min(_queued, _settled + samples);
    }

    private TimeSpan UntilEnd() =>
        _timeProvider.GetElapsedTime(_timeProvider.GetTimestamp(), _anchor) + Format.Duration(_queued - _settled);
}
