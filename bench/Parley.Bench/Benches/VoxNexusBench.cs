using System.Globalization;
using System.Text;
using System.Text.Json;
using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Benches;

/// <summary>Audio frames in as base64 in JSON, until they are at the recogniser's door, beside a raw Kestrel echo of the same bytes.</summary>
internal sealed class VoxNexusBench : IBench
{
    private const int FramesPerWrite = 64;

    public string Name => "voxnexus";

    public string Description => "audio frames in -> recogniser input, garbage per frame, memory of an idle socket; beside a raw Kestrel echo and npm ws";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        foreach (var milliseconds in new[] { 20, 100 })
        {
            yield return new(
                string.Create(CultureInfo.InvariantCulture, $"frames-{milliseconds}ms"),
                token => FramesAsync(milliseconds, size, token));
        }

        yield return new("idle", token => IdleAsync(size, token));
    }

    private async Task<IReadOnlyList<Row>> FramesAsync(int milliseconds, BenchSize size, CancellationToken cancellationToken)
    {
        var frames = Math.Max(4, size.Of(60_000, 200_000) * 20 / milliseconds / FramesPerWrite) * FramesPerWrite;
        var noise = new byte[32 * milliseconds];
        new Random(1).NextBytes(noise);
        var payload = Encoding.UTF8.GetBytes($"{{\"type\":\"audio\",\"data\":\"{Convert.ToBase64String(noise)}\"}}");
        var batch = LightWebSocket.Repeat(LightWebSocket.Frame(payload, text: true), FramesPerWrite);

        await using var ours = await PeerProcess.StartAsync("voxnexus-counting", cancellationToken);
        await using var echo = await PeerProcess.StartAsync("raw-echo", cancellationToken);
        using var session = await OpenAsync(ours.Address, cancellationToken);
        using var mirror = await LightWebSocket.ConnectAsync(echo.Address, cancellationToken);

        await using var node = await PeerProcess.StartNodeAsync("voxnexus-server.mjs", cancellationToken);
        using var counted = await OpenAsync(node.Address, cancellationToken);

        await Settling.SettleAsync(
            size,
            () => CountAsync(ours, session, batch, frames, milliseconds, cancellationToken),
            () => EchoAsync(echo, mirror, batch, frames, cancellationToken),
            () => CountAsync(node, counted, batch, frames / 4 / FramesPerWrite * FramesPerWrite, milliseconds, cancellationToken));
        Samples ratios = new(), rates = new(), floors = new(), garbage = new(), beside = new(), theirs = new();
        for (var round = 0; round < size.Pairs; round++)
        {
            var before = await ours.AllocatedAsync(cancellationToken);
            var rate = await CountAsync(ours, session, batch, frames, milliseconds, cancellationToken);
            garbage.Add((double)(await ours.AllocatedAsync(cancellationToken) - before) / frames);
            var floor = await EchoAsync(echo, mirror, batch, frames, cancellationToken);
            rates.Add(rate);
            floors.Add(floor);
            ratios.Add(rate / floor);
            var their = await CountAsync(node, counted, batch, frames / 4 / FramesPerWrite * FramesPerWrite, milliseconds, cancellationToken);
            theirs.Add(their);
            beside.Add(rate / their);
        }

        var what = string.Create(CultureInfo.InvariantCulture, $"{milliseconds} ms frames");
        return
        [
            Row.Median(Name, $"{what}: Parley beside the raw echo", ratios, Row.Ratio).AtLeast(0.85),
            Row.Median(Name, $"{what}: Parley beside npm ws with JSON.parse and base64", beside, Row.Ratio),
            Row.Median(Name, $"{what}: Parley", rates, "frames/s/core"),
            Row.Median(Name, $"{what}: raw Kestrel echo", floors, "frames/s/core"),
            Row.Median(Name, $"{what}: npm ws with JSON.parse and base64", theirs, "frames/s/core"),
            Row.Median(Name, $"{what}: garbage", garbage, "B/frame"),
        ];
    }

    private async Task<IReadOnlyList<Row>> IdleAsync(BenchSize size, CancellationToken cancellationToken)
    {
        const int Steps = 5;
        var step = size.Of(200, 400);
        await using var ours = await PeerProcess.StartAsync("voxnexus-counting", cancellationToken);
        using var load = await IdleLoad.OpenAsync(ours, token => OpenAsync(ours.Address, token, LightWebSocket.SmallBuffer), cancellationToken);
        var each = new Samples();
        for (var i = 0; i < Steps; i++)
        {
            each.Add(await load.GrowAsync(step, cancellationToken));
        }

        return [Row.Mean(Name, $"memory of an idle, initialised socket ({Steps * step} open)", each, "KB").AtMost(60)];
    }

    private static async Task<LightWebSocket> OpenAsync(Uri server, CancellationToken cancellationToken, int buffer = LightWebSocket.LargeBuffer)
    {
        var socket = await LightWebSocket.ConnectAsync(new Uri(server, "/v1/stt/realtime"), cancellationToken, buffer);
        await socket.SendAsync(LightWebSocket.Frame("""{"type":"init","format":"pcm","sample_rate":16000}"""u8, text: true), cancellationToken);
        Expect(await socket.ReceiveAsync(cancellationToken), "ready");
        return socket;
    }

    /// <summary>Sends all frames, flushes, and checks that the server heard every one of them.</summary>
    private static async Task<double> CountAsync(PeerProcess server, LightWebSocket socket, byte[] batch, int frames, int milliseconds, CancellationToken cancellationToken)
    {
        var processor = server.ProcessorTime;
        for (var sent = 0; sent < frames; sent += FramesPerWrite)
        {
            await socket.SendAsync(batch, cancellationToken);
        }

        await socket.SendAsync(LightWebSocket.Frame("""{"type":"command","command":"flush"}"""u8, text: true), cancellationToken);
        var answer = await socket.ReceiveAsync(cancellationToken);
        var used = server.ProcessorTime - processor;
        var heard = Expect(answer, "flush_done").GetProperty("audio_duration").GetInt64();
        if (heard != (long)frames * milliseconds)
        {
            throw new InvalidOperationException($"The server heard {heard} ms of {(long)frames * milliseconds}.");
        }

        return frames / used.TotalSeconds;
    }

    private static async Task<double> EchoAsync(PeerProcess server, LightWebSocket socket, byte[] batch, int frames, CancellationToken cancellationToken)
    {
        var processor = server.ProcessorTime;
        var receiving = Task.Run(
            async () =>
            {
                for (var received = 0; received < frames; received++)
                {
                    await socket.ReceiveAsync(cancellationToken);
                }
            },
            cancellationToken);
        for (var sent = 0; sent < frames; sent += FramesPerWrite)
        {
            await socket.SendAsync(batch, cancellationToken);
        }

        await receiving;
        return frames / (server.ProcessorTime - processor).TotalSeconds;
    }

    private static JsonElement Expect(ReadOnlyMemory<byte> message, string type)
    {
        var json = JsonDocument.Parse(message).RootElement;
        return json.GetProperty("type").GetString() == type ? json : throw new InvalidOperationException($"Expected {type}, got {json}.");
    }
}
