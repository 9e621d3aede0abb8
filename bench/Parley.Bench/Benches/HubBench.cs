using System.Text;
using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>The Voxta hub: invocations with their completions and idle connections, beside stock SignalR and a raw WebSocket.</summary>
internal sealed class HubBench : IBench
{
    public string Name => "hub";

    public string Description => "Voxta hub: invocations answered and memory of idle connections; beside stock ASP.NET SignalR JSON and a raw Kestrel WebSocket";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        yield return new("16", token => EchoAsync(16, 1.1, size, token));
        yield return new("1", token => EchoAsync(1, 1.0, size, token));
        yield return new("idle", token => IdleAsync(size, token));
    }

    private async Task<IReadOnlyList<Row>> EchoAsync(int outstanding, double goal, BenchSize size, CancellationToken cancellationToken)
    {
        var protocol = new HubEcho();
        await using var ours = await PeerProcess.StartAsync("parley", cancellationToken);
        await using var stock = await PeerProcess.StartAsync("stock-hub", cancellationToken);
        await using var kestrel = await PeerProcess.StartAsync("raw-echo", cancellationToken);
        return await EchoComparison.RunAsync(
            Name,
            $"{outstanding} outstanding",
            outstanding,
            size,
            (protocol, ours),
            [new("stock SignalR", protocol, stock, goal), new("raw Kestrel", new RawEcho((Encoding.UTF8.GetBytes(HubEcho.Message), true)), kestrel)],
            cancellationToken);
    }

    private async Task<IReadOnlyList<Row>> IdleAsync(BenchSize size, CancellationToken cancellationToken)
    {
        var connections = size.Of(5_000, 5_000);
        var protocol = new HubEcho();
        await using var ours = await PeerProcess.StartAsync("parley", cancellationToken);
        var own = await IdleLoad.MeasureAsync(protocol, ours, connections, cancellationToken);
        await using var stock = await PeerProcess.StartAsync("stock-hub", cancellationToken);
        var peer = await IdleLoad.MeasureAsync(protocol, stock, connections, cancellationToken);
        return
        [
            Row.AtMost(Name, $"idle connection, {connections} open, beside stock SignalR", own / peer, Row.Ratio, 0.8),
            Row.AtMost(Name, "idle connection: Parley", own, "KB", 60),
            new(Name, "idle connection: stock SignalR", peer, "KB"),
        ];
    }
}
