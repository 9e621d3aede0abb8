using System.Diagnostics;
using System.Globalization;
using Parley.Bench.Load.Voice;
using Parley.Bench.Load.Voice.Wires;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Peers.Scripted;
using Parley.Speech.Recognition;

namespace Parley.Bench.Benches;

/// <summary>
/// Whole spoken turns over the wire (Estuary face, audio both ways) with engines that take no time: what the server adds to the
/// configured silence, and whether audio keeps its pace, as more and more people talk.
/// </summary>
internal sealed class TurnBench : IBench
{
    private const string VoiceActivity = "energy";
    private const int Words = 14;
    private const int ReplySamples = Words * ScriptedSynthesizer.SamplesPerWord;
    // A word, the silence after it, an answer that comes two seconds ahead of its end.
    private static readonly TimeSpan ShortPeriod = TimeSpan.FromSeconds(2.6);
    private static readonly TimeSpan OfflinePeriod = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan WarmPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReplyDeadline = TimeSpan.FromSeconds(30);

    /// <summary>As the Estuary face sets it.</summary>
    public static EndpointingOptions Endpointing { get; } = EndpointingOptions.Default with { Silence = TimeSpan.FromMilliseconds(700) };

    /// <summary>How far the Estuary face runs ahead.</summary>
    public static TimeSpan Lead { get; } = TimeSpan.FromSeconds(2);

    public string Name => "turn";

    public string Description => "whole spoken turns over the wire at 1 to 200 talking sessions: added latency, lateness of frames, underruns, memory";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        yield return new("sessions", token => SessionsAsync(size, token));
        yield return new("offline-engines", token => OfflineEnginesAsync(size, token));
    }

    /// <summary>The real engines: Silero, PocketSphinx, scripted replies, Flite. The first turn of each session loads what it needs.</summary>
    private async Task<IReadOnlyList<Row>> OfflineEnginesAsync(BenchSize size, CancellationToken cancellationToken)
    {
        const int Callers = 2;
        var speech = await Spoken.QuestionAsync(cancellationToken);
        var utterances = size.Of(3, 8, 2);
        var script = await VoiceScript.CreateAsync(speech, utterances, OfflinePeriod, Endpointing, "silero");
        await using var server = await PeerProcess.StartAsync("parley", cancellationToken);
        await server.BecomeIdleAsync(cancellationToken);
        using var crowd = await VoiceCrowd.ConnectAsync(new EstuaryWire(), server.Address, "offline", Callers, listen: true, cancellationToken);
        await crowd.SpeakAsync(script, OfflinePeriod / Callers, cancellationToken);
        Samples decided = new(), whole = new();
        foreach (var caller in crowd.Callers)
        {
            await caller.WaitForAsync(e => SpokenReply.Of(e).Count == utterances, cancellationToken).WaitAsync(ReplyDeadline, TimeProvider.System, cancellationToken);
            var replies = SpokenReply.Of(caller.Events());
            for (var i = 1; i < utterances; i++)
            {
                var added = Stopwatch.GetElapsedTime(caller.Sent[script.Utterances[i].Ended], replies[i].FirstAt);
                decided.Add(added.TotalMilliseconds);
                whole.Add((added + Endpointing.Silence).TotalMilliseconds);
            }
        }

        return
        [
            new Row(Name, "offline engines: endpoint decision -> first audio, median", decided.Median, "ms", $"{decided.Spread}, {decided.Count} turns").AtMost(150),
            new(Name, "offline engines: end of speech -> first audio, median", whole.Median, "ms", $"{whole.Spread}, {Endpointing.Silence.TotalMilliseconds:0} ms of it the configured silence"),
        ];
    }

    private async Task<IReadOnlyList<Row>> SessionsAsync(BenchSize size, CancellationToken cancellationToken)
    {
        await using var server = await PeerProcess.StartAsync("scripted", cancellationToken, PeerProcess.ServerCore, VoiceActivity, Words.ToString(CultureInfo.InvariantCulture));
        var speech = await Spoken.QuestionAsync(cancellationToken);
        if (size != BenchSize.Smoke)
        {
            await WarmAsync(server, speech, cancellationToken);
        }

        var rows = new List<Row>(await AloneAsync(server, size, cancellationToken));
        var script = await VoiceScript.CreateAsync(speech, size.Of(1, 2, 1), PeriodOf(size), Endpointing, VoiceActivity);
        foreach (var sessions in size == BenchSize.Smoke ? [2] : new[] { 50, 100, 200 })
        {
            rows.AddRange(await MeasureAsync(server, script, sessions, size, cancellationToken));
        }

        return rows;
    }

    /// <summary>From one utterance of a caller to the next: the half of it that is not speech is the answer's.</summary>
    public static TimeSpan PeriodOf(BenchSize size) => size == BenchSize.Smoke ? TimeSpan.FromSeconds(2.5) : TimeSpan.FromSeconds(5.5);

    /// <summary>Speaks until the code of a turn has been compiled for good.</summary>
    public static async Task WarmAsync(PeerProcess server, short[] speech, CancellationToken cancellationToken)
    {
        var script = await VoiceScript.CreateAsync(speech, 2, WarmPeriod + TimeSpan.FromSeconds(1), Endpointing, VoiceActivity);
        using var crowd = await VoiceCrowd.ConnectAsync(new EstuaryWire(), server.Address, "warm", 200, listen: true, cancellationToken);
        await crowd.SpeakAsync(script, WarmPeriod, cancellationToken);
    }

    /// <summary>One caller, who says a short word again as soon as the answer is here: turns enough for a median.</summary>
    private async Task<IReadOnlyList<Row>> AloneAsync(PeerProcess server, BenchSize size, CancellationToken cancellationToken)
    {
        var speech = (await Spoken.SpeakAsync(["Hello there."], cancellationToken))[0].Samples;
        var script = await VoiceScript.CreateAsync(speech, size.Of(8, 20, 1), ShortPeriod, Endpointing, VoiceActivity);
        using var crowd = await VoiceCrowd.ConnectAsync(new EstuaryWire(confirmsPlayback: true), server.Address, "turn1", 1, listen: true, cancellationToken);
        return await MeasureAsync(server, crowd, script, size, "1 talking session", cancellationToken);
    }

    private async Task<IReadOnlyList<Row>> MeasureAsync(PeerProcess server, VoiceScript script, int sessions, BenchSize size, CancellationToken cancellationToken)
    {
        await server.CollectAsync(cancellationToken);
        var memory = server.ResidentBytes;
        var what = string.Create(CultureInfo.InvariantCulture, $"{sessions} talking sessions");
        using var crowd = await VoiceCrowd.ConnectAsync(new EstuaryWire(), server.Address, $"turn{sessions}", sessions, listen: true, cancellationToken);
        var rows = await MeasureAsync(server, crowd, script, size, what, cancellationToken);
        await server.CollectAsync(cancellationToken);
        var each = (server.ResidentBytes - memory) / 1024.0 / sessions;
        return sessions >= 100 ? [.. rows, new Row(Name, $"{what}: memory of each", each, "KB").AtMost(400)] : rows;
    }

    private async Task<IReadOnlyList<Row>> MeasureAsync(PeerProcess server, VoiceCrowd crowd, VoiceScript script, BenchSize size, string what, CancellationToken cancellationToken)
    {
        Rounds added = new(), lateness = new();
        Samples load = new(), loadLate = new();
        var underruns = 0;
        for (var round = 0; round < (size.IsQuick ? 1 : 5); round++)
        {
            if (round > 0)
            {
                // Until the last answers have been heard at the callers'.
                await Task.Delay(Lead, TimeProvider.System, cancellationToken);
            }

            var (processor, started) = (server.ProcessorTime, Stopwatch.GetTimestamp());
            await crowd.SpeakAsync(script, crowd.Callers.Count == 1 ? TimeSpan.Zero : PeriodOf(size), cancellationToken);
            var turns = await TurnFigures.OfAsync(crowd, script, ReplySamples, ReplyDeadline, cancellationToken);
            load.Add((server.ProcessorTime - processor) / Stopwatch.GetElapsedTime(started) * 100);
            added.Add(turns.Added);
            lateness.Add(turns.Lateness);
            loadLate.Add(crowd.Lateness);
            underruns += turns.Underruns;
        }

        return
        [
            added.MedianRow(Name, $"{what}: added latency, p50", "ms", "turns").AtMost(2),
            added.TailRow(Name, $"{what}: added latency", "ms", $"load late by {Report.Figure(loadLate.Percentile(99))} ms (p99)").AtMost(crowd.Callers.Count >= 100 ? 20 : 10),
            lateness.TailRow(Name, $"{what}: lateness of audio", "ms", $"{lateness.Count} pieces"),
            new(Name, $"{what}: underruns", underruns, ""),
            Row.Median(Name, $"{what}: one core's time in use", load, "%"),
        ];
    }
}
