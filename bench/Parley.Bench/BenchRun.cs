using System.Diagnostics;
using Parley.Bench.Benches;
using Parley.Bench.Measuring;

namespace Parley.Bench;

/// <summary>Runs what was asked for, one measurement after another, and reports.</summary>
internal sealed class BenchRun(BenchOptions options, ResultStore results)
{
    // A measurement that hangs must not take the others with it.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(20);

    /// <summary>Returns the process's exit code: 0 when everything ran and every ratio reached its goal, 130 when it was interrupted, else 1.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        results.BeginRun(options.Names);
        var rows = new List<Row>();
        var failed = false;
        foreach (var bench in BenchCatalog.All)
        {
            foreach (var measurement in bench.Measurements(options.Size).Where(m => options.Includes(bench, m)))
            {
                if (results.Find(bench.Name, measurement) is { } known)
                {
                    await Console.Error.WriteLineAsync($"{bench.Name} {measurement.Id}: measured before the interruption");
                    rows.AddRange(known);
                    continue;
                }

                var measured = await MeasureAsync(bench, measurement, cancellationToken);
                if (cancellationToken.IsCancellationRequested)
                {
                    await Console.Error.WriteLineAsync("Stopped; what was finished is written.");
                    Console.Write(Report.Table(rows));
                    return 130;
                }

                failed |= measured is null;
                rows.AddRange(measured ?? []);
            }
        }

        results.EndRun();
        Console.Write(Report.Table(rows));
        return failed || (options.Size != BenchSize.Smoke && rows.Any(r => r.IsFailure)) ? 1 : 0;
    }

    private async Task<IReadOnlyList<Row>?> MeasureAsync(IBench bench, Measurement measurement, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var deadline = new CancellationTokenSource(Deadline, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var rows = await measurement.RunAsync(either.Token);
            results.Write(bench.Name, measurement, rows);
            results.WriteLatest(BenchCatalog.All.Select(b => b.Name));
            await Console.Error.WriteLineAsync($"{bench.Name} {measurement.Id}: {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
            return rows;
        }
        catch (Exception error)
        {
            // The other measurements still count; the run fails at its end.
            if (!cancellationToken.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync($"{bench.Name} {measurement.Id} failed: {error}");
            }

            return null;
        }
    }
}
