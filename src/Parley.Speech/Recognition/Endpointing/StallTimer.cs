namespace Parley.Speech.Recognition.Endpointing;

/// <summary>
/// While armed, puts a stall into the queue once no samples have come for the configured time by the clock.
/// Samples do not touch the timer: when it fires it looks when the last ones came, and waits for the rest.
/// </summary>
internal sealed class StallTimer : IDisposable
{
    private readonly SampleQueue _queue;
    private readonly TimeSpan _stall;
    private readonly ITimer _timer;
    private volatile bool _armed;

    public StallTimer(SampleQueue queue, TimeSpan stall, TimeProvider timeProvider)
    {
        _queue = queue;
        _stall = stall;
        _timer = timeProvider.CreateTimer(static t => ((StallTimer)t!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Arm()
    {
        _armed = true;
        Tick();
    }

    public void Disarm()
    {
        _armed = false;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        if (_armed && _queue.TryStall(_stall) is { Ticks: > 0 } left)
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
        }
    }
}
