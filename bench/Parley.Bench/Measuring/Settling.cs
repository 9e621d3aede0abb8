using System.Diagnostics;

namespace Parley.Bench.Measuring;

/// <summary>
/// Warms up what is compared until it has settled. A busy server on one core runs instrumented code for seconds, because the compiler's
/// thread waits for its turn; what is measured before says nothing about an hour later.
/// </summary>
internal static class Settling
{
    private const double Faster = 1.03;

    // Without load for a moment, so that compiled code can take its place.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs all sides in turn for <see cref="BenchSize.Warm"/> at least, and until none has been faster than before for half as long; five times as long at most.</summary>
    /// <param name="size">How long.</param>
    /// <param name="sides">Each does one round and gives its rate.</param>
    public static async Task SettleAsync(BenchSize size, params Func<Task<double>>[] sides)
    {
        var best = new double[sides.Length];
        var start = Stopwatch.GetTimestamp();
        var gain = start;
        while (Stopwatch.GetElapsedTime(start) < 5 * size.Warm
            && (Stopwatch.GetElapsedTime(start) < size.Warm || Stopwatch.GetElapsedTime(gain) < size.Warm / 2))
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

            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
