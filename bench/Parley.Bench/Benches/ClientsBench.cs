using System.Globalization;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Peers.Canned;

namespace Parley.Bench.Benches;

/// <summary>The SDK's clients against servers of prepared bytes, beside the Node clients doing the same work.</summary>
internal sealed class ClientsBench : IBench
{
    private const int AudioBytes = 640;

    public string Name => "clients";

    public string Description => "events and audio frames a client takes or gives; beside npm @microsoft/signalr, socket.io-client and ws";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        yield return new("voxta", token => ReceiveAsync(
            "VoxtaClient, events", "voxta", "voxta", ("@microsoft/signalr", "signalr-events.mjs"), CannedHub.Text.Length, size, token));
        yield return new("voxta-audio", token => ReceiveAsync(
            "VoxtaAudioClient, 20 ms frames", "voxta", "voxta-audio", ("ws", "ws-audio.mjs"), AudioBytes, size, token));
        yield return new("estuary", token => ReceiveAsync(
            "EstuaryClient, events", "estuary", "estuary", ("socket.io-client", "socketio-events.mjs"), "tell me about the park".Length, size, token));
        yield return new("estuary-audio", token => ReceiveAsync(
            "EstuaryClient, 20 ms frames in base64", "estuary-audio", "estuary-audio", ("socket.io-client", "socketio-events.mjs"), AudioBytes, size, token));
        yield return new("voxnexus", token => SendAsync(size, token));
    }

    private async Task<IReadOnlyList<Row>> ReceiveAsync(
        string what, string server, string client, (string Name, string Script) peer, int check, BenchSize size, CancellationToken cancellationToken)
    {
        await using var canned = await PeerProcess.StartAsync("canned", cancellationToken, PeerProcess.ServerCore, server);
        var url = canned.Address.ToString();
        await using var ours = await PeerProcess.StartAsync("client", cancellationToken, PeerProcess.LoadCore, client, url);
        await using var node = await PeerProcess.StartNodeAsync(peer.Script, cancellationToken, PeerProcess.LoadCore, url);
        return await CompareAsync(what, (ours, size.Of(600, 4_000)), (peer.Name, node, size.Of(200, 1_000)), answer => answer.Check == answer.Count * check, size, cancellationToken);
    }

    private async Task<IReadOnlyList<Row>> SendAsync(BenchSize size, CancellationToken cancellationToken)
    {
        await using var canned = await PeerProcess.StartAsync("canned", cancellationToken, PeerProcess.ServerCore, "voxnexus");
        var url = canned.Address.ToString();
        await using var ours = await PeerProcess.StartAsync("client-stt", cancellationToken, PeerProcess.LoadCore, url);
        await using var node = await PeerProcess.StartNodeAsync("ws-stt.mjs", cancellationToken, PeerProcess.LoadCore, url);
        var sent = 0L;
        var rows = await CompareAsync(
            "SpeechToTextClient, 20 ms frames sent", (ours, size.Of(150_000, 1_000_000)), ("ws", node, size.Of(60_000, 300_000)),
            answer =>
            {
                sent += answer.Check;
                return true;
            },
            size,
            cancellationToken);
        var heard = long.Parse(await canned.AskAsync("heard", cancellationToken), CultureInfo.InvariantCulture);
        return heard == sent ? rows : throw new InvalidOperationException($"The server heard {heard} of {sent} bytes.");
    }

    private async Task<IReadOnlyList<Row>> CompareAsync(
        string what, (PeerProcess Process, int Count) ours, (string Name, PeerProcess Process, int Count) peer, Func<PeerAnswer, bool> isRight, BenchSize size, CancellationToken cancellationToken)
    {
        Task<double> Ours(int parts) => RunAsync(ours.Process, ours.Count / parts);
        Task<double> Peer(int parts) => RunAsync(peer.Process, peer.Count / parts);

        const int Part = 10;
        await Settling.SettleAsync(size, () => Ours(Part), () => Peer(Part));
        var runs = await PairedRuns.RunAsync(size.Pairs, () => Ours(1), (peer.Name, () => Peer(1)));
        return
        [
            Row.Median(Name, $"{what}: beside {peer.Name}", runs.Ratio(peer.Name), Row.Ratio).AtLeast(2),
            Row.Median(Name, $"{what}: Parley", runs.Ours, "/s/core"),
            Row.Median(Name, $"{what}: {peer.Name}", runs.Peer(peer.Name), "/s/core"),
        ];

        async Task<double> RunAsync(PeerProcess process, int count)
        {
            var answer = PeerAnswer.Read(await process.AskAsync(string.Create(CultureInfo.InvariantCulture, $"run {Math.Max(1, count)}"), cancellationToken));
            return isRight(answer) ? answer.PerCore : throw new InvalidOperationException($"What was received adds up to {answer.Check}.");
        }
    }
}
