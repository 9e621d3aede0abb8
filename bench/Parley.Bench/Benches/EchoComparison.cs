using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>Echoes at our server and at its peers in turns, the same load for all.</summary>
internal static class EchoComparison
{
    private const int Connections = 8;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(150);

    public static async Task<IReadOnlyList<Row>> RunAsync(
        string bench, string what, int outstanding, BenchSize size, (EchoProtocol Protocol, PeerProcess Server) ours, IReadOnlyList<EchoPeer> peers, CancellationToken cancellationToken)
    {
        var loads = new List<EchoLoad>();
        try
        {
            foreach (var (protocol, server) in peers.Select(p => (p.Protocol, p.Server)).Prepend(ours))
            {
                loads.Add(await EchoLoad.OpenAsync(protocol, server, Connections, outstanding, cancellationToken));
            }

            await Settling.SettleAsync(size, [.. loads.Select(l => (Func<Task<double>>)(async () => (await l.RunAsync(WarmUp, cancellationToken)).PerCore))]);
            var runs = await PairedRuns.RunAsync(
                size,
                () => MeasureAsync(loads[0], size, cancellationToken),
                [.. peers.Select((p, i) => (p.Name, (Func<Task<double>>)(() => MeasureAsync(loads[i + 1], size, cancellationToken))))]);
            return [.. Rows(bench, what, runs, peers)];
        }
        finally
        {
            loads.ForEach(l => l.Dispose());
        }
    }

    private static async Task<double> MeasureAsync(EchoLoad load, BenchSize size, CancellationToken cancellationToken) =>
        (await load.RunAsync(size.Window, cancellationToken)).PerCore;

    private static IEnumerable<Row> Rows(string bench, string what, PairedRuns runs, IReadOnlyList<EchoPeer> peers)
    {
        foreach (var peer in peers)
        {
            var ratio = runs.Ratio(peer.Name);
            var name = $"{what}: beside {peer.Name}";
            yield return peer.Least is { } least
                ? Row.AtLeast(bench, name, ratio.Median, Row.Ratio, least, ratio.Spread)
                : Row.Median(bench, name, ratio, Row.Ratio);
            if (peer.MostProcessor is { } most)
            {
                yield return Row.AtMost(bench, $"{what}: processor time per echo beside {peer.Name}", 1 / ratio.Median, Row.Ratio, most);
            }
        }

        yield return Row.Median(bench, $"{what}: Parley", runs.Ours, "echo/s/core");
        foreach (var peer in peers)
        {
            yield return Row.Median(bench, $"{what}: {peer.Name}", runs.Peer(peer.Name), "echo/s/core");
        }
    }
}
