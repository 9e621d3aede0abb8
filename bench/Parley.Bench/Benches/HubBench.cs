using System.Text;
using Parley.Bench.Load;
using Parley.Bench.Measuring;

namespace Parley.Bench.Benches;

/// <summary>The Voxta hub: invocations with their completions and idle connections, beside stock SignalR and a raw WebSocket.</summary>
internal sealed class HubBench : IBench
{
    public string Name => "hub";

    public string Description => "Voxta hub: invocations answered and memory of idle connections; beside stock ASP.NET SignalR JSON and a raw Kestrel WebSocket";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        var protocol = new HubEcho();
        var servers = new EchoComparison(
            Name,
            size,
            new("Parley", protocol, "parley"),
            new("stock SignalR", protocol, "stock-hub"),
            new("raw Kestrel", new RawEcho((Encoding.UTF8.GetBytes(HubEcho.Message), true)), "raw-echo"));
        yield return new("16", token => servers.EchoAsync("16 outstanding", 16, 1.1, token));
        yield return new("1", token => servers.EchoAsync("1 outstanding", 1, 1.0, token));
        yield return new("idle", token => servers.IdleAsync(5_000, 0.8, 60, token));
    }
}
