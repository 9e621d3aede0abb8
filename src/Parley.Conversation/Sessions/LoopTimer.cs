namespace Parley.Conversation.Sessions;

/// <summary>A timer whose work runs on the session's loop, and not when it was stopped or restarted in between. Used on the loop.</summary>
internal sealed class LoopTimer : IDisposable
{
    private readonly ITimer _timer;
    private readonly SessionLoop _loop;
    private readonly Func<ValueTask> _work;
    private long _epoch;

    public LoopTimer(TimeProvider time, SessionLoop loop, Func<ValueTask> work)
    {
        _loop = loop;
        _work = work;
        _timer = time.CreateTimer(static state => ((LoopTimer)state!).Elapsed(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public LoopTimer(TimeProvider time, SessionLoop loop, Action work)
        : this(time, loop, () =>
        {
            work();
            return ValueTask.CompletedTask;
        })
    {
    }

    public bool IsRunning { get; private set; }

    public void Start(TimeSpan delay)
    {
        IsRunning = true;
        Interlocked.Increment(ref _epoch);

        // Up to the next millisecond: a timer that fires early would find nothing due.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, delay.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    public void Stop()
    {
        IsRunning = false;
        Interlocked.Increment(ref _epoch);
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        Interlocked.Increment(ref _epoch);
        _timer.Dispose();
    }

    private void Elapsed()
    {
        var epoch = Volatile.Read(ref _epoch);
        _loop.Post(() =>
        {
            if (epoch != Volatile.Read(ref _epoch))
            {
                return ValueTask.CompletedTask;
            }

            IsRunning = false;
            return _work();
        });
    }
}
