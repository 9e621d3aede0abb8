using System.Diagnostics;
using System.Globalization;
using Parley.Bench.Load.Voice;
using Parley.Bench.Load.Voice.Wires;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>Callers who interrupt every answer: from the frame with which the interruption is decided until the client is told and nothing more comes.</summary>
internal sealed class BargeInBench : IBench
{
    private const string Agents = "@livekit/agents";
    private const string VoiceActivity = "energy";

    // Longer than the period: every answer is interrupted.
    private const int Words = 70;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Stagger = TimeSpan.FromSeconds(1.5);

    public string Name => "bargein";

    public string Description => "interruption decided -> output purged and told, speech begun -> silence at the client; beside npm @livekit/agents";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        yield return new("sessions", token => RunAsync(size, token));
    }

    private async Task<IReadOnlyList<Row>> RunAsync(BenchSize size, CancellationToken cancellationToken)
    {
        var sessions = size.Of(34, 34, 2);
        var interruptions = size.Of(1, 4, 1);
        var speech = await Spoken.QuestionAsync(cancellationToken);

        var script = await VoiceScript.CreateAsync(speech, interruptions, Period, TurnBench.Endpointing, VoiceActivity);
        using var recording = await RecordingFile.WriteAsync(script.Frames, cancellationToken);
        await using var server = await PeerProcess.StartAsync("scripted", cancellationToken, PeerProcess.ServerCore, VoiceActivity, Words.ToString(CultureInfo.InvariantCulture));
        await using var agents = await PeerProcess.StartNodeAsync("livekit-bargein.mjs", cancellationToken);
        Rounds decided = new(), begun = new(), peerDecided = new(), peerBegun = new();
        var late = new Samples();
        for (var round = size == BenchSize.Smoke ? 1 : 0; round <= size.Pairs; round++)
        {
            using var crowd = await VoiceCrowd.ConnectAsync(new EstuaryWire(), server.Address, $"barge{round}", sessions, listen: true, cancellationToken);
            await Task.WhenAll(crowd.Callers.Select(c => AskAsync(c, cancellationToken)));
            await crowd.SpeakAsync(script, Stagger, cancellationToken);
            var ours = await DelaysAsync(crowd, script, cancellationToken);
            var theirs = await PeerAsync(agents, sessions, interruptions, recording.Path, cancellationToken);

            // The first round is for the compilers.
            if (round > 0)
            {
                decided.Add(ours.Decided);
                begun.Add(ours.Begun);
                peerDecided.Add(theirs.Decided);
                peerBegun.Add(theirs.Begun);
                late.Add(crowd.Lateness);
            }
        }

        return
        [
            decided.MedianRow(Name, "decided -> told, p50", "ms", "interruptions").AtMost(10),
            decided.TailRow(Name, "decided -> told", "ms", $"load late by {Report.Figure(late.Percentile(99))} ms (p99)").AtMost(10),
            begun.MedianRow(Name, "voice activity -> told, p50 (the deciding words come 100 ms later)", "ms", "interruptions"),
            peerDecided.MedianRow(Name, $"{Agents} in process: decided -> output purged, p50", "ms", "interruptions"),
            peerDecided.TailRow(Name, $"{Agents} in process: decided -> output purged", "ms"),
            peerBegun.MedianRow(Name, $"{Agents} in process: voice activity -> output purged, p50 (decided by 500 ms of speech)", "ms", "interruptions"),
        ];
    }

    /// <summary>Asks in writing for the answer that the first utterance interrupts, and waits until it has begun.</summary>
    private static async Task AskAsync(VoiceCaller caller, CancellationToken cancellationToken)
    {
        await caller.SendAsync(EstuaryWire.Say, cancellationToken);
        await caller.WaitForAsync(e => e.Any(i => i.Name == VoiceEvent.Voice), cancellationToken).WaitAsync(Deadline, TimeProvider.System, cancellationToken);
    }

    /// <summary>Every utterance interrupts one answer, once, and nothing of it comes after.</summary>
    private static async Task<(Samples Decided, Samples Begun)> DelaysAsync(VoiceCrowd crowd, VoiceScript script, CancellationToken cancellationToken)
    {
        Samples decided = new(), begun = new();
        foreach (var caller in crowd.Callers)
        {
            await caller.WaitForAsync(e => e.Count(i => i is { Name: VoiceEvent.Transcript, IsFinal: true }) == script.Utterances.Count, cancellationToken)
                .WaitAsync(Deadline, TimeProvider.System, cancellationToken);
            var events = caller.Events();
            var told = events.Where(e => e.Name == VoiceEvent.Interrupt).ToArray();
            if (told.Length != script.Utterances.Count || told.DistinctBy(e => e.MessageId).Count() != told.Length)
            {
                throw new InvalidOperationException($"{told.Length} interruptions instead of {script.Utterances.Count}.");
            }

            for (var i = 0; i < told.Length; i++)
            {
                var (utterance, interruption) = (script.Utterances[i], told[i]);
                var after = events.SkipWhile(e => e != interruption).Skip(1);
                if (after.Any(e => e.Name == VoiceEvent.Voice && e.MessageId == interruption.MessageId))
                {
                    throw new InvalidOperationException("Audio of an interrupted answer came after the interruption.");
                }

                decided.Add(Stopwatch.GetElapsedTime(caller.Sent[utterance.Confirmed], interruption.At).TotalMilliseconds);
                begun.Add(Stopwatch.GetElapsedTime(caller.Sent[utterance.Started], interruption.At).TotalMilliseconds);
            }
        }

        return (decided, begun);
    }

    /// <summary>The peer asks for its first answer before the recording and for the others before each utterance, and checks what we check.</summary>
    private static async Task<(Samples Decided, Samples Begun)> PeerAsync(PeerProcess agents, int sessions, int interruptions, string recording, CancellationToken cancellationToken)
    {
        var asks = string.Join(',', Enumerable.Range(0, interruptions).Select(i => i * (int)(Period / TimeSpan.FromMilliseconds(20))));
        var answer = PeerAnswer.Read(await agents.AskAsync(
            string.Create(CultureInfo.InvariantCulture, $"interrupt {sessions} {recording} {asks} {Stagger.TotalMilliseconds}"), cancellationToken));
        if (answer.Values.Count != 2 * sessions * interruptions)
        {
            throw new InvalidOperationException($"{Agents} was interrupted {answer.Values.Count / 2} times instead of {sessions * interruptions}.");
        }

        Samples decided = new(), begun = new();
        for (var i = 0; i < answer.Values.Count; i += 2)
        {
            decided.Add(answer.Values[i]);
            begun.Add(answer.Values[i + 1]);
        }

        return (decided, begun);
    }
}
