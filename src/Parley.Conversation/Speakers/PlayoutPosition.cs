namespace Parley.Conversation.Speakers;

/// <summary>
/// How much of what was sent has been played, by the clock: playing begins with the first piece, goes on at real time and waits when
/// nothing is left. Not thread-safe.
/// </summary>
internal struct PlayoutPosition(TimeProvider time)
{
    private TimeSpan _base;
    private TimeSpan _sent;
    private long _since;

    /// <summary>Played so far.</summary>
    public readonly TimeSpan Played
    {
        get
        {
            if (_sent == TimeSpan.Zero)
            {
                return _base;
            }

            var elapsed = time.GetElapsedTime(_since);
            return _base + (elapsed < _sent ? elapsed : _sent);
        }
    }

    /// <summary>Sent so far, and not cleared.</summary>
    public readonly TimeSpan Sent => _base + _sent;

    public void Send(TimeSpan duration)
    {
        var now = time.GetTimestamp();
        if (_sent == TimeSpan.Zero || time.GetElapsedTime(_since, now) >= _sent)
        {
            _base += _sent;
            _sent = TimeSpan.Zero;
            _since = now;
        }

        _sent += duration;
    }

    /// <summary>What was sent and not played is dropped by the listener.</summary>
    public void Clear()
    {
        _base = Played;
        _sent = TimeSpan.Zero;
    }

    /// <summary>Goes on from another place.</summary>
    public void Restart(TimeSpan position)
    {
        _base = position;
        _sent = TimeSpan.Zero;
    }
}
