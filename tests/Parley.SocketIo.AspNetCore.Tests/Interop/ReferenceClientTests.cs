using System.Text.Json;
using System.Threading.Channels;
using Parley.Testing;

namespace Parley.SocketIo.AspNetCore.Tests.Interop;

/// <summary>npm socket.io-client against our server.</summary>
public sealed class ReferenceClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Polling = ["polling"];
    private static readonly string[] WebSocket = ["websocket"];
    private static readonly string[] Both = ["polling", "websocket"];

    private readonly Channel<string> _reasons = Channel.CreateUnbounded<string>();
    private readonly Channel<SocketIoSocket> _joined = Channel.CreateUnbounded<SocketIoSocket>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string[]> AllTransports => [Polling, WebSocket, Both];

    [Theory]
    [MemberData(nameof(AllTransports))]
    public async Task Connects_with_auth_and_gets_text_and_binary_back(string[] transports)
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server, transports);

        (await client.NextAsync("event")).GetRawText().ShouldContain("""{"token":"123"}""");
        await client.SendAsync(new { @do = "emit", name = "message", args = new object?[] { 1, "zwei äöü 漢 😀", Binary(1, 2, 3), new { deep = new object[] { Binary(4) } }, null, Binary() } });

        var back = await client.NextAsync("event");
        back.GetProperty("name").GetString().ShouldBe("message-back");
        JsonElement.DeepEquals(back.GetProperty("args"), Json("""[1,"zwei äöü 漢 😀",{"$bin":"AQID"},{"deep":[{"$bin":"BA=="}]},null,{"$bin":""}]""")).ShouldBeTrue(back.GetRawText());
    }

    [Theory]
    [MemberData(nameof(AllTransports))]
    public async Task Acknowledgements_go_both_ways(string[] transports)
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server, transports);
        var socket = await JoinedAsync();

        await client.SendAsync(new { @do = "ask", name = "first", args = new object?[] { Binary(7), "rest" } });
        (await client.NextAsync("ack")).GetProperty("value").GetRawText().ShouldBe("""{"$bin":"Bw=="}""");

        var answer = await socket.EmitWithAckAsync("question", new SocketIoArgumentsBuilder().AddBinary(new byte[] { 5 }).Add("why").Build(), cancellationToken: Stop);
        answer.Count.ShouldBe(3);
        answer[0].GetString().ShouldBe("answer");
        answer.TryGetBinary(1, out var bytes).ShouldBeTrue();
        bytes.ToArray().ShouldBe([5]);
        answer[2].GetString().ShouldBe("why");
    }

    [Fact]
    public async Task Upgrades_in_the_middle_of_a_stream_and_keeps_the_order()
    {
        await using var server = await StartAsync();
        var (client, _) = await NodePeer.StartAsync("socketio-client.mjs");
        await using var ending = client;
        await client.SendAsync(new { @do = "connect", url = server.Url, options = new { transports = Both } });
        const int Count = 1000;
        for (var i = 0; i < Count; i++)
        {
            await client.SendAsync(new { @do = "emit", name = "message", args = new object[] { i } });
        }

        var upgraded = false;
        for (var i = 0; i < Count || !upgraded;)
        {
            var report = await client.NextAsync();
            upgraded |= report.GetProperty("on").GetString() == "upgrade";
            if (report.GetProperty("on").GetString() == "event" && report.GetProperty("name").GetString() == "message-back")
            {
                report.GetProperty("args")[0].GetInt32().ShouldBe(i++);
            }
        }

        (await JoinedAsync()).Transport.ShouldBe("websocket");
    }

    [Fact]
    public async Task Large_messages_pass_in_both_directions()
    {
        await using var server = await StartAsync(options => options.MaxPayload = 4_000_000);
        await using var client = await ConnectAsync(server, Both);
        await client.NextAsync("event");
        var text = new string('ü', 1_000_000);

        await client.SendAsync(new { @do = "emit", name = "message", args = new object[] { text } });

        (await client.NextAsync("event")).GetProperty("args")[0].GetString().ShouldBe(text);
    }

    [Theory]
    [MemberData(nameof(AllTransports))]
    public async Task The_client_leaves(string[] transports)
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server, transports);
        await JoinedAsync();

        await client.SendAsync(new { @do = "disconnect" });

        (await client.NextAsync("disconnect")).GetProperty("reason").GetString().ShouldBe("io client disconnect");
        (await _reasons.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop)).ShouldBe("client namespace disconnect");
    }

    [Theory]
    [MemberData(nameof(AllTransports))]
    public async Task The_server_makes_it_leave_and_it_stays_away(string[] transports)
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server, transports);
        var socket = await JoinedAsync();

        await socket.EmitAsync("last words", cancellationToken: Stop);
        socket.Disconnect(closeConnection: true);

        await client.NextAsync("event");
        (await client.NextAsync("event")).GetProperty("name").GetString().ShouldBe("last words");
        var report = await client.NextAsync("disconnect");
        report.GetProperty("reason").GetString().ShouldBe("io server disconnect");
        report.GetProperty("active").GetBoolean().ShouldBeFalse();
        (await _reasons.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop)).ShouldBe("server namespace disconnect");
    }

    [Theory]
    [MemberData(nameof(AllTransports))]
    public async Task The_server_closes_the_connection_and_it_comes_back(string[] transports)
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server, transports);
        var socket = await JoinedAsync();

        await socket.EmitAsync("last words", cancellationToken: Stop);
        socket.CloseConnection();

        await client.NextAsync("event");
        (await client.NextAsync("event")).GetProperty("name").GetString().ShouldBe("last words");
        var report = await client.NextAsync("disconnect");
        report.GetProperty("reason").GetString().ShouldBe("transport close");
        report.GetProperty("active").GetBoolean().ShouldBeTrue();
        await client.NextAsync("connect");
        (await JoinedAsync()).Id.ShouldNotBe(socket.Id);
    }

    [Fact]
    public async Task A_broken_link_is_a_transport_close_and_it_comes_back()
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server, WebSocket);
        await JoinedAsync();

        await client.SendAsync(new { @do = "breakTransport" });

        (await _reasons.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop)).ShouldBe("transport close");
        await client.NextAsync("connect");
    }

    [Fact]
    public async Task A_silent_client_times_out()
    {
        await using var server = await StartAsync(options => (options.PingInterval, options.PingTimeout) = (TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(200)));
        await using var client = await ConnectAsync(server, WebSocket);
        await JoinedAsync();

        await client.SendAsync(new { @do = "freeze" });

        (await _reasons.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop)).ShouldBe("ping timeout");
    }

    [Fact]
    public async Task Heartbeats_keep_a_quiet_connection()
    {
        await using var server = await StartAsync(options => (options.PingInterval, options.PingTimeout) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(20)));
        await using var client = await ConnectAsync(server, Both);
        // Answered only over a connection that has lived through its pings.
        for (var i = 0; i < 20; i++)
        {
            await client.SendAsync(new { @do = "ask", name = "first", args = new object[] { i } });
            (await client.NextAsync("ack")).GetProperty("value").GetInt32().ShouldBe(i);
        }
    }

    [Fact]
    public async Task Refusals_carry_message_and_details()
    {
        await using var server = await StartAsync();
        var (guarded, _) = await NodePeer.StartAsync("socketio-client.mjs");
        var (unknown, _) = await NodePeer.StartAsync("socketio-client.mjs");
        await using (guarded)
        await using (unknown)
        {
            await guarded.SendAsync(new { @do = "connect", url = new Uri(server.Url, "/guarded"), options = new { transports = WebSocket } });
            await unknown.SendAsync(new { @do = "connect", url = new Uri(server.Url, "/random"), options = new { transports = WebSocket } });

            var refusal = await guarded.NextAsync("connect_error");
            refusal.GetProperty("message").GetString().ShouldBe("not you");
            refusal.GetProperty("data").GetProperty("why").GetString().ShouldBe("no key");
            refusal.GetProperty("active").GetBoolean().ShouldBeFalse();
            (await unknown.NextAsync("connect_error")).GetProperty("message").GetString().ShouldBe("Invalid namespace");
        }
    }

    [Theory]
    [InlineData(true, "io server disconnect")]
    [InlineData(false, "transport close")]
    public async Task A_stopping_host_says_what_it_wants(bool disconnect, string expected)
    {
        await using var server = await StartAsync(options => options.DisconnectOnShutdown = disconnect);
        await using var client = await ConnectAsync(server, WebSocket);
        await using var polling = await ConnectAsync(server, Polling);
        await JoinedAsync();
        await JoinedAsync();

        await server.StopAsync().WaitAsync(Patience, Stop);

        (await client.NextAsync("disconnect")).GetProperty("reason").GetString().ShouldBe(expected);
        (await polling.NextAsync("disconnect")).GetProperty("reason").GetString().ShouldBe(expected);
        (await _reasons.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop)).ShouldBe("server shutting down");
    }

    private static async Task<NodePeer> ConnectAsync(SocketIoTestServer server, string[] transports)
    {
        var (peer, _) = await NodePeer.StartAsync("socketio-client.mjs");
        await peer.SendAsync(new { @do = "connect", url = server.Url, options = new { transports, auth = new { token = "123" }, reconnectionDelay = 10 } });
        await peer.NextAsync("connect");
        return peer;
    }

    private static object Binary(params byte[] bytes) => new Dictionary<string, string> { ["$bin"] = Convert.ToBase64String(bytes) };

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private async Task<SocketIoSocket> JoinedAsync() => await _joined.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop);

    private Task<SocketIoTestServer> StartAsync(Action<SocketIoServerOptions>? options = null) => SocketIoTestServer.StartAsync(
        io =>
        {
            io.Of("/")
                .OnConnect((socket, auth, _) =>
                {
                    socket.State = SocketIoArguments.Of(auth);
                    return new ValueTask<SocketIoConnectResult>(SocketIoConnectResult.Accept);
                })
                .OnConnected(async (socket, cancellationToken) =>
                {
                    await socket.EmitAsync("auth", (SocketIoArguments)socket.State!, cancellationToken);
                    _joined.Writer.TryWrite(socket);
                })
                .On("message", (socket, message, cancellationToken) => socket.EmitAsync("message-back", message.Arguments, cancellationToken))
                .On("first", (_, message, _) =>
                {
                    message.Acknowledge(message.TryGetBinary(0, out var bytes) ? SocketIoArguments.Of(bytes) : SocketIoArguments.Of(message[0]));
                    return default;
                })
                .OnDisconnect((_, reason) =>
                {
                    _reasons.Writer.TryWrite(reason.Value);
                    return default;
                });
            io.Of("/guarded").OnConnect((_, auth, _) => new ValueTask<SocketIoConnectResult>(
                SocketIoConnectResult.Refuse("not you", Json("""{"why":"no key"}"""), TestJson.Default.JsonElement)));
        },
        options);
}
