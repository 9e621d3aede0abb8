using System.Diagnostics;
using System.Globalization;
using Parley.Bench.Load.Voice;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Peers.Scripted;

namespace Parley.Bench.Benches;

/// <summary>From a message to the first audio of its answer, engines that take no time: over the wire here, in process at the peer.</summary>
internal sealed class ReplyBench : IBench
{
    /// <summary>One sentence, as short as answers get.</summary>
    public const int Words = 7;

    private const int BusySessions = 8;

    /// <summary>Between two questions of one session when delays are measured.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public string Name => "reply";

    public string Description => "message -> first audio of the answer at 1, 50 and 100 sessions, and turns per core; beside npm @livekit/agents";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        yield return new("sessions", token => RunAsync(size, token));
    }

    private async Task<IReadOnlyList<Row>> RunAsync(BenchSize size, CancellationToken cancellationToken)
    {
        await using var server = await PeerProcess.StartAsync("scripted", cancellationToken, PeerProcess.ServerCore, "energy", Words.ToString(CultureInfo.InvariantCulture));
        await using var agents = await PeerProcess.StartNodeAsync("livekit-reply.mjs", cancellationToken);
        var rows = new List<Row>(await ThroughputAsync(server, agents, size, cancellationToken));
        foreach (var sessions in size == BenchSize.Smoke ? [2] : new[] { 1, 50, 100 })
        {
            var each = size.Of(sessions == 1 ? 6 : 2, sessions == 1 ? 30 : 8);
            using var crowd = await VoiceCrowd.ConnectAsync(server.Address, $"reply{sessions}", sessions, listen: false, cancellationToken);
            rows.AddRange(Compare(
                sessions,
                (await AskAsync(server, crowd, each, Interval, cancellationToken)).Delays,
                (await AgentsAsync(agents, sessions, each, Interval, cancellationToken)).Delays));
        }

        return rows;
    }

    /// <summary>Some sessions that ask again as soon as they have been answered.</summary>
    private async Task<IReadOnlyList<Row>> ThroughputAsync(PeerProcess server, PeerProcess agents, BenchSize size, CancellationToken cancellationToken)
    {
        using var crowd = await VoiceCrowd.ConnectAsync(server.Address, "busy", BusySessions, listen: false, cancellationToken);
        Task<double> Ours(int each) => PerCoreAsync(AskAsync(server, crowd, each, TimeSpan.Zero, cancellationToken));
        Task<double> Agents(int each) => PerCoreAsync(AgentsAsync(agents, BusySessions, each, TimeSpan.Zero, cancellationToken));

        await Settling.SettleAsync(size, () => Ours(20), () => Agents(5));
        var each = size.Of(40, 150);
        var runs = await PairedRuns.RunAsync(size, () => Ours(each), ("@livekit/agents", () => Agents(each / 2)));
        var ratio = runs.Ratio("@livekit/agents");
        return
        [
            Row.AtLeast(Name, "turns per core beside @livekit/agents", ratio.Median, Row.Ratio, 1, ratio.Spread),
            Row.Median(Name, "turns: Parley", runs.Ours, "turns/s/core"),
            Row.Median(Name, "turns: @livekit/agents", runs.Peer("@livekit/agents"), "turns/s/core"),
        ];
    }

    private IEnumerable<Row> Compare(int sessions, Samples ours, Samples peer)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{sessions} {(sessions == 1 ? "session" : "sessions")}");
        yield return Row.AtMost(Name, $"{what}: first audio, p50", ours.Median, "ms", 2, $"{ours.Count} answers");
        yield return Row.AtMost(Name, $"{what}: first audio, p99", ours.Percentile(99), "ms", sessions >= 100 ? 20 : 10);
        yield return new(Name, $"{what}: @livekit/agents first audio, p50", peer.Median, "ms", $"{peer.Count} answers");
        yield return new(Name, $"{what}: @livekit/agents first audio, p99", peer.Percentile(99), "ms");
    }

    private static async Task<double> PerCoreAsync(Task<Answers> answers) => (await answers).PerCore;

    /// <summary>Every caller asks, hears the whole answer and asks again after the interval; they begin spread over it.</summary>
    private static async Task<Answers> AskAsync(PeerProcess server, VoiceCrowd crowd, int each, TimeSpan interval, CancellationToken cancellationToken)
    {
        var delays = new Samples();
        var processor = server.ProcessorTime;
        await Task.WhenAll(crowd.Callers.Select(async (caller, i) =>
        {
            await Task.Delay(i * interval / crowd.Callers.Count, TimeProvider.System, cancellationToken);
            for (var n = 0; n < each; n++)
            {
                var delay = await AskAsync(caller, cancellationToken);
                lock (delays)
                {
                    delays.Add(delay);
                }

                await Task.Delay(interval, TimeProvider.System, cancellationToken);
            }
        }));
        return new Answers(delays, server.ProcessorTime - processor);
    }

    private static async Task<double> AskAsync(VoiceCaller caller, CancellationToken cancellationToken)
    {
        caller.Begin(0);
        var sent = await caller.SayAsync(cancellationToken);
        await caller.WaitForAsync(e => e.Count > 0 && e[^1] is { Name: VoiceEvent.Voice, IsFinal: true }, cancellationToken);
        if (SpokenReply.Of(caller.Events()) is not [var reply] || reply.Samples != Words * ScriptedSynthesizer.SamplesPerWord)
        {
            throw new InvalidOperationException("The answer is not one of seven words.");
        }

        await caller.ConfirmPlaybackAsync(reply.MessageId, cancellationToken);
        return Stopwatch.GetElapsedTime(sent, reply.FirstAt).TotalMilliseconds;
    }

    private static async Task<Answers> AgentsAsync(PeerProcess agents, int sessions, int each, TimeSpan interval, CancellationToken cancellationToken)
    {
        var answer = PeerAnswer.Read(await agents.AskAsync(string.Create(CultureInfo.InvariantCulture, $"reply {sessions} {each} {interval.TotalMilliseconds}"), cancellationToken));
        var delays = new Samples();
        foreach (var delay in answer.Values)
        {
            delays.Add(delay);
        }

        return answer.Values.Count == sessions * each
            ? new Answers(delays, TimeSpan.FromMicroseconds(answer.ProcessorMicroseconds))
            : throw new InvalidOperationException($"@livekit/agents gave {answer.Values.Count} of {sessions * each} answers.");
    }

    private readonly record struct Answers(Samples Delays, TimeSpan Processor)
    {
        public double PerCore => Delays.Count / Processor.TotalSeconds;
    }
}
