using System.Text;
using Parley.Bench.Load;
using Parley.Bench.Measuring;

namespace Parley.Bench.Benches;

/// <summary>Socket.IO: echoes of audio frames and idle connections, beside the reference server and a raw WebSocket.</summary>
internal sealed class SocketIoBench : IBench
{
    public string Name => "socketio";

    public string Description => "Socket.IO echo of 640-byte audio frames and memory of idle connections; beside npm socket.io and a raw Kestrel WebSocket";

    public IEnumerable<Measurement> Measurements(BenchSize size)
    {
        var text = Servers(new SocketIoEcho(binary: false), new RawEcho((Encoding.ASCII.GetBytes($$"""42["message",{"audio":"{{Convert.ToBase64String(new byte[640])}}"}]"""), true)), size);
        var binary = Servers(new SocketIoEcho(binary: true), new RawEcho(("""451-["message",{"_placeholder":true,"num":0}]"""u8.ToArray(), true), (new byte[640], false)), size);
        yield return new("base64-16", token => text.EchoAsync("base64 in JSON, 16 outstanding", 16, 1.2, token));
        yield return new("base64-1", token => text.EchoAsync("base64 in JSON, 1 outstanding", 1, null, token));
        yield return new("binary-16", token => binary.EchoAsync("binary attachment, 16 outstanding", 16, 1.2, token));
        yield return new("idle", token => text.IdleAsync(5_000, 1.0, 60, token));
    }

    private EchoComparison Servers(EchoProtocol protocol, RawEcho raw, BenchSize size) =>
        new(Name, size, new("Parley", protocol, "socketio"), new("npm socket.io", protocol, "socketio-server.mjs"), new("raw Kestrel", raw, "raw-echo"));
}
