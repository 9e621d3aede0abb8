namespace Parley.Audio.VoiceActivity;

/// <summary>
/// Whether the level has stayed as it is longer than speech does: within 0.1 dB for 60 ms or 0.5 dB for 100 ms (an alarm),
/// or within 1.5 dB for 300 ms (a fan, a hum, a held note).
/// </summary>
internal sealed class Steadiness
{
    private const int Long = 15;
    private const int Middle = 5;
    private const int Short = 3;
    private const float LongRange = 1.5f;
    private const float MiddleRange = 0.5f;
    private const float ShortRange = 0.1f;

    private readonly float[] _levels = new float[Long];
    private int _at;

    public Steadiness() => Reset();

    public bool IsSteady { get; private set; }

    public void Add(float level)
    {
        _levels[_at] = level;
        var low = level;
        var high = level;
        IsSteady = false;
        for (var back = 1; back < Long; back++)
        {
            var earlier = _levels[(_at - back + Long) % Long];
            low = Math.Min(low, earlier);
            high = Math.Max(high, earlier);
            IsSteady |= back switch
            {
                Short - 1 => high - low < ShortRange,
                Middle - 1 => high - low < MiddleRange,
                _ => false,
            };
        }

        IsSteady |= high - low < LongRange;
        _at = (_at + 1) % Long;
    }

    public void Reset()
    {
        // A ramp of one decibel a frame is not steady.
        for (var i = 0; i < Long; i++)
        {
            _levels[i] = -200 + i;
        }

        _at = 0;
        IsSteady = false;
    }
}
