using System.Globalization;
using Parley.Bench.Load.Voice;
using Parley.Bench.Load.Voice.Wires;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>What it costs to listen to somebody who is silent: socket, decoding, voice activity, endpointing.</summary>
internal sealed class ListenBench : IBench
{
    private const string Agents = "@livekit/agents";
    private const string Energy = "energy";

    // So many one core of the peer carries with its Silero.
    private const int Few = 50;
    private const int Many = 200;

    public string Name => "listen";

    public string Description => "processor time of a 20 ms frame while listening, socket included, with energy and Silero voice activity, beside npm @livekit/agents; memory of a session";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        yield return new("energy", token => RunAsync("energy", new EstuaryWire(), Energy, 35, isCompared: true, size, token));
        yield return new("silero", token => RunAsync("silero", new EstuaryWire(), "silero", 120, isCompared: true, size, token));
        yield return new("voxta", token => RunAsync("Voxta's microphone socket, energy", new VoxtaWire(), Energy, 35, isCompared: false, size, token));
        yield return new("voxnexus", token => RunAsync("VoxNexus, energy", new VoxNexusWire(), Energy, 35, isCompared: false, size, token));
    }

    private async Task<IReadOnlyList<Row>> RunAsync(
        string what, VoiceWire wire, string voiceActivity, double goal, bool isCompared, BenchSize size, CancellationToken cancellationToken)
    {
        var (few, many) = (size.Of(Few, Few, 2), size.Of(Many, Many, 4));
        await using var ours = await Listeners.StartAsync(wire, voiceActivity, size, cancellationToken);
        await ours.GrowAsync(few, cancellationToken);
        var rows = new List<Row>();
        if (isCompared)
        {
            rows.AddRange(await CompareAsync($"{what}, {few} sessions", ours, few, voiceActivity, size, cancellationToken));
        }
        else
        {
            await ours.ListenAsync(cancellationToken);
        }

        // The first sessions pay for code and pools that all share.
        var before = await ours.ResidentAsync(cancellationToken);
        await ours.GrowAsync(many, cancellationToken);
        await ours.ListenAsync(cancellationToken);
        await ours.ListenAsync(cancellationToken);
        var each = new Samples();
        for (var round = 0; round < size.Pairs; round++)
        {
            each.Add(await ours.ListenAsync(cancellationToken));
        }

        var memory = (await ours.ResidentAsync(cancellationToken) - before) / 1024.0 / (many - few);
        await ours.CheckAsync(cancellationToken);
        rows.Insert(0, Row.Median(Name, $"{what}: processor time of a frame, {many} sessions", each, "µs").AtMost(goal));
        rows.Add(new Row(Name, $"{what}: memory of a listening session", memory, "KB", $"{many - few} more sessions"));
        return rows;
    }

    /// <summary>In turns with as many sessions of <c>@livekit/agents</c>: their audio input and voice activity in process, without a socket or a recogniser.</summary>
    private async Task<IReadOnlyList<Row>> CompareAsync(string what, Listeners ours, int sessions, string voiceActivity, BenchSize size, CancellationToken cancellationToken)
    {
        await using var peer = await PeerProcess.StartNodeAsync("livekit-listen.mjs", cancellationToken);
        using var silence = await RecordingFile.WriteAsync(ours.Silence.Frames, cancellationToken);
        using var sentence = await RecordingFile.WriteAsync(ours.Sentence.Frames, cancellationToken);
        PeerAnswer.Read(await peer.AskAsync($"open {sessions} {voiceActivity}", cancellationToken));

        // One sentence, heard by all of both: it also lets the compilers do their work.
        await Task.WhenAll(ours.CheckAsync(cancellationToken), PeerAsync(sentence.Path, (int)Listeners.Stagger.TotalMilliseconds));

        // What the sentence led to is not listening.
        await ours.ListenAsync(cancellationToken);
        var runs = await PairedRuns.RunAsync(size.Pairs, () => ours.ListenAsync(cancellationToken), (Agents, async () => Cost(await PeerAsync(silence.Path, 0))));
        return
        [
            Row.Median(Name, $"{what}: beside {Agents} in process", runs.Ratio(Agents), Row.Ratio).AtMost(1),
            Row.Median(Name, $"{what}: Parley, processor time of a frame", runs.Ours, "µs"),
            Row.Median(Name, $"{what}: {Agents}, processor time of a frame", runs.Peer(Agents), "µs"),
        ];

        async Task<PeerAnswer> PeerAsync(string file, int stagger) =>
            PeerAnswer.Read(await peer.AskAsync(string.Create(CultureInfo.InvariantCulture, $"listen {file} {stagger}"), cancellationToken));

        double Cost(PeerAnswer answer) => answer.Values.Count == sessions && answer.Values.All(heard => heard == 1)
            ? answer.ProcessorMicroseconds / answer.Count
            : throw new InvalidOperationException($"{Agents} has heard {string.Join(", ", answer.Values)} utterances instead of one each.");
    }

    /// <summary>Our server and those it listens to.</summary>
    private sealed class Listeners : IAsyncDisposable
    {
        private const string Words = "7";
        private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

        private readonly PeerProcess _server;
        private readonly VoiceCrowd _crowd;

        private Listeners(PeerProcess server, VoiceCrowd crowd, VoiceScript silence, VoiceScript sentence) => (_server, _crowd, Silence, Sentence) = (server, crowd, silence, sentence);

        /// <summary>From the first caller's sentence to the last one's.</summary>
        public static TimeSpan Stagger { get; } = TimeSpan.FromSeconds(1);

        public VoiceScript Silence { get; }

        /// <summary>Shows, after silence, that everybody was listened to.</summary>
        public VoiceScript Sentence { get; }

        public static async Task<Listeners> StartAsync(VoiceWire wire, string voiceActivity, BenchSize size, CancellationToken cancellationToken)
        {
            var silence = await VoiceScript.CreateAsync([], 0, TimeSpan.FromSeconds(size.Of(0, 5, 0)), TurnBench.Endpointing, voiceActivity);
            var sentence = await VoiceScript.CreateAsync(await Spoken.QuestionAsync(cancellationToken), 1, TimeSpan.FromSeconds(3), TurnBench.Endpointing, voiceActivity);
            var server = await PeerProcess.StartAsync("scripted", cancellationToken, PeerProcess.ServerCore, voiceActivity, Words);
            return new Listeners(server, new VoiceCrowd(wire), silence, sentence);
        }

        public Task GrowAsync(int callers, CancellationToken cancellationToken) => _crowd.GrowAsync(_server.Address, "listen", callers, listen: true, cancellationToken);

        /// <summary>Everybody is silent for a while.</summary>
        /// <returns>Microseconds of processor time for a frame.</returns>
        public async Task<double> ListenAsync(CancellationToken cancellationToken)
        {
            var processor = _server.ProcessorTime;
            await _crowd.SpeakAsync(Silence, TimeSpan.Zero, cancellationToken);
            return (_server.ProcessorTime - processor).TotalMicroseconds / Silence.Frames.Count / _crowd.Callers.Count;
        }

        public async Task<long> ResidentAsync(CancellationToken cancellationToken)
        {
            await _server.CollectAsync(cancellationToken);
            return _server.ResidentBytes;
        }

        /// <summary>Everybody says a sentence and is heard once.</summary>
        public async Task CheckAsync(CancellationToken cancellationToken)
        {
            await _crowd.SpeakAsync(Sentence, Stagger, cancellationToken);
            foreach (var caller in _crowd.Callers)
            {
                await caller.WaitForAsync(e => e.Count(i => i is { Name: VoiceEvent.Transcript, IsFinal: true }) == 1, cancellationToken).WaitAsync(Deadline, TimeProvider.System, cancellationToken);
            }
        }

        public ValueTask DisposeAsync()
        {
            _crowd.Dispose();
            return _server.DisposeAsync();
        }
    }
}
