using System.Numerics;
using System.Runtime.InteropServices;

namespace Parley.Audio.Levels;

/// <summary>How loud some audio is.</summary>
/// <param name="Rms">Root mean square, 0 to 1 of full scale; a full-scale sine has 0.707.</param>
/// <param name="Peak">Greatest absolute sample, 0 to 1 of full scale.</param>
public readonly record struct AudioLevel(float Rms, float Peak)
{
    /// <summary>What decibels of digital silence are given as, in dBFS.</summary>
    public const float Floor = -96f;

    /// <summary>Digital silence.</summary>
    public static AudioLevel Silence => default;

    /// <summary><see cref="Rms"/> in dBFS, where a full-scale sine reads -3; never below <see cref="Floor"/>.</summary>
    public float RmsDecibels => Decibels(Rms);

    /// <summary><see cref="Peak"/> in dBFS; never below <see cref="Floor"/>.</summary>
    public float PeakDecibels => Decibels(Peak);

    /// <summary>Measures samples; none at all is silence.</summary>
    public static AudioLevel Of(ReadOnlySpan<short> samples)
    {
        if (samples.IsEmpty)
        {
            return Silence;
        }

        var (sum, peak) = Sum(samples);
        return new((float)Math.Sqrt(sum / samples.Length) / 32768f, peak / 32768f);
    }

    internal static (double SumOfSquares, int Peak) Sum(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        int low = 0, high = 0, done = 0;
        if (Vector.IsHardwareAccelerated && samples.Length >= Vector<short>.Count)
        {
            var vectors = MemoryMarshal.Cast<short, Vector<short>>(samples);
            var squares = Vector<float>.Zero;
            var least = vectors[0];
            var most = vectors[0];
            for (var i = 0; i < vectors.Length; i++)
            {
                least = Vector.Min(least, vectors[i]);
                most = Vector.Max(most, vectors[i]);
                Vector.Widen(vectors[i], out var a, out var b);
                var x = Vector.ConvertToSingle(a);
                var y = Vector.ConvertToSingle(b);
                squares += (x * x) + (y * y);

                // Single precision holds the sum of a few thousand squares to a part in a million; longer audio is added up in double.
                if ((i & 255) == 255)
                {
                    sum += Vector.Dot(squares, Vector<float>.One);
                    squares = Vector<float>.Zero;
                }
            }

            sum += Vector.Dot(squares, Vector<float>.One);
            for (var i = 0; i < Vector<short>.Count; i++)
            {
                low = Math.Min(low, least[i]);
                high = Math.Max(high, most[i]);
            }

            done = vectors.Length * Vector<short>.Count;
        }

        foreach (var sample in samples[done..])
        {
            sum += (double)sample * sample;
            low = Math.Min(low, sample);
            high = Math.Max(high, sample);
        }

        return (sum, Math.Max(-low, high));
    }

    private static float Decibels(float value) => value <= 0 ? Floor : Math.Max(Floor, 20 * MathF.Log10(value));
}
