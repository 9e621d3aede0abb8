using System.Diagnostics;
using System.Globalization;
using Parley.Bench.Load.Voice;
using Parley.Bench.Load.Voice.Wires;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Peers.Scripted;

namespace Parley.Bench.Benches;

/// <summary>More and more talking sessions on one core, until audio does not keep its pace.</summary>
internal sealed class ScaleBench : IBench
{
    private const string VoiceActivity = "energy";
    private const int Words = 14;
    private const double Tolerable = 20;
    private static readonly TimeSpan ReplyDeadline = TimeSpan.FromSeconds(60);

    public string Name => "scale";

    public string Description => "talking sessions a core carries until audio is 20 ms late (p99), and how the cost grows until then";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        var files = new Dictionary<string, string>();
        yield return new("sessions", token => RunAsync(size, files, token)) { Files = files };
    }

    private async Task<IReadOnlyList<Row>> RunAsync(BenchSize size, Dictionary<string, string> files, CancellationToken cancellationToken)
    {
        var speech = await Spoken.QuestionAsync(cancellationToken);
        var script = await VoiceScript.CreateAsync(speech, size.Of(1, 3, 1), TurnBench.PeriodOf(size), TurnBench.Endpointing, VoiceActivity);
        await using var server = await PeerProcess.StartAsync("scripted", cancellationToken, PeerProcess.ServerCore, VoiceActivity, Words.ToString(CultureInfo.InvariantCulture));
        if (size != BenchSize.Smoke)
        {
            await TurnBench.WarmAsync(server, speech, cancellationToken);
        }

        using var crowd = new VoiceCrowd(new EstuaryWire());
        var levels = new List<Level>();
        foreach (var sessions in Steps(size))
        {
            await crowd.GrowAsync(server.Address, "scale", sessions, listen: true, cancellationToken);
            levels.Add(await MeasureAsync(server, crowd, script, TurnBench.PeriodOf(size), cancellationToken));
            if (levels[^1].Late > Tolerable)
            {
                break;
            }
        }

        if (levels.Count > 2)
        {
            files["scale.svg"] = Draw(levels);
        }

        var best = levels.LastOrDefault(l => l.Late <= Tolerable);
        return
        [
            new(Name, "talking sessions on one core with audio less than 20 ms late (p99)", best?.Sessions ?? 0, "sessions", best == levels[^1] ? "the most that was tried" : $"not {levels[^1].Sessions}"),
            .. levels.Select(l => new Row(
                Name,
                string.Create(CultureInfo.InvariantCulture, $"{l.Sessions} sessions: one core's time in use"),
                l.Load * 100,
                "%",
                $"audio {Report.Figure(l.Late)} ms late (p99), added latency {Report.Figure(l.Added)} ms (p99), load {Report.Figure(l.LoadLate)} ms late (p99)")),
        ];
    }

    private static int[] Steps(BenchSize size) => size == BenchSize.Smoke ? [2, 4] : size.IsQuick ? [500] : [25, 50, 100, 200, 300, 400, 500, 600, 800, 1000];

    private static async Task<Level> MeasureAsync(PeerProcess server, VoiceCrowd crowd, VoiceScript script, TimeSpan stagger, CancellationToken cancellationToken)
    {
        var (processor, started) = (server.ProcessorTime, Stopwatch.GetTimestamp());
        await crowd.SpeakAsync(script, stagger, cancellationToken);
        var figures = await TurnFigures.OfAsync(crowd, script, Words * ScriptedSynthesizer.SamplesPerWord, ReplyDeadline, cancellationToken);
        var load = (server.ProcessorTime - processor) / Stopwatch.GetElapsedTime(started);
        return new Level(crowd.Callers.Count, load, figures.Lateness.Percentile(99), figures.Added.Percentile(99), crowd.Lateness.Percentile(99));
    }

    private static string Draw(List<Level> levels)
    {
        var plot = new LinePlot("Talking sessions on one core", "sessions");
        plot.Add("one core's time in use", "%", [.. levels.Select(l => ((double)l.Sessions, l.Load * 100))]);
        plot.Add("lateness of audio, p99", "ms", [.. levels.Select(l => ((double)l.Sessions, l.Late))]);
        plot.Add("added latency, p99", "ms", [.. levels.Select(l => ((double)l.Sessions, l.Added))]);
        return plot.Draw();
    }

    private sealed record Level(int Sessions, double Load, double Late, double Added, double LoadLate);
}
