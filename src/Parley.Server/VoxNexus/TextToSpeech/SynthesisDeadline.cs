namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>Cancels when an engine takes too long for its next chunk; the time the client takes does not count.</summary>
internal sealed class SynthesisDeadline : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _passed;
    private readonly CancellationTokenSource _linked;
    private readonly ITimer _timer;

    public SynthesisDeadline(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _limit = limit;
        _passed = new CancellationTokenSource();
        _linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _passed.Token);
        _timer = time.CreateTimer(static s => ((SynthesisDeadline)s!)._passed.Cancel(), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the time is up or the work is.</summary>
    public CancellationToken Token => _linked.Token;

    public bool HasPassed => _passed.IsCancellationRequested;

    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Restart() => _timer.Change(_limit, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer.Dispose();
        _linked.Dispose();
        _passed.Dispose();
    }
}
