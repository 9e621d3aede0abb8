using System.Diagnostics;
using System.Globalization;
using Parley.Bench.Load.Voice;
using Parley.Bench.Load.Voice.Wires;
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

    private const string Agents = "@livekit/agents";

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
            rows.AddRange(await DelaysAsync(server, agents, sessions, size, cancellationToken));
        }

        return rows;
    }

    /// <summary>Some sessions that ask again as soon as they have been answered.</summary>
    private async Task<IReadOnlyList<Row>> ThroughputAsync(PeerProcess server, PeerProcess agents, BenchSize size, CancellationToken cancellationToken)
    {
        using var crowd = await VoiceCrowd.ConnectAsync(new EstuaryWire(), server.Address, "busy", BusySessions, listen: false, cancellationToken);
        Task<double> Ours(int each) => PerCoreAsync(AskAsync(server, crowd, each, TimeSpan.Zero, cancellationToken));
        Task<double> Peer(int each) => PerCoreAsync(AgentsAsync(agents, BusySessions, each, TimeSpan.Zero, cancellationToken));

        await Settling.SettleAsync(size, () => Ours(20), () => Peer(5));
        var each = size.Of(40, 150);
        var runs = await PairedRuns.RunAsync(size.Pairs, () => Ours(each), (Agents, () => Peer(each / 2)));
        return
        [
            Row.Median(Name, $"turns per core beside {Agents}", runs.Ratio(Agents), Row.Ratio).AtLeast(1),
            Row.Median(Name, "turns: Parley", runs.Ours, "turns/s/core"),
            Row.Median(Name, $"turns: {Agents}", runs.Peer(Agents), "turns/s/core"),
        ];
    }

    /// <summary>From the question to the first audio, in turns with the peer. One session asks again soon, many of them after two seconds.</summary>
    private async Task<IReadOnlyList<Row>> DelaysAsync(PeerProcess server, PeerProcess agents, int sessions, BenchSize size, CancellationToken cancellationToken)
    {
        var (rounds, each, interval) = sessions == 1
            ? (size.Pairs, size.Of(40, 60, 2), TimeSpan.FromMilliseconds(50))
            : (size.Of(2, size.Pairs, 1), size.Of(1, 3, 1), TimeSpan.FromSeconds(2));
        using var crowd = await VoiceCrowd.ConnectAsync(new EstuaryWire(), server.Address, $"reply{sessions}", sessions, listen: false, cancellationToken);
        Rounds ours = new(), peer = new();
        for (var round = 0; round < rounds; round++)
        {
            ours.Add((await AskAsync(server, crowd, each, interval, cancellationToken)).Delays);
            peer.Add((await AgentsAsync(agents, sessions, each, interval, cancellationToken)).Delays);
        }

        var what = string.Create(CultureInfo.InvariantCulture, $"{sessions} {(sessions == 1 ? "session" : "sessions")}");
        return
        [
            ours.MedianRow(Name, $"{what}: first audio, p50", "ms", "answers").AtMost(2),
            ours.TailRow(Name, $"{what}: first audio", "ms").AtMost(sessions >= 100 ? 20 : 10),
            peer.MedianRow(Name, $"{what}: {Agents} first audio, p50", "ms", "answers"),
            peer.TailRow(Name, $"{what}: {Agents} first audio", "ms"),
        ];
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

                if (n + 1 < each)
                {
                    await Task.Delay(interval, TimeProvider.System, cancellationToken);
                }
            }
        }));
        return new Answers(delays, server.ProcessorTime - processor);
    }

    private static async Task<double> AskAsync(VoiceCaller caller, CancellationToken cancellationToken)
    {
        caller.Begin(0);
        var sent = Stopwatch.GetTimestamp();
        await caller.SendAsync(EstuaryWire.Say, cancellationToken);
        await caller.WaitForAsync(e => e.Count > 0 && e[^1] is { Name: VoiceEvent.Voice, IsFinal: true }, cancellationToken);
        if (SpokenReply.Of(caller.Events()) is not [var reply] || reply.Samples != Words * ScriptedSynthesizer.SamplesPerWord)
        {
            throw new InvalidOperationException("The answer is not one of seven words.");
        }

        await caller.SendAsync(EstuaryWire.PlaybackComplete(reply.MessageId), cancellationToken);
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
            : throw new InvalidOperationException($"{Agents} gave {answer.Values.Count} of {sessions * each} answers.");
    }

    private readonly record struct Answers(Samples Delays, TimeSpan Processor)
    {
        public double PerCore => Delays.Count / Processor.TotalSeconds;
    }
}
