using System.Diagnostics;
using System.Globalization;
using Parley.Bench.Load.Voice;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>Callers who interrupt every answer: from the frame with the deciding words until the client is told and nothing more comes.</summary>
internal sealed class BargeInBench : IBench
{
    private const string VoiceActivity = "energy";

    // Longer than the period: every answer is interrupted.
    private const int Words = 70;
    private const int Sessions = 20;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3.5);

    public string Name => "bargein";

    public string Description => "interruption decided -> output purged and told, speech begun -> silence at the client";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        yield return new("sessions", token => RunAsync(size, token));
    }

    private async Task<IReadOnlyList<Row>> RunAsync(BenchSize size, CancellationToken cancellationToken)
    {
        var speech = await Spoken.QuestionAsync(cancellationToken);
        var script = await VoiceScript.CreateAsync(speech, size.Of(4, 12), Period, TurnBench.Endpointing, VoiceActivity);
        await using var server = await PeerProcess.StartAsync("scripted", cancellationToken, PeerProcess.ServerCore, VoiceActivity, Words.ToString(CultureInfo.InvariantCulture));
        await TurnBench.WarmAsync(server, speech, cancellationToken);
        using var crowd = await VoiceCrowd.ConnectAsync(server.Address, "barge", size.Of(Sessions, Sessions), listen: true, cancellationToken);
        await crowd.SpeakAsync(script, Period, cancellationToken);
        Samples decided = new(), begun = new();
        foreach (var caller in crowd.Callers)
        {
            Check(caller, script, decided, begun);
        }

        return
        [
            Row.AtMost(Name, "decided -> told, p50", decided.Median, "ms", 10, $"{decided.Count} interruptions"),
            Row.AtMost(Name, "decided -> told, p99", decided.Percentile(99), "ms", 10, $"load late by {Report.Figure(crowd.Lateness.Percentile(99))} ms (p99)"),
            new(Name, "voice activity -> told, p50 (the deciding words come 100 ms later)", begun.Median, "ms"),
        ];
    }

    /// <summary>Every utterance but the first interrupts one answer, once, and nothing of it comes after.</summary>
    private static void Check(VoiceCaller caller, VoiceScript script, Samples decided, Samples begun)
    {
        var events = caller.Events();
        var told = events.Where(e => e.Name == VoiceEvent.Interrupt).ToArray();
        if (told.Length != script.Utterances.Count - 1 || told.DistinctBy(e => e.MessageId).Count() != told.Length)
        {
            throw new InvalidOperationException($"{told.Length} interruptions instead of {script.Utterances.Count - 1}.");
        }

        for (var i = 0; i < told.Length; i++)
        {
            var (utterance, interruption) = (script.Utterances[i + 1], told[i]);
            var after = events.SkipWhile(e => e != interruption).Skip(1);
            if (after.Any(e => e.Name == VoiceEvent.Voice && e.MessageId == interruption.MessageId))
            {
                throw new InvalidOperationException("Audio of an interrupted answer came after the interruption.");
            }

            decided.Add(Stopwatch.GetElapsedTime(caller.Sent[utterance.Confirmed], interruption.At).TotalMilliseconds);
            begun.Add(Stopwatch.GetElapsedTime(caller.Sent[utterance.Started], interruption.At).TotalMilliseconds);
        }
    }
}
