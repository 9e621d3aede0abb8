namespace Parley.Server.VoxNexus.Connections;

/// <summary>
/// A token bucket that asks for pauses instead of refusing: <c>perSecond</c> sustained, five times as many at once.
/// One caller at a time.
/// </summary>
internal sealed class MessageRate(int perSecond, TimeProvider time)
{
    private double _tokens = 5.0 * perSecond;
    private long _since = time.GetTimestamp();

    /// <summary>Counts a message and says how long to wait before the next one is read.</summary>
    public TimeSpan Count()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(5.0 * perSecond, _tokens + (time.GetElapsedTime(_since, now).TotalSeconds * perSecond)) - 1;
        _since = now;
        return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
    }
}
