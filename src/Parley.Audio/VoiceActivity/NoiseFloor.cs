namespace Parley.Audio.VoiceActivity;

/// <summary>The level of the background: the quietest smoothed frame of the last three seconds, which speech always has pauses to show.</summary>
internal sealed class NoiseFloor
{
    private const int Parts = 10;
    private const int FramesPerPart = 15;
    private const float Start = -60f;

    // A gap of digital silence (a muted input, a lost packet) is not the room.
    private const float Lowest = -68f;

    private readonly float[] _minima = new float[Parts];
    private float _smooth;
    private int _part;
    private int _frame;

    public NoiseFloor() => Reset();

    public float Decibels { get; private set; }

    public void Add(float level)
    {
        level = Math.Max(level, Lowest);
        _smooth = level < _smooth ? level : _smooth + (0.4f * (level - _smooth));
        if (_frame == 0)
        {
            _minima[_part] = _smooth;
        }

        _minima[_part] = Math.Min(_minima[_part], _smooth);
        if (++_frame == FramesPerPart)
        {
            _frame = 0;
            _part = (_part + 1) % Parts;
        }

        var least = _minima[0];
        for (var i = 1; i < Parts; i++)
        {
            least = Math.Min(least, _minima[i]);
        }

        // Falls at once, rises 12 dB a second at most: a sound is not its own background.
        Decibels = Math.Min(least, Decibels + 0.24f);
    }

    public void Reset()
    {
        Array.Fill(_minima, Start);
        _smooth = Start;
        _part = 0;
        _frame = 0;
        Decibels = Start;
    }
}
