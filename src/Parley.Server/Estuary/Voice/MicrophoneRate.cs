namespace Parley.Server.Estuary.Voice;

/// <summary>
/// The rate of a microphone that nobody states (§5): an assumption, checked by how many samples come in a time. Pure but for the clock
/// of the timestamps given; not thread-safe.
/// </summary>
internal sealed class MicrophoneRate(TimeProvider time, int assumed)
{
    private const double Tolerance = 0.12;

    private static readonly int[] Known = [8_000, 16_000, 24_000, 44_100, 48_000];
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(400);

    private long? _since;
    private long _last;
    private long _samples;
    private int _contradiction;

    /// <summary>The rate believed in, hertz.</summary>
    public int Current { get; private set; } = assumed;

    /// <summary>Whether the client stated it: then nothing is checked.</summary>
    public bool IsStated { get; private set; }

    public void State(int rate)
    {
        Current = rate;
        IsStated = true;
    }

    /// <summary>Counts a packet. True when the rate was found to be another.</summary>
    public bool Count(int samples)
    {
        if (IsStated)
        {
            return false;
        }

        var now = time.GetTimestamp();
        if (_since is not { } since || time.GetElapsedTime(_last, now) > Gap)
        {
            // The first packet's samples belong to the time before it.
            _since = _last = now;
            _samples = 0;
            return false;
        }

        _last = now;
        _samples += samples;
        var elapsed = time.GetElapsedTime(since, now);
        if (elapsed < Window)
        {
            return false;
        }

        var heard = Snap(_samples / elapsed.TotalSeconds, Current);
        _since = now;
        _samples = 0;
        if (heard == 0 || heard == Current)
        {
            _contradiction = 0;
            return false;
        }

        if (_contradiction != heard)
        {
            _contradiction = heard;
            return false;
        }

        _contradiction = 0;
        Current = heard;
        return true;
    }

    /// <summary>What was counted belongs to another stream than what follows.</summary>
    public void Break() => _since = null;

    /// <summary>The rate that is meant: the one believed in where it fits, else the nearest known one; 0 for none.</summary>
    private static int Snap(double rate, int believed)
    {
        if (Fits(rate, believed))
        {
            return believed;
        }

        var nearest = Known.MinBy(known => Math.Abs(rate - known) / known);
        return Fits(rate, nearest) ? nearest : 0;
    }

    private static bool Fits(double rate, int known) => Math.Abs(rate - known) <= known * Tolerance;
}
