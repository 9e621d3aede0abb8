using System.Diagnostics;
using System.Text;
using Parley.Bench.Load;
using Parley.Bench.Load.Voice;
using Parley.Bench.Load.Voice.Wires;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>How soon the server is there, and how soon a client is served.</summary>
internal sealed class StartBench : IBench
{
    private const string Zero = "energy";

    public string Name => "start";

    public string Description => "process start -> listening, beside a stock ASP.NET app; connect -> ready, welcome, session_info; a burst of 500 connections";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        yield return new("process", token => ProcessAsync(size, token));
        yield return new("connect", token => ConnectAsync(size, token));
    }

    private async Task<IReadOnlyList<Row>> ProcessAsync(BenchSize size, CancellationToken cancellationToken)
    {
        // The first start reads the files from the disk.
        await StartAsync("parley", cancellationToken);
        var runs = await PairedRuns.RunAsync(size.Pairs, () => StartAsync("parley", cancellationToken), ("stock", () => StartAsync("stock-hub", cancellationToken)));
        return
        [
            Row.Median(Name, "process start -> listening", runs.Ours, "ms").AtMost(1000),
            Row.Median(Name, "process start -> listening, stock SignalR app", runs.Peer("stock"), "ms"),
            Row.Median(Name, "process start -> listening, beside a stock SignalR app", runs.Ratio("stock"), Row.Ratio),
        ];
    }

    private static async Task<double> StartAsync(string name, CancellationToken cancellationToken)
    {
        await using var server = await PeerProcess.StartAsync(name, cancellationToken);
        return server.StartTime.TotalMilliseconds;
    }

    private async Task<IReadOnlyList<Row>> ConnectAsync(BenchSize size, CancellationToken cancellationToken)
    {
        await using var server = await PeerProcess.StartAsync("scripted", cancellationToken, PeerProcess.ServerCore, Zero, "7");
        var hub = new HubEcho();
        var rows = new List<Row>();
        var players = 0;
        var burst = size.Of(500, 500, 20);
        (string What, Func<Task<IDisposable>> OpenAsync)[] ways =
        [
            ("VoxNexus, connect -> ready", async () => await OpenSpeechToTextAsync(server.Address, cancellationToken)),
            ("Voxta, connect -> welcome", async () => await hub.OpenAsync(server.Address, LightWebSocket.SmallBuffer, cancellationToken)),
            ("Estuary, connect -> session_info", async () => await VoiceCaller.ConnectAsync(new EstuaryWire(), server.Address, $"start-{players++}", listens: false, cancellationToken)),
        ];
        foreach (var (what, openAsync) in ways)
        {
            // Compiled for good after some hundreds.
            await TimeAsync(openAsync, size.Of(200, 400, 5));
            var times = await TimeAsync(openAsync, size.Of(60, 200, 5));
            rows.Add(Row.Median(Name, $"{what}, p50", times, "ms").AtMost(30));
        }

        foreach (var (what, openAsync) in ways)
        {
            var times = new Samples();
            for (var round = 0; round < size.Pairs; round++)
            {
                var started = Stopwatch.GetTimestamp();
                var opened = await Task.WhenAll(Enumerable.Range(0, burst).Select(_ => openAsync()));
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                Array.ForEach(opened, o => o.Dispose());
            }

            rows.Add(Row.Median(Name, $"{what}, all of a burst of {burst}", times, "ms"));
        }

        return rows;
    }

    private static async Task<Samples> TimeAsync(Func<Task<IDisposable>> openAsync, int times)
    {
        var samples = new Samples();
        for (var i = 0; i < times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using (await openAsync())
            {
                samples.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        return samples;
    }

    private static async Task<LightWebSocket> OpenSpeechToTextAsync(Uri server, CancellationToken cancellationToken)
    {
        var socket = await LightWebSocket.ConnectAsync(new Uri(server, "/v1/stt/realtime"), cancellationToken, LightWebSocket.SmallBuffer);
        await socket.SendAsync(LightWebSocket.Frame("""{"type":"init","format":"pcm","sample_rate":16000}"""u8, text: true), cancellationToken);
        var ready = Encoding.UTF8.GetString((await socket.ReceiveAsync(cancellationToken)).Span);
        return ready.Contains("\"ready\"", StringComparison.Ordinal) ? socket : throw new InvalidOperationException($"Expected ready, got {ready}.");
    }
}
