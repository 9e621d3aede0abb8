namespace Parley.Audio.VoiceActivity;

/// <summary>
/// Finds speech by level above an adaptive noise floor, by voicing (a pitch of 62 to 400 Hz) and by change: steady noise has no pitch,
/// a steady tone does not change. Needs no model and a few microseconds per frame; whispering is missed. Not thread-safe; nothing
/// is allocated after construction.
/// </summary>
/// <remarks>
/// A frame counts when it stands out of the noise and is voiced; unvoiced sounds count while they follow voiced ones within
/// a quarter of a second. Those before (the s of "six") are a <see cref="SpeechGate"/>'s pre-roll.
/// </remarks>
public sealed class EnergyVoiceActivityDetector
{
    // Below this level, in dBFS, nothing is speech: the noise of a muted or unplugged input.
    private const float Quietest = -62f;
    private const float SignalToNoiseMiddle = 7f;
    private const float SignalToNoiseSlope = 1.5f;
    private const float VoicingMiddle = 0.55f;
    private const float VoicingSlope = 0.05f;
    private const int UnvoicedFrames = 12;

    private readonly NoiseFloor _floor = new();
    private readonly PitchTracker _pitch;
    private readonly Steadiness _steadiness = new();
    private readonly float _highPass;
    private float _lastInput;
    private float _lastOutput;
    private int _sinceVoiced = int.MaxValue;

    /// <summary>Creates a detector.</summary>
    /// <param name="sampleRate">Rate of the frames, 8,000 to 48,000 Hz.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside that range.</exception>
    public EnergyVoiceActivityDetector(int sampleRate)
    {
        SampleRate = new PcmFormat(sampleRate).SampleRate;
        FrameLength = sampleRate / 50;
        _pitch = new PitchTracker(sampleRate, FrameLength);
        _highPass = MathF.Exp(-2 * MathF.PI * 90 / sampleRate);
    }

    /// <summary>Rate of the frames, in hertz.</summary>
    public int SampleRate { get; }

    /// <summary>Samples of one frame: 20 ms.</summary>
    public int FrameLength { get; }

    /// <summary>The estimated level of the noise, in dBFS.</summary>
    public float NoiseDecibels => _floor.Decibels;

    /// <summary>Looks at the next frame.</summary>
    /// <param name="frame">Exactly <see cref="FrameLength"/> samples.</param>
    /// <returns>Probability of speech, 0 to 1.</returns>
    /// <exception cref="ArgumentException">The frame has another length.</exception>
    public float Process(ReadOnlySpan<short> frame)
    {
        if (frame.Length != FrameLength)
        {
            throw new ArgumentException($"A frame has {FrameLength} samples.", nameof(frame));
        }

        var level = 10 * MathF.Log10(Filter(frame) + 1e-10f);
        _floor.Add(level);
        _steadiness.Add(level);
        var voicing = _pitch.Measure(out var pureTone);
        if (level < Quietest)
        {
            _sinceVoiced = int.MaxValue;
            return 0;
        }

        var loud = Logistic((level - _floor.Decibels - SignalToNoiseMiddle) / SignalToNoiseSlope);
        var voiced = pureTone || _steadiness.IsSteady ? 0 : loud * Logistic((voicing - VoicingMiddle) / VoicingSlope);
        if (voiced >= 0.5f)
        {
            _sinceVoiced = 0;
            return voiced;
        }

        if (_sinceVoiced >= UnvoicedFrames || pureTone || _steadiness.IsSteady)
        {
            return voiced;
        }

        _sinceVoiced++;
        return Math.Max(voiced, loud * (1 - (0.5f * _sinceVoiced / UnvoicedFrames)));
    }

    /// <summary>Forgets what was heard, the noise floor included.</summary>
    public void Reset()
    {
        _floor.Reset();
        _pitch.Reset();
        _steadiness.Reset();
        _lastInput = 0;
        _lastOutput = 0;
        _sinceVoiced = int.MaxValue;
    }

    private static float Logistic(float x) => 1 / (1 + MathF.Exp(-x));

    // Takes away offset and hum below 90 Hz, feeds the pitch tracker and returns the mean power, full scale being 1.
    private float Filter(ReadOnlySpan<short> frame)
    {
        _pitch.BeginFrame();
        var power = 0f;
        foreach (var sample in frame)
        {
            var input = sample * (1 / 32768f);
            var output = input - _lastInput + (_highPass * _lastOutput);
            _lastInput = input;
            _lastOutput = output;
            power += output * output;
            _pitch.Add(output);
        }

        return power / frame.Length;
    }
}
