using System.Collections.Concurrent;

namespace Parley.Audio.Resampling;

/// <summary>
/// The low-pass of one pair of rates, cut into phases: a Kaiser-windowed sinc, flat to 0.455 and 80 dB down from 0.5 of the lower rate.
/// Immutable and shared.
/// </summary>
internal sealed class ResamplerFilter
{
    private const double StopbandDecibels = 80;
    private const double Passband = 0.455;
    private const double Stopband = 0.5;
    private const int MaxPhases = 1024;

    // Rates that peers may choose freely must not fill a cache; the usual ones are 72 pairs and a few megabytes in all.
    private static readonly int[] UsualRates = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000];
    private static readonly ConcurrentDictionary<(int Input, int Output), ResamplerFilter> Shared = new();

    private readonly float[] _coefficients;

    private ResamplerFilter(int inputRate, int outputRate)
    {
        var divisor = GreatestCommonDivisor(inputRate, outputRate);
        Interpolation = outputRate / divisor;
        Decimation = inputRate / divisor;

        // Rates with a large ratio would need a table per output position: between two of 1,024 positions it blends.
        Phases = Math.Min(Interpolation, MaxPhases);
        Blends = Phases < Interpolation;

        var lower = Math.Min(inputRate, outputRate) / (double)inputRate;
        var cutoff = (Passband + Stopband) * lower;
        var taps = (StopbandDecibels - 7.95) / (2.285 * 2 * Math.PI * (Stopband - Passband) * lower);
        HalfTaps = (((int)Math.Ceiling(taps / 2)) + 7) / 8 * 8;
        _coefficients = new float[(Phases + 1) * Taps];
        Design(cutoff);
    }

    /// <summary>Outputs per <see cref="Decimation"/> inputs.</summary>
    public int Interpolation { get; }

    public int Decimation { get; }

    public int Phases { get; }

    public bool Blends { get; }

    public int HalfTaps { get; }

    /// <summary>Coefficients of one phase: a multiple of 16, so whole vectors of every width.</summary>
    public int Taps => 2 * HalfTaps;

    public static ResamplerFilter For(int inputRate, int outputRate)
    {
        if (Array.IndexOf(UsualRates, inputRate) < 0 || Array.IndexOf(UsualRates, outputRate) < 0)
        {
            return new ResamplerFilter(inputRate, outputRate);
        }

        return Shared.GetOrAdd((inputRate, outputRate), static pair => new ResamplerFilter(pair.Input, pair.Output));
    }

    public ReadOnlySpan<float> Phase(int index) => _coefficients.AsSpan(index * Taps, Taps);

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    private void Design(double cutoff)
    {
        var beta = 0.1102 * (StopbandDecibels - 8.7);
        var scale = 1 / Bessel(beta);
        var phase = new double[Taps];
        for (var p = 0; p <= Phases; p++)
        {
            double sum = 0;
            for (var i = 0; i < phase.Length; i++)
            {
                var x = i - HalfTaps + 1 - (p / (double)Phases);
                var edge = x / HalfTaps;
                var window = Math.Abs(edge) >= 1 ? 0 : Bessel(beta * Math.Sqrt(1 - (edge * edge))) * scale;
                sum += phase[i] = Sinc(cutoff * x) * window;
            }

            // Every phase passes a constant unchanged; otherwise a constant would come out as a tone.
            for (var i = 0; i < phase.Length; i++)
            {
                _coefficients[(p * Taps) + i] = (float)(phase[i] / sum);
            }
        }
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    // Modified Bessel function of the first kind, order zero, by its power series.
    private static double Bessel(double x)
    {
        double sum = 1, term = 1;
        for (var k = 1; term > sum * 1e-12; k++)
        {
            var half = x / (2 * k);
            term *= half * half;
            sum += term;
        }

        return sum;
    }
}
