using System.Text;
using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>Socket.IO: echoes of audio frames and idle connections, beside the reference server and a raw WebSocket.</summary>
internal sealed class SocketIoBench : IBench
{
    public string Name => "socketio";

    public string Description => "Socket.IO echo of 640-byte audio frames and memory of idle connections; beside npm socket.io and a raw Kestrel WebSocket";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        yield return new("base64-16", token => EchoAsync("base64 in JSON", binary: false, 16, 1.2, size, token));
        yield return new("base64-1", token => EchoAsync("base64 in JSON", binary: false, 1, null, size, token));
        yield return new("binary-16", token => EchoAsync("binary attachment", binary: true, 16, 1.2, size, token));
        yield return new("idle", token => IdleAsync(size, token));
    }

    private async Task<IReadOnlyList<Row>> EchoAsync(string what, bool binary, int outstanding, double? goal, BenchSize size, CancellationToken cancellationToken)
    {
        var protocol = new SocketIoEcho(binary);
        var raw = binary
            ? new RawEcho(("""451-["message",{"_placeholder":true,"num":0}]"""u8.ToArray(), true), (new byte[640], false))
            : new RawEcho((Encoding.ASCII.GetBytes($$"""42["message",{"audio":"{{Convert.ToBase64String(new byte[640])}}"}]"""), true));
        await using var ours = await PeerProcess.StartAsync("socketio", cancellationToken);
        await using var npm = await PeerProcess.StartNodeAsync("socketio-server.mjs", cancellationToken);
        await using var kestrel = await PeerProcess.StartAsync("raw-echo", cancellationToken);
        return await EchoComparison.RunAsync(
            Name,
            $"{what}, {outstanding} outstanding",
            outstanding,
            size,
            (protocol, ours),
            [new("npm socket.io", protocol, npm, goal, MostProcessor: goal is null ? null : 0.85), new("raw Kestrel", raw, kestrel)],
            cancellationToken);
    }

    private async Task<IReadOnlyList<Row>> IdleAsync(BenchSize size, CancellationToken cancellationToken)
    {
        var connections = size.Of(5_000, 5_000);
        var protocol = new SocketIoEcho(binary: false);
        await using var ours = await PeerProcess.StartAsync("socketio", cancellationToken);
        var own = await IdleLoad.MeasureAsync(protocol, ours, connections, cancellationToken);
        await using var npm = await PeerProcess.StartNodeAsync("socketio-server.mjs", cancellationToken);
        var peer = await IdleLoad.MeasureAsync(protocol, npm, connections, cancellationToken);
        return
        [
            Row.AtMost(Name, $"idle connection, {connections} open, beside npm socket.io", own / peer, Row.Ratio, 1.0),
            Row.AtMost(Name, "idle connection: Parley", own, "KB", 60),
            new(Name, "idle connection: npm socket.io", peer, "KB"),
        ];
    }
}
