namespace Parley.SocketIo.AspNetCore.Tests.Server;

public sealed class DisconnectTests : ServerTest
{
    [Fact]
    public async Task What_a_client_sends_before_it_knows_that_it_is_out_is_dropped_and_it_may_come_back()
    {
        await using var server = await StartAsync(ns => ns.OnDisconnect(TellReason).On("echo", (socket, message, cancellationToken) => socket.EmitAsync("echo", message.Arguments, cancellationToken)));
        await using var socket = await JoinAsync(server);

        server.Server.Of("/").Sockets.Single().Disconnect();
        await socket.SendAsync("421[\"echo\",1]");
        await socket.SendAsync("451-[\"echo\",{\"_placeholder\":true,\"num\":0}]");
        await socket.SendAsync([1]);
        await socket.SendAsync("40");
        await socket.SendAsync("42[\"echo\",2]");

        (await NextAsync()).ShouldBe("server namespace disconnect");
        (await socket.ReceiveAsync()).ShouldBe("41");
        (await socket.ReceiveAsync())!.ShouldStartWith("40{");
        (await socket.ReceiveAsync()).ShouldBe("42[\"echo\",2]");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_intended_end_says_41_and_one_that_wants_a_reconnect_does_not(bool final)
    {
        await using var server = await StartAsync(_ => { });
        await using var socket = await JoinAsync(server);
        var joined = server.Server.Of("/").Sockets.Single();

        await joined.EmitAsync("warning", cancellationToken: Stop);
        if (final)
        {
            joined.Disconnect(closeConnection: true);
        }
        else
        {
            joined.CloseConnection();
        }

        await joined.EmitAsync("too late", cancellationToken: Stop);

        (await socket.ReceiveAsync()).ShouldBe("42[\"warning\"]");
        (await socket.ReceiveAsync()).ShouldBe(final ? "41" : null);
        await socket.ClosedAsync();
    }

    [Theory]
    [InlineData("4abc", "parse error")]
    [InlineData("40", "forced server close")]
    [InlineData("2", "transport error")]
    [InlineData("1", "transport close")]
    [InlineData(null, "transport close")]
    public async Task The_reason_tells_what_happened(string? sent, string reason)
    {
        await using var server = await StartAsync(ns => ns.OnDisconnect(TellReason));
        await using var socket = await JoinAsync(server);

        if (sent is null)
        {
            socket.Socket.Abort();
        }
        else
        {
            await socket.SendAsync(sent);
        }

        (await NextAsync()).ShouldBe(reason);
    }

    [Fact]
    public async Task An_acknowledgement_that_cannot_come_any_more_says_why()
    {
        await using var server = await StartAsync(_ => { });
        await using var socket = await JoinAsync(server);
        var joined = server.Server.Of("/").Sockets.Single();

        var waiting = joined.EmitWithAckAsync("question", cancellationToken: Stop);
        await socket.SendAsync("41");

        (await Should.ThrowAsync<SocketIoDisconnectedException>(() => waiting)).Reason.ShouldBe(SocketIoDisconnectReason.ClientNamespaceDisconnect);
        await Should.ThrowAsync<SocketIoDisconnectedException>(() => joined.EmitWithAckAsync("question", cancellationToken: Stop));
    }

    [Fact]
    public async Task A_late_acknowledgement_is_a_timeout()
    {
        await using var server = await StartAsync(_ => { });
        await using var socket = await JoinAsync(server);
        var joined = server.Server.Of("/").Sockets.Single();

        await Should.ThrowAsync<TimeoutException>(() => joined.EmitWithAckAsync("question", timeout: TimeSpan.FromMilliseconds(1), cancellationToken: Stop));
        (await socket.ReceiveAsync()).ShouldBe("420[\"question\"]");
        await socket.SendAsync("430[\"late\"]");
        var second = joined.EmitWithAckAsync("again", cancellationToken: Stop);
        (await socket.ReceiveAsync()).ShouldBe("421[\"again\"]");
        await socket.SendAsync("431[\"in time\"]");
        (await second)[0].GetString().ShouldBe("in time");
    }

    [Fact]
    public async Task Many_connections_leave_nothing_behind()
    {
        var left = 0;
        await using var server = await StartAsync(ns => ns.OnDisconnect((_, _) =>
        {
            if (Interlocked.Increment(ref left) == 200)
            {
                Tell("all");
            }

            return default;
        }));
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop }, async (i, _) =>
        {
            await using var client = server.CreateClient((SocketIoClientTransports)(i % 3));
            await client.ConnectAsync(Stop);
        });

        (await NextAsync()).ShouldBe("all");
        server.Server.Of("/").Sockets.ShouldBeEmpty();
        await server.StopAsync();
        server.Server.ConnectionCount.ShouldBe(0);
    }
}
