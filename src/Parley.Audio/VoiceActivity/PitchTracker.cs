using System.Numerics;
using System.Runtime.InteropServices;

namespace Parley.Audio.VoiceActivity;

/// <summary>
/// How voiced the latest 40 ms are: the greatest normalised autocorrelation at a lag of a human pitch, found on the signal at about 4 kHz.
/// </summary>
internal sealed class PitchTracker
{
    private const int TargetRate = 4000;
    private const float HighestPitch = 400;
    private const float LowestPitch = 62;

    // Share of the power that two-sample prediction leaves: none for a sine, several percent for speech.
    private const float ToneResidue = 0.004f;

    private readonly int _factor;
    private readonly int _perFrame;
    private readonly int _shortest;
    private readonly int _longest;
    private readonly float[] _signal;
    private float _sum;
    private int _summed;
    private int _at;

    public PitchTracker(int sampleRate, int frameLength)
    {
        _factor = Math.Max(1, (int)MathF.Round(sampleRate / (float)TargetRate));
        _perFrame = frameLength / _factor;
        var rate = sampleRate / (float)_factor;
        _shortest = (int)(rate / HighestPitch);
        _longest = (int)(rate / LowestPitch);
        _signal = new float[2 * _perFrame];
    }

    public void BeginFrame()
    {
        _signal.AsSpan(_perFrame).CopyTo(_signal);
        _at = _perFrame;
        _sum = 0;
        _summed = 0;
    }

    public void Add(float sample)
    {
        _sum += sample;
        if (++_summed < _factor)
        {
            return;
        }

        // What does not fill a last group (rates that are no multiple of 4 kHz) is left out.
        if (_at < _signal.Length)
        {
            _signal[_at++] = _sum;
        }

        _sum = 0;
        _summed = 0;
    }

    /// <summary>The voicing, about 0 for noise and 1 for a periodic sound.</summary>
    public float Measure(out bool pureTone)
    {
        pureTone = IsTone();
        var length = _signal.Length - _longest - 1;
        var now = _signal.AsSpan(_signal.Length - length);
        var power = Dot(now, now);
        if (power < 1e-9f)
        {
            return 0;
        }

        var best = 0f;
        var before = float.MaxValue;
        var current = Correlation(now, _shortest - 1, power);
        for (var lag = _shortest; lag <= _longest; lag++)
        {
            var next = Correlation(now, lag, power);

            // Only a peak is a pitch: the correlation of rumble and wind falls from lag zero without one.
            if (current > before && current >= next)
            {
                best = Math.Max(best, current);
            }

            before = current;
            current = next;
        }

        return best;
    }

    public void Reset() => _signal.AsSpan().Clear();

    private float Correlation(ReadOnlySpan<float> now, int lag, float power)
    {
        var past = _signal.AsSpan(_signal.Length - now.Length - lag, now.Length);
        var pastPower = Dot(past, past);
        return pastPower < 1e-9f ? 0 : Dot(now, past) / MathF.Sqrt(power * pastPower);
    }

    // x[n] = a x[n-1] + b x[n-2] holds exactly for a sine: solve for a and b by least squares and look at what is left.
    private bool IsTone()
    {
        var x = _signal.AsSpan();
        var zero = x[2..];
        var one = x[1..^1];
        var two = x[..^2];
        float c00 = Dot(zero, zero), c01 = Dot(zero, one), c02 = Dot(zero, two), c11 = Dot(one, one), c12 = Dot(one, two), c22 = Dot(two, two);
        var determinant = (c11 * c22) - (c12 * c12);
        if (c00 < 1e-9f || determinant <= 1e-6f * c11 * c22)
        {
            return false;
        }

        var a = ((c01 * c22) - (c02 * c12)) / determinant;
        var b = ((c02 * c11) - (c01 * c12)) / determinant;
        return c00 - (a * c01) - (b * c02) < ToneResidue * c00;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector<float>.Zero;
        var wideA = MemoryMarshal.Cast<float, Vector<float>>(a);
        var wideB = MemoryMarshal.Cast<float, Vector<float>>(b)[..wideA.Length];
        for (var i = 0; i < wideA.Length; i++)
        {
            sum += wideA[i] * wideB[i];
        }

        var total = Vector.Dot(sum, Vector<float>.One);
        for (var i = wideA.Length * Vector<float>.Count; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }
}
