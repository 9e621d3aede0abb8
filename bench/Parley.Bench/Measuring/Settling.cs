using System.Diagnostics;

namespace Parley.Bench.Measuring;

/// <summary>
/// Warms up what is compared until it has settled. A busy server on one core runs instrumented code for ten seconds and more, because
/// the compiler's thread hardly gets the core; what is measured before says nothing about an hour later.
/// </summary>
internal static class Settling
{
    private const double Faster = 1.03;
    private static readonly TimeSpan WithoutGain = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    /// <summary>Runs all sides in turn until none has been faster than before for eight seconds; a minute at most.</summary>
    /// <param name="sides">Each does one round and gives its rate.</param>
    public static async Task SettleAsync(params Func<Task<double>>[] sides)
    {
        var best = new double[sides.Length];
        var start = Stopwatch.GetTimestamp();
        var gain = start;
        while (Stopwatch.GetElapsedTime(start) < Most
            && (Stopwatch.GetElapsedTime(start) < Least || Stopwatch.GetElapsedTime(gain) < WithoutGain))
        {
            for (var i = 0; i < sides.Length; i++)
            {
                var rate = await sides[i]();
                if (rate > best[i] * Faster)
                {
                    best[i] = rate;
                    gain = Stopwatch.GetTimestamp();
                }
            }
        }
    }
}
