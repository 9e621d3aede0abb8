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

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public string Name => "reply";

    public string Description => "message -> first audio of the answer at 1, 50 and 100 sessions, and a turn's processor time; beside npm @livekit/agents";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        yield return new("sessions", token => RunAsync(size, token));
    }

    private async Task<IReadOnlyList<Row>> RunAsync(BenchSize size, CancellationToken cancellationToken)
    {
        var rows = new List<Row>();
        await using var server = await PeerProcess.StartAsync("scripted", cancellationToken, PeerProcess.ServerCore, "energy", Words.ToString(CultureInfo.InvariantCulture));
        await using var agents = await PeerProcess.StartNodeAsync("livekit-reply.mjs", cancellationToken);
        using (var warm = await VoiceCrowd.ConnectAsync(server.Address, "warm", 50, listen: false, cancellationToken))
        {
            await AskAsync(server, warm, size.Of(4, 8), cancellationToken);
        }

        await AgentsAsync(agents, 50, size.Of(3, 8), cancellationToken);
        foreach (var sessions in size == BenchSize.Smoke ? [2] : new[] { 1, 50, 100 })
        {
            var each = size.Of(sessions == 1 ? 6 : 2, sessions == 1 ? 30 : 8);
            using var crowd = await VoiceCrowd.ConnectAsync(server.Address, $"reply{sessions}", sessions, listen: false, cancellationToken);
            rows.AddRange(Compare(
                sessions,
                await AskAsync(server, crowd, each, cancellationToken),
                await AgentsAsync(agents, sessions, each, cancellationToken)));
        }

        return rows;
    }

    private IEnumerable<Row> Compare(int sessions, ReplyFigures ours, ReplyFigures peer)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{sessions} {(sessions == 1 ? "session" : "sessions")}");
        yield return Row.AtMost(Name, $"{what}: first audio, p50", ours.Delay.Median, "ms", 2, $"{ours.Delay.Count} answers");
        yield return Row.AtMost(Name, $"{what}: first audio, p99", ours.Delay.Percentile(99), "ms", sessions >= 100 ? 20 : 10);
        yield return new(Name, $"{what}: @livekit/agents first audio, p50", peer.Delay.Median, "ms", $"{peer.Delay.Count} answers");
        yield return new(Name, $"{what}: @livekit/agents first audio, p99", peer.Delay.Percentile(99), "ms");
        yield return new(Name, $"{what}: processor time of a turn", ours.Processor.TotalMilliseconds, "ms");
        yield return new(Name, $"{what}: @livekit/agents processor time of a turn", peer.Processor.TotalMilliseconds, "ms");
        yield return Row.AtMost(Name, $"{what}: processor time of a turn beside @livekit/agents", ours.Processor / peer.Processor, Row.Ratio, 1);
    }

    /// <summary>Every caller asks, waits for the whole answer and asks again; they begin spread over the interval.</summary>
    private static async Task<ReplyFigures> AskAsync(PeerProcess server, VoiceCrowd crowd, int each, CancellationToken cancellationToken)
    {
        var delays = new Samples();
        var processor = server.ProcessorTime;
        await Task.WhenAll(crowd.Callers.Select(async (caller, i) =>
        {
            await Task.Delay(i * Interval / crowd.Callers.Count, TimeProvider.System, cancellationToken);
            for (var n = 0; n < each; n++)
            {
                caller.Begin(0);
                var sent = await caller.SayAsync(cancellationToken);
                await caller.WaitForAsync(e => SpokenReply.Of(e) is [{ IsComplete: true }], cancellationToken);
                var reply = SpokenReply.Of(caller.Events())[0];
                if (reply.Samples != Words * ScriptedSynthesizer.SamplesPerWord)
                {
                    throw new InvalidOperationException($"The answer has {reply.Samples} samples.");
                }

                lock (delays)
                {
                    delays.Add(Stopwatch.GetElapsedTime(sent, reply.FirstAt).TotalMilliseconds);
                }

                // As if it was listened to.
                await Task.Delay(Interval, TimeProvider.System, cancellationToken);
            }
        }));
        return new ReplyFigures(delays, (server.ProcessorTime - processor) / (each * crowd.Callers.Count));
    }

    private static async Task<ReplyFigures> AgentsAsync(PeerProcess agents, int sessions, int each, CancellationToken cancellationToken)
    {
        var answer = PeerAnswer.Read(await agents.AskAsync(string.Create(CultureInfo.InvariantCulture, $"reply {sessions} {each} {Interval.TotalMilliseconds}"), cancellationToken));
        var delays = new Samples();
        foreach (var delay in answer.Values)
        {
            delays.Add(delay);
        }

        return answer.Values.Count == sessions * each
            ? new ReplyFigures(delays, TimeSpan.FromMicroseconds(answer.ProcessorMicroseconds / answer.Values.Count))
            : throw new InvalidOperationException($"@livekit/agents gave {answer.Values.Count} of {sessions * each} answers.");
    }

    private readonly record struct ReplyFigures(Samples Delay, TimeSpan Processor);
}
