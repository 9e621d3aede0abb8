using System.Diagnostics;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Parley.Bench.Measuring;
using Perfolizer.Horology;
using Measurement = Parley.Bench.Measuring.Measurement;

namespace Parley.Bench.Benches.Audio;

/// <summary>The parts of the audio path alone, by BenchmarkDotNet, allocations included.</summary>
internal sealed class AudioBench : IBench
{
    public string Name => "audio";

    public string Description => "resampler (beside libspeexdsp), voice activity, codecs, turn machine: time and allocations, by BenchmarkDotNet";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        // BenchmarkDotNet cannot be stopped; an interrupted run does not wait for it.
        yield return new("parts", token => RunAsync(size, token).WaitAsync(token));
    }

    private async Task<IReadOnlyList<Row>> RunAsync(BenchSize size, CancellationToken cancellationToken)
    {
        await SettleAsync(size);
        return await Task.Run(() => Run(size), cancellationToken);
    }

    /// <summary>On one core the compiler comes late: BenchmarkDotNet's own warm-up would end before it.</summary>
    private static async Task SettleAsync(BenchSize size)
    {
        await using var benchmarks = new AudioBenchmarks();
        await Settling.SettleAsync(size with { Warm = size.Warm / 2 }, [.. benchmarks.All().Select(run => (Func<Task<double>>)(() => Task.FromResult(Rate(run))))]);
    }

    private static double Rate(Action run)
    {
        var (times, started) = (0, Stopwatch.GetTimestamp());
        do
        {
            run();
            times++;
        }
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(20));
        return times / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private IReadOnlyList<Row> Run(BenchSize size)
    {
        var job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(size.Of(3, 8, 1))
            .WithIterationCount(size.Of(5, 15, 1))
            .WithIterationTime(TimeInterval.FromMilliseconds(size.Of(100, 250, 5)));
        var folder = Directory.CreateTempSubdirectory("parley-bench-");
        try
        {
            // The table is ours.
            var config = ManualConfig.CreateEmpty()
                .AddLogger(BenchmarkDotNet.Loggers.NullLogger.Instance)
                .AddJob(job)
                .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
                .AddDiagnoser(BenchmarkDotNet.Diagnosers.MemoryDiagnoser.Default)
                .WithArtifactsPath(folder.FullName);
            var summary = BenchmarkRunner.Run<AudioBenchmarks>(config);
            return summary.Reports.Length > 0 && summary.Reports.All(r => r.Success)
                ? [.. summary.Reports.Select(r => RowOf(r)), .. Ratios(summary)]
                : throw new InvalidOperationException("BenchmarkDotNet could not run: " + string.Join("; ", summary.ValidationErrors.Select(e => e.Message)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private Row RowOf(BenchmarkReport report)
    {
        var allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
        var statistics = report.ResultStatistics!;
        return new Row(
            Name,
            Title(report),
            statistics.Median / 1000,
            "µs",
            $"{Report.Figure(statistics.Min / 1000)} – {Report.Figure(statistics.Max / 1000)}; {allocated} B allocated");
    }

    private IEnumerable<Row> Ratios(Summary summary)
    {
        double Median(string name) => summary.Reports.Single(r => r.BenchmarkCase.Descriptor.WorkloadMethod.Name == name).ResultStatistics!.Median;

        yield return new(Name, "resampler 48 -> 16 kHz: speed beside libspeexdsp", Median(nameof(AudioBenchmarks.Resample48Speex)) / Median(nameof(AudioBenchmarks.Resample48)), Row.Ratio);
        yield return new(Name, "resampler 22.05 -> 16 kHz: speed beside libspeexdsp", Median(nameof(AudioBenchmarks.Resample22Speex)) / Median(nameof(AudioBenchmarks.Resample22)), Row.Ratio);
    }

    private static string Title(BenchmarkReport report) => report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
}
