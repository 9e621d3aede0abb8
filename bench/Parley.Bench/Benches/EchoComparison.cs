using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>Ours beside its peers, the same load for all: echoes in turns, or connections that are open and do nothing.</summary>
/// <param name="bench">Whose rows they are.</param>
/// <param name="size">How much is measured.</param>
/// <param name="ours">Our server.</param>
/// <param name="peers">What it is compared with; the first is the one that goals are about.</param>
internal sealed class EchoComparison(string bench, BenchSize size, EchoServer ours, params IReadOnlyList<EchoServer> peers)
{
    private const int Connections = 8;
    private const int IdleSteps = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(150);

    /// <summary>Echoes per second of the server's processor, a number of requests outstanding on each of eight connections.</summary>
    /// <param name="what">The beginning of the rows' names.</param>
    /// <param name="outstanding">Requests that are on their way.</param>
    /// <param name="least">The ratio to the first peer that ours should reach; null for no goal.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<Row>> EchoAsync(string what, int outstanding, double? least, CancellationToken cancellationToken)
    {
        var (servers, loads) = (new List<PeerProcess>(), new List<EchoLoad>());
        try
        {
            foreach (var server in peers.Prepend(ours))
            {
                servers.Add(await server.StartAsync(cancellationToken));
                loads.Add(await EchoLoad.OpenAsync(server.Protocol, servers[^1], Connections, outstanding, cancellationToken));
            }

            async Task<double> RunAsync(int server, TimeSpan time) => (await loads[server].RunAsync(time, cancellationToken)).PerCore;

            await Settling.SettleAsync(size, [.. loads.Select((_, i) => (Func<Task<double>>)(() => RunAsync(i, WarmUp)))]);
            var runs = await PairedRuns.RunAsync(
                size.Pairs, () => RunAsync(0, size.Window), [.. peers.Select((p, i) => (p.Name, (Func<Task<double>>)(() => RunAsync(i + 1, size.Window))))]);
            return
            [
                .. peers.Select((peer, i) => Row.Median(bench, $"{what}: beside {peer.Name}", runs.Ratio(peer.Name), Row.Ratio).AtLeast(i == 0 ? least : null)),
                Row.Median(bench, $"{what}: {ours.Name}", runs.Ours, "echo/s/core"),
                .. peers.Select(peer => Row.Median(bench, $"{what}: {peer.Name}", runs.Peer(peer.Name), "echo/s/core")),
            ];
        }
        finally
        {
            loads.ForEach(l => l.Dispose());
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    /// <summary>Memory of an idle connection, at ours and at the first peer.</summary>
    /// <param name="connections">How many are open in the end.</param>
    /// <param name="most">The ratio that ours should not exceed.</param>
    /// <param name="mostKilobytes">The kilobytes that ours should not exceed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<Row>> IdleAsync(int connections, double most, double mostKilobytes, CancellationToken cancellationToken)
    {
        var peer = peers[0];
        await using var own = await ours.StartAsync(cancellationToken);
        await using var other = await peer.StartAsync(cancellationToken);
        using var ownLoad = await OpenAsync(ours, own);
        using var otherLoad = await OpenAsync(peer, other);
        var (steps, step) = size == BenchSize.Smoke ? (1, 20) : (IdleSteps, connections / IdleSteps);
        var runs = await PairedRuns.RunAsync(steps, () => ownLoad.GrowAsync(step, cancellationToken), (peer.Name, () => otherLoad.GrowAsync(step, cancellationToken)));
        return
        [
            Row.Mean(bench, $"idle connection, {steps * step} open, beside {peer.Name}", runs.Ratio(peer.Name), Row.Ratio).AtMost(most),
            Row.Mean(bench, $"idle connection: {ours.Name}", runs.Ours, "KB").AtMost(mostKilobytes),
            Row.Mean(bench, $"idle connection: {peer.Name}", runs.Peer(peer.Name), "KB"),
        ];

        Task<IdleLoad> OpenAsync(EchoServer server, PeerProcess process) =>
            IdleLoad.OpenAsync(process, token => server.Protocol.OpenAsync(process.Address, LightWebSocket.SmallBuffer, token), cancellationToken);
    }
}
