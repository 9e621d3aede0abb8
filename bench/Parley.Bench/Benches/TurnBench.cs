using System.Diagnostics;
using System.Globalization;
using Parley.Bench.Load.Voice;
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
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5.5);
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
        var utterances = size.Of(3, 8);
        var script = await VoiceScript.CreateAsync(speech, utterances, OfflinePeriod, Endpointing, "silero");
        await using var server = await PeerProcess.StartAsync("parley", cancellationToken);
        using var crowd = await VoiceCrowd.ConnectAsync(server.Address, "offline", Callers, listen: true, cancellationToken);
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
            Row.AtMost(Name, "offline engines: endpoint decision -> first audio, median", decided.Median, "ms", 150, $"{decided.Spread}, {decided.Count} turns"),
            new(Name, "offline engines: end of speech -> first audio, median", whole.Median, "ms", $"{Endpointing.Silence.TotalMilliseconds:0} ms of it the configured silence"),
        ];
    }

    private async Task<IReadOnlyList<Row>> SessionsAsync(BenchSize size, CancellationToken cancellationToken)
    {
        var speech = await Spoken.QuestionAsync(cancellationToken);
        var alone = await VoiceScript.CreateAsync(speech, size.Of(3, 12), Period, Endpointing, VoiceActivity);
        var script = await VoiceScript.CreateAsync(speech, size.Of(1, 8), Period, Endpointing, VoiceActivity);
        await using var server = await PeerProcess.StartAsync("scripted", cancellationToken, PeerProcess.ServerCore, VoiceActivity, Words.ToString(CultureInfo.InvariantCulture));
        await WarmAsync(server, speech, cancellationToken);
        var rows = new List<Row>();
        foreach (var sessions in size == BenchSize.Smoke ? [2] : new[] { 1, 50, 100, 200 })
        {
            rows.AddRange(await MeasureAsync(server, sessions == 1 ? alone : script, sessions, cancellationToken));
        }

        return rows;
    }

    /// <summary>Speaks until the code of a turn has been compiled for good.</summary>
    public static async Task WarmAsync(PeerProcess server, short[] speech, CancellationToken cancellationToken)
    {
        var script = await VoiceScript.CreateAsync(speech, 2, WarmPeriod + TimeSpan.FromSeconds(1), Endpointing, VoiceActivity);
        using var crowd = await VoiceCrowd.ConnectAsync(server.Address, "warm", 30, listen: true, cancellationToken);
        await crowd.SpeakAsync(script, WarmPeriod, cancellationToken);
    }

    private async Task<IReadOnlyList<Row>> MeasureAsync(PeerProcess server, VoiceScript script, int sessions, CancellationToken cancellationToken)
    {
        await server.CollectAsync(cancellationToken);
        var memory = server.ResidentBytes;
        using var crowd = await VoiceCrowd.ConnectAsync(server.Address, $"turn{sessions}", sessions, listen: true, cancellationToken);
        var processor = server.ProcessorTime;
        var started = Stopwatch.GetTimestamp();
        await crowd.SpeakAsync(script, Period, cancellationToken);
        var turns = await TurnFigures.OfAsync(crowd, script, ReplySamples, ReplyDeadline, cancellationToken);
        var load = (server.ProcessorTime - processor) / Stopwatch.GetElapsedTime(started);
        await server.CollectAsync(cancellationToken);
        var each = (server.ResidentBytes - memory) / 1024.0 / sessions;
        var what = string.Create(CultureInfo.InvariantCulture, $"{sessions} talking {(sessions == 1 ? "session" : "sessions")}");
        var loadLate = $"load late by {Report.Figure(crowd.Lateness.Percentile(99))} ms (p99)";
        var rows = new List<Row>
        {
            Row.AtMost(Name, $"{what}: added latency, p50", turns.Added.Median, "ms", 2, $"{turns.Added.Count} turns"),
            Row.AtMost(Name, $"{what}: added latency, p99", turns.Added.Percentile(99), "ms", sessions >= 100 ? 20 : 10, loadLate),
            new(Name, $"{what}: lateness of audio, p99", turns.Lateness.Percentile(99), "ms"),
            new(Name, $"{what}: underruns", turns.Underruns, ""),
            new(Name, $"{what}: one core's time in use", load * 100, "%"),
        };
        if (sessions >= 100)
        {
            rows.Add(Row.AtMost(Name, $"{what}: memory of each", each, "KB", 400));
        }

        return rows;
    }
}
