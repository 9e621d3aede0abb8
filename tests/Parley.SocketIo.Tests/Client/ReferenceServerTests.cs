using System.Text.Json;
using System.Threading.Channels;
using Parley.Realtime;

namespace Parley.SocketIo.Tests.Client;

/// <summary>Our client against npm socket.io.</summary>
public sealed class ReferenceServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<SocketIoClientTransports> AllTransports => [SocketIoClientTransports.PollingThenWebSocket, SocketIoClientTransports.WebSocketOnly, SocketIoClientTransports.PollingOnly];

    [Theory]
    [MemberData(nameof(AllTransports))]
    public async Task Connects_with_auth_and_echoes_text_and_binary(SocketIoClientTransports transports)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var client = server.CreateClient(transports, o => o with { Auth = SocketIoAuth.Of(Json("""{"token":"123"}""")) });
        var events = Collect(client);

        await client.ConnectAsync(Stop);

        (await events.NextAsync()).ShouldBe("""auth: {"token":"123"}""");
        var connection = await server.Peer.NextAsync("connection");
        connection.GetProperty("id").GetString().ShouldBe(client.Id);

        await client.EmitAsync("message", new SocketIoArgumentsBuilder().Add(1).Add("zwei äöü 漢 😀").AddBinary(new byte[] { 1, 2, 3 }).Add(Json("""{"a":[true,null]}""")).AddBinary(ReadOnlyMemory<byte>.Empty).Build(), Stop);

        (await events.NextAsync()).ShouldBe("""message-back: 1,"zwei äöü 漢 😀",<010203>,{"a":[true,null]},<>""");
    }

    [Theory]
    [MemberData(nameof(AllTransports))]
    public async Task Acknowledgements_go_both_ways(SocketIoClientTransports transports)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var client = server.CreateClient(transports);
        client.On("question", (message, _) =>
        {
            message.Acknowledge(SocketIoArguments.Of(message[0].GetString() + "!"));
            return default;
        });
        await client.ConnectAsync(Stop);

        var answer = await client.EmitWithAckAsync("message-with-ack", new SocketIoArgumentsBuilder().Add("x").AddBinary(new byte[] { 9 }).Build(), cancellationToken: Stop);

        answer.Count.ShouldBe(2);
        answer[0].GetString().ShouldBe("x");
        answer.TryGetBinary(1, out var bytes).ShouldBeTrue();
        bytes.ToArray().ShouldBe([9]);

        await server.Peer.SendAsync(new { @do = "ask", name = "question", args = new[] { "really" } });
        (await server.Peer.NextAsync("ack")).GetProperty("value").GetString().ShouldBe("really!");
    }

    [Fact]
    public async Task Upgrades_and_loses_nothing_on_the_way()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var client = server.CreateClient();
        var events = Collect(client);
        await client.ConnectAsync(Stop);
        await events.NextAsync();

        const int Count = 500;
        for (var i = 0; i < Count; i++)
        {
            await client.EmitAsync("message", new SocketIoArgumentsBuilder().Add(i).Build(), Stop);
        }

        for (var i = 0; i < Count; i++)
        {
            (await events.NextAsync()).ShouldBe($"message-back: {i}");
        }

        (await server.Peer.NextAsync("upgrade")).GetProperty("transport").GetString().ShouldBe("websocket");
        client.Transport.ShouldBe("websocket");
    }

    [Fact]
    public async Task Payloads_keep_to_the_servers_limit()
    {
        await using var server = await ReferenceServer.StartAsync("""{"maxHttpBufferSize":2000,"transports":["polling"]}""");
        await using var client = server.CreateClient(SocketIoClientTransports.PollingOnly);
        var events = Collect(client);
        await client.ConnectAsync(Stop);
        await events.NextAsync();

        for (var i = 0; i < 20; i++)
        {
            await client.EmitAsync("message", SocketIoArguments.Of(new string('x', 900) + i), Stop);
        }

        for (var i = 0; i < 20; i++)
        {
            (await events.NextAsync()).ShouldEndWith($"x{i}\"");
        }
    }

    [Theory]
    [InlineData(SocketIoClientTransports.PollingOnly, "transport error")]
    [InlineData(SocketIoClientTransports.WebSocketOnly, "transport close")]
    public async Task A_message_beyond_the_servers_limit_costs_the_connection_and_nothing_else(SocketIoClientTransports transports, string reason)
    {
        await using var server = await ReferenceServer.StartAsync("""{"maxHttpBufferSize":2000}""");
        await using var client = server.CreateClient(transports, o => o with { Reconnect = new ReconnectPolicy { BaseDelay = TimeSpan.FromMilliseconds(10) } });
        var reasons = Channel.CreateUnbounded<string>();
        var joins = Channel.CreateUnbounded<string?>();
        client.OnDisconnected(why => reasons.Writer.WriteAsync(why.Value, Stop));
        client.OnConnected(() => joins.Writer.WriteAsync(client.Id, Stop));
        await client.ConnectAsync(Stop);
        await joins.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop);

        await client.EmitAsync("message", SocketIoArguments.Of(new string('x', 5_000)), Stop);

        (await reasons.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop)).ShouldBe(reason);
        await joins.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop);
        (await client.EmitWithAckAsync("message-with-ack", SocketIoArguments.Of("again"), cancellationToken: Stop))[0].GetString().ShouldBe("again");
    }

    [Fact]
    public async Task An_offer_to_recover_the_connections_state_is_left_alone()
    {
        await using var server = await ReferenceServer.StartAsync("""{"connectionStateRecovery":{}}""");
        await using var client = server.CreateClient(SocketIoClientTransports.WebSocketOnly, o => o with { Reconnect = new ReconnectPolicy { BaseDelay = TimeSpan.FromMilliseconds(10) } });
        var joins = Channel.CreateUnbounded<string?>();
        client.OnConnected(() => joins.Writer.WriteAsync(client.Id, Stop));
        await client.ConnectAsync(Stop);
        var first = await joins.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop);

        await server.Peer.SendAsync(new { @do = "destroySocket" });

        // The reference sends an offset behind the arguments, and a new id: nothing was recovered.
        (await joins.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop)).ShouldNotBe(first);
        (await client.EmitWithAckAsync("message-with-ack", SocketIoArguments.Of("again"), cancellationToken: Stop))[0].GetString().ShouldBe("again");
    }

    [Fact]
    public async Task Query_and_headers_reach_the_server()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var client = server.CreateClient(change: o => o with
        {
            Query = new Dictionary<string, string> { ["who"] = "me & you" },
            Headers = new Dictionary<string, string> { ["X-Test"] = "yes" },
        });

        await client.ConnectAsync(Stop);

        var connection = await server.Peer.NextAsync("connection");
        connection.GetProperty("query").GetProperty("who").GetString().ShouldBe("me & you");
        connection.GetProperty("header").GetString().ShouldBe("yes");
    }

    [Fact]
    public async Task Handlers_may_emit_as_soon_as_they_hear_of_the_join()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var client = server.CreateClient(SocketIoClientTransports.WebSocketOnly);
        client.OnConnected(async () => await client.EmitAsync("from connected", SocketIoArguments.Of(client.Id)));

        await client.ConnectAsync(Stop);

        var report = await server.Peer.NextAsync("event");
        report.GetProperty("name").GetString().ShouldBe("from connected");
        report.GetProperty("args")[0].GetString().ShouldBe(client.Id);
    }

    [Fact]
    public async Task Joins_another_namespace()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var client = server.CreateClient(change: o => o with { Namespace = "/custom" });
        var events = Collect(client);

        await client.ConnectAsync(Stop);

        (await events.NextAsync()).ShouldBe("auth: {}");
    }

    [Fact]
    public async Task A_refusal_says_why()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var unknown = server.CreateClient(change: o => o with { Namespace = "/random" });
        await using var guarded = server.CreateClient(change: o => o with { Namespace = "/guarded", Auth = SocketIoAuth.Of(Json("""{"key":"k1"}""")) });

        (await Should.ThrowAsync<SocketIoRefusedException>(() => unknown.ConnectAsync(Stop))).Message.ShouldBe("Invalid namespace");
        var refusal = await Should.ThrowAsync<SocketIoRefusedException>(() => guarded.ConnectAsync(Stop));
        refusal.Message.ShouldBe("not you");
        refusal.Details!.Value.GetProperty("why").GetString().ShouldBe("k1");
    }

    public static TheoryData<SocketIoClientTransports, bool> AllDisconnects => new MatrixTheoryData<SocketIoClientTransports, bool>(Enum.GetValues<SocketIoClientTransports>(), [false, true]);

    [Theory]
    [MemberData(nameof(AllDisconnects))]
    public async Task A_disconnect_by_the_server_is_final(SocketIoClientTransports transports, bool close)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var client = server.CreateClient(transports);
        await client.ConnectAsync(Stop);

        await server.Peer.SendAsync(new { @do = "disconnect", close });

        (await client.Completion.WaitAsync(Patience, Stop)).ShouldBe(SocketIoDisconnectReason.ServerDisconnect);
        client.State.ShouldBe(ConnectionState.Closed);
        await Should.ThrowAsync<SocketIoDisconnectedException>(async () => await client.EmitAsync("late", cancellationToken: Stop));
    }

    [Theory]
    [MemberData(nameof(AllTransports))]
    public async Task A_disconnect_by_the_client_reaches_the_server_after_what_was_emitted(SocketIoClientTransports transports)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var client = server.CreateClient(transports);
        await client.ConnectAsync(Stop);

        await client.EmitAsync("last words", cancellationToken: Stop);
        await client.DisconnectAsync(Stop);

        (await client.Completion.WaitAsync(Patience, Stop)).ShouldBe(SocketIoDisconnectReason.ClientDisconnect);
        (await server.Peer.NextAsync("event")).GetProperty("name").GetString().ShouldBe("last words");
        (await server.Peer.NextAsync("disconnect")).GetProperty("reason").GetString().ShouldBe("client namespace disconnect");
    }

    [Theory]
    [InlineData("closeTransport", "transport close")]
    [InlineData("destroySocket", "transport close")]
    public async Task A_lost_connection_is_opened_again(string how, string reason)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var client = server.CreateClient(SocketIoClientTransports.WebSocketOnly, o => o with { Reconnect = new ReconnectPolicy { BaseDelay = TimeSpan.FromMilliseconds(10) } });
        var story = Channel.CreateUnbounded<string>();
        client.OnConnected(() => story.Writer.WriteAsync("connected", Stop));
        client.OnDisconnected(why => story.Writer.WriteAsync(why.Value, Stop));
        client.OnReconnecting(change => story.Writer.WriteAsync($"attempt {change.Attempt}", Stop));
        await client.ConnectAsync(Stop);
        var firstId = client.Id;

        await server.Peer.SendAsync(new { @do = how });

        foreach (var expected in new[] { "connected", reason, "attempt 1", "connected" })
        {
            (await story.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop)).ShouldBe(expected);
        }

        client.Id.ShouldNotBe(firstId);
        (await client.EmitWithAckAsync("message-with-ack", SocketIoArguments.Of("again"), cancellationToken: Stop))[0].GetString().ShouldBe("again");
    }

    [Fact]
    public async Task Pings_that_stop_end_the_connection()
    {
        await using var server = await ReferenceServer.StartAsync("""{"pingInterval":100,"pingTimeout":100}""");
        await using var client = server.CreateClient(SocketIoClientTransports.WebSocketOnly, o => o with { Reconnect = ReconnectPolicy.None });
        await client.ConnectAsync(Stop);

        await server.Peer.SendAsync(new { @do = "stopPings" });

        (await client.Completion.WaitAsync(Patience, Stop)).ShouldBe(SocketIoDisconnectReason.PingTimeout);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_a_timeout_and_one_that_cannot_come_says_so()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var client = server.CreateClient(SocketIoClientTransports.WebSocketOnly, o => o with { Reconnect = ReconnectPolicy.None });
        await client.ConnectAsync(Stop);

        await Should.ThrowAsync<TimeoutException>(() => client.EmitWithAckAsync("never-ack", timeout: TimeSpan.FromMilliseconds(50), cancellationToken: Stop));
        var waiting = client.EmitWithAckAsync("never-ack", cancellationToken: Stop);
        await server.Peer.SendAsync(new { @do = "closeTransport" });
        (await Should.ThrowAsync<SocketIoDisconnectedException>(() => waiting)).Reason.ShouldBe(SocketIoDisconnectReason.TransportClose);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_connection_error()
    {
        await using var client = new SocketIoClient(new SocketIoClientOptions { ServerUrl = new Uri("http://127.0.0.1:9") });

        (await Should.ThrowAsync<ConnectionException>(() => client.ConnectAsync(Stop))).IsTransient.ShouldBeTrue();
        client.State.ShouldBe(ConnectionState.Disconnected);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_may_dispose_its_client(bool onDisconnect)
    {
        await using var server = await ReferenceServer.StartAsync();
        var client = server.CreateClient(SocketIoClientTransports.WebSocketOnly, o => o with { Reconnect = ReconnectPolicy.None });
        var disposed = new TaskCompletionSource();
        client.On("auth", async (_, _) =>
        {
            if (!onDisconnect)
            {
                await client.DisposeAsync();
                disposed.SetResult();
            }
        });
        client.OnDisconnected(async _ =>
        {
            if (onDisconnect)
            {
                await client.DisposeAsync();
                disposed.SetResult();
            }
        });
        if (onDisconnect)
        {
            await client.ConnectAsync(Stop);
            await server.Peer.SendAsync(new { @do = "closeTransport" });
        }
        else
        {
            try
            {
                await client.ConnectAsync(Stop);
            }
            catch (ConnectionException exception)
            {
                // The handler was quicker.
                exception.Code.ShouldBe(RealtimeErrorCodes.Closed);
            }
        }

        await disposed.Task.WaitAsync(Patience, Stop);
        await client.DisposeAsync();
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static EventLog Collect(SocketIoClient client) => new(client);

    private sealed class EventLog
    {
        private readonly Channel<string> _events = Channel.CreateUnbounded<string>();

        public EventLog(SocketIoClient client) => client.OnAny((message, _) =>
        {
            var arguments = new List<string>();
            for (var i = 0; i < message.Count; i++)
            {
                arguments.Add(message.TryGetBinary(i, out var bytes) ? $"<{Convert.ToHexString(bytes.Span)}>" : message[i].GetRawText());
            }

            _events.Writer.TryWrite($"{message.Name}: {string.Join(',', arguments)}");
            return default;
        });

        public async Task<string> NextAsync() => await _events.Reader.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop);
    }
}
