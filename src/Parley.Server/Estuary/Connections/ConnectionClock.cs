namespace Parley.Server.Estuary.Connections;

/// <summary>
/// The deadlines of a connection on one timer. Thread-safe; calls of the handler follow one another. Moving a deadline back costs no
/// timer: it fires at the old time, finds nothing due, and is set again.
/// </summary>
internal sealed class ConnectionClock : IAsyncDisposable
{
    private static readonly Deadline[] All = Enum.GetValues<Deadline>();

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Func<Deadline, ValueTask> _due;
    private readonly ITimer _timer;
    private readonly long?[] _deadlines = new long?[All.Length];
    private long? _armed;
    private Task _running = Task.CompletedTask;
    private bool _isDisposed;

    public ConnectionClock(TimeProvider time, Func<Deadline, ValueTask> due)
    {
        _time = time;
        _due = due;
        _timer = time.CreateTimer(static clock => ((ConnectionClock)clock!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins a deadline anew; null ends it.</summary>
    public void Set(Deadline deadline, TimeSpan? after)
    {
        lock (_gate)
        {
            _deadlines[(int)deadline] = after is { } wait ? _time.GetTimestamp() + (long)(wait.TotalSeconds * _time.TimestampFrequency) : null;
            Arm_NeedsLock();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_gate)
        {
            _isDisposed = true;
            running = _running;
        }

        await _timer.DisposeAsync();
        await running;
    }

    private void Arm_NeedsLock()
    {
        long? next = null;
        foreach (var deadline in _deadlines)
        {
            next = next is null || deadline < next ? deadline ?? next : next;
        }

        if (_isDisposed || next is not { } at || _armed <= at)
        {
            return;
        }

        _armed = at;
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), at);
        _timer.Change(wait > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _armed = null;
                _running = RunAsync(_running);
            }
        }
    }

    private async Task RunAsync(Task before)
    {
        await before;
        await Task.Yield();
        while (Take() is { } deadline)
        {
            await _due(deadline);
        }
    }

    private Deadline? Take()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            foreach (var deadline in All)
            {
                if (!_isDisposed && _deadlines[(int)deadline] <= now)
                {
                    _deadlines[(int)deadline] = null;
                    return deadline;
                }
            }

            Arm_NeedsLock();
            return null;
        }
    }
}
