namespace Parley.Speech.Engines;

/// <summary>A deadline that is set again and again for the waits of one call, joined with the caller's own token.</summary>
internal sealed class RepeatedDeadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private volatile bool _isLate;

    public RepeatedDeadline(TimeProvider timeProvider, CancellationToken cancellationToken, CancellationToken closing)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing);
        _timer = timeProvider.CreateTimer(
            static state =>
            {
                var deadline = (RepeatedDeadline)state!;
                deadline._isLate = true;
                try
                {
                    deadline._source.Cancel();
                }
                catch (ObjectDisposedException)
                {
                    // The call ended while the timer fired.
                }
            },
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled by the caller, by closing, or when it is late.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether time ran out.</summary>
    public bool IsLate => _isLate;

    /// <summary>Starts the time anew; infinite stops it.</summary>
    public void Set(TimeSpan time) => _timer.Change(time, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }
}
