namespace Parley.Conversation.Sessions;

/// <summary>Who is attached to a session, and the grace period after the last one left. Thread-safe.</summary>
internal sealed class Leases : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Action _abandoned;
    private readonly ITimer _timer;
    private int _count;
    private long _epoch;
    private long _armed;
    private bool _isOver;

    public Leases(TimeProvider time, Action abandoned)
    {
        _abandoned = abandoned;
        _timer = time.CreateTimer(static state => ((Leases)state!).Elapsed(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether everybody who was attached has left, and the grace period runs.</summary>
    public bool IsGrace
    {
        get
        {
            lock (_gate)
            {
                return _count == 0 && _epoch > 0;
            }
        }
    }

    /// <summary>Whether the grace period has passed: nobody can be attached any more.</summary>
    public bool IsOver => Volatile.Read(ref _isOver);

    /// <exception cref="ConversationException">The grace period has passed.</exception>
    public SessionLease Add(TimeSpan grace)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        lock (_gate)
        {
            if (_isOver)
            {
                throw SessionLoop.Ended();
            }

            _count++;
            _epoch++;
        }

        return new SessionLease(grace, Release);
    }

    public void Dispose() => _timer.Dispose();

    private void Release(SessionLease lease)
    {
        lock (_gate)
        {
            if (--_count > 0)
            {
                return;
            }

            _armed = ++_epoch;
        }

        _timer.Change(lease.Grace, Timeout.InfiniteTimeSpan);
    }

    private void Elapsed()
    {
        lock (_gate)
        {
            // Somebody came while the timer fired.
            if (_count > 0 || _armed != _epoch)
            {
                return;
            }

            // From here on whoever comes begins another session: nobody joins one that is about to end.
            _isOver = true;
        }

        _abandoned();
    }
}
