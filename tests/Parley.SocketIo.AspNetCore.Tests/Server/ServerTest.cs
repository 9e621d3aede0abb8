using System.Net.WebSockets;
using System.Threading.Channels;
using Parley.SocketIo.AspNetCore.Tests.Conformance;
using Parley.Testing;

namespace Parley.SocketIo.AspNetCore.Tests.Server;

/// <summary>What the tests of the server share.</summary>
public abstract class ServerTest
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected Channel<string> Story { get; } = Channel.CreateUnbounded<string>();

    private protected static Task<SocketIoTestServer> StartAsync(Action<SocketIoNamespace> configure, Action<SocketIoServerOptions>? options = null, TimeProvider? time = null) =>
        SocketIoTestServer.StartAsync(io => configure(io.Of("/")), options, time);

    private protected static async Task<RawWebSocket> OpenAsync(SocketIoTestServer server, string query = "?EIO=4&transport=websocket")
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(new Uri(server.Url, "/socket.io/" + query)) { Scheme = "ws" }.Uri, Stop);
        return new RawWebSocket(socket);
    }

    /// <summary>A raw WebSocket in the main namespace.</summary>
    private protected static async Task<RawWebSocket> JoinAsync(SocketIoTestServer server)
    {
        var socket = await OpenAsync(server);
        await socket.ReceiveAsync();
        await socket.SendAsync("40");
        (await socket.ReceiveAsync())!.ShouldStartWith("40{");
        return socket;
    }

    private protected async Task<string> NextAsync() => await Story.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop);

    private protected void Tell(string what) => Story.Writer.TryWrite(what);

    private protected SocketIoDisconnectHandler TellReason => (_, reason) =>
    {
        Tell(reason.Value);
        return default;
    };

    /// <summary>Moves the clock once the server waits on it.</summary>
    private protected static void Advance(FakeTimeProvider time, double seconds) => time.Advance(TimeSpan.FromSeconds(seconds));
}
