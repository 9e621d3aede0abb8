using System.Globalization;
using Parley.Bench.Load.Voice;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>What it costs the server to listen to somebody who is silent: socket, decoding, voice activity, endpointing.</summary>
internal sealed class ListenBench : IBench
{
    private const int Sessions = 200;
    private const int Words = 7;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(6);

    public string Name => "listen";

    public string Description => "processor time of a 20 ms frame while listening, socket included, with energy and Silero voice activity; memory of a session";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        yield return new("energy", token => RunAsync("energy", 35, size, token));
        yield return new("silero", token => RunAsync("silero", 120, size, token));
    }

    private async Task<IReadOnlyList<Row>> RunAsync(string voiceActivity, double goal, BenchSize size, CancellationToken cancellationToken)
    {
        var speech = await Spoken.QuestionAsync(cancellationToken);
        await using var server = await PeerProcess.StartAsync("scripted", cancellationToken, PeerProcess.ServerCore, voiceActivity, Words.ToString(CultureInfo.InvariantCulture));

        // Silence with one sentence at its end shows that everybody was listened to all the time.
        var silence = await VoiceScript.CreateAsync([], 0, size == BenchSize.Smoke ? TimeSpan.FromSeconds(1) : Period, TurnBench.Endpointing, voiceActivity);
        var sentence = await VoiceScript.CreateAsync(speech, 1, TimeSpan.FromSeconds(3), TurnBench.Endpointing, voiceActivity);
        await server.CollectAsync(cancellationToken);
        var memory = server.ResidentBytes;
        using var crowd = await VoiceCrowd.ConnectAsync(server.Address, "listen", size.Of(Sessions, Sessions), listen: true, cancellationToken);
        await crowd.SpeakAsync(silence, TimeSpan.Zero, cancellationToken);

        var processor = server.ProcessorTime;
        var frames = 0L;
        for (var round = 0; round < size.Of(1, 5); round++)
        {
            await crowd.SpeakAsync(silence, TimeSpan.Zero, cancellationToken);
            frames += (long)silence.Frames.Count * crowd.Callers.Count;
        }

        var each = (server.ProcessorTime - processor).TotalMicroseconds / frames;
        await server.CollectAsync(cancellationToken);
        var resident = (server.ResidentBytes - memory) / 1024.0 / crowd.Callers.Count;
        await crowd.SpeakAsync(sentence, TimeSpan.FromSeconds(1), cancellationToken);
        foreach (var caller in crowd.Callers)
        {
            await caller.WaitForAsync(e => e.Count(i => i is { Name: VoiceEvent.Transcript, IsFinal: true }) == 1, cancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, cancellationToken);
        }

        return
        [
            Row.AtMost(Name, $"{voiceActivity}: processor time of a frame, {crowd.Callers.Count} sessions", each, "µs", goal, $"{frames} frames"),
            new(Name, $"{voiceActivity}: memory of a listening session", resident, "KB"),
        ];
    }
}
