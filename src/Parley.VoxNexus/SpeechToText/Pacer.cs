using Parley.Audio;

namespace Parley.VoxNexus;

/// <summary>
/// Deadlines of real-time sending: the first piece at once, each later one when the audio before it has had its time, so
/// that nothing drifts. A source that paused does not make up for it in a burst.
/// </summary>
internal sealed class Pacer(double? pace, PcmFormat format, TimeProvider timeProvider)
{
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromSeconds(1);

    private long? _start;
    private TimeSpan _due;

    /// <summary>How long to wait before the next piece; zero for not at all.</summary>
    public TimeSpan Delay()
    {
        if (pace is null)
        {
            return TimeSpan.Zero;
        }

        _start ??= timeProvider.GetTimestamp();
        var now = timeProvider.GetElapsedTime(_start.Value);
        if (now - _due > LongestCatchUp)
        {
            _due = now;
        }

        return _due > now ? _due - now : TimeSpan.Zero;
    }

    public void Sent(int samples)
    {
        if (pace is { } factor)
        {
            _due += TimeSpan.FromTicks((long)(format.Duration(samples).Ticks / factor));
        }
    }
}
