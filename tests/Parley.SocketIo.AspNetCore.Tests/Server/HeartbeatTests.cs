using Parley.Testing;

namespace Parley.SocketIo.AspNetCore.Tests.Server;

public sealed class HeartbeatTests : ServerTest
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_ping_goes_out_every_interval_and_a_late_pong_ends_the_connection()
    {
        await using var server = await StartAsync(ns => ns.OnDisconnect(TellReason), time: _time);
        await using var socket = await JoinAsync(server);

        Advance(_time, 25);
        (await socket.ReceiveAsync()).ShouldBe("2");
        await socket.SendAsync("3");
        await AnswerAsync(socket);
        Advance(_time, 24.9);
        await AnswerAsync(socket);
        Advance(_time, 0.1);
        (await socket.ReceiveAsync()).ShouldBe("2");
        Advance(_time, 19.9);
        await Task.Yield();
        server.Server.ConnectionCount.ShouldBe(1);
        Advance(_time, 0.1);

        (await NextAsync()).ShouldBe("ping timeout");
        await socket.ClosedAsync();
    }

    [Fact]
    public async Task Another_packet_gets_a_late_pong_more_time_once()
    {
        await using var server = await StartAsync(ns => ns.OnDisconnect(TellReason), time: _time);
        await using var socket = await JoinAsync(server);
        Advance(_time, 25);
        (await socket.ReceiveAsync()).ShouldBe("2");

        Advance(_time, 15);
        await AnswerAsync(socket);
        Advance(_time, 15);
        await AnswerAsync(socket);
        Advance(_time, 5);

        (await NextAsync()).ShouldBe("ping timeout");
    }

    [Fact]
    public async Task Pongs_that_nobody_asked_for_do_not_put_the_ping_off()
    {
        await using var server = await StartAsync(ns => ns.OnDisconnect(TellReason), time: _time);
        await using var socket = await JoinAsync(server);

        Advance(_time, 24);
        await socket.SendAsync("3");
        await AnswerAsync(socket);
        Advance(_time, 1);

        (await socket.ReceiveAsync()).ShouldBe("2");
    }

    [Fact]
    public async Task A_polling_session_that_is_never_polled_is_forgotten()
    {
        await using var server = await StartAsync(_ => { }, time: _time);
        using var http = new HttpClient();
        await http.GetStringAsync(new Uri(server.Url, "/socket.io/?EIO=4&transport=polling"), Stop);
        server.Server.ConnectionCount.ShouldBe(1);

        Advance(_time, 25);
        Advance(_time, 20);

        server.Server.ConnectionCount.ShouldBe(0);
        _time.ActiveTimers.ShouldBe(0);
    }

    [Fact]
    public async Task A_connection_that_joins_no_namespace_is_closed()
    {
        await using var server = await StartAsync(_ => { }, options => options.ConnectTimeout = TimeSpan.FromSeconds(10), _time);
        await using var socket = await OpenAsync(server);
        await socket.ReceiveAsync();

        Advance(_time, 10);

        await socket.ClosedAsync();
    }

    [Fact]
    public async Task An_upgrade_that_is_not_completed_is_given_up()
    {
        await using var server = await StartAsync(_ => { }, time: _time);
        using var http = new HttpClient();
        var open = await http.GetStringAsync(new Uri(server.Url, "/socket.io/?EIO=4&transport=polling"), Stop);
        var id = System.Text.Json.JsonDocument.Parse(open[1..]).RootElement.GetProperty("sid").GetString();
        await using var socket = await OpenAsync(server, $"?EIO=4&transport=websocket&sid={id}");
        await socket.SendAsync("2probe");
        (await socket.ReceiveAsync()).ShouldBe("3probe");

        Advance(_time, 10);

        await socket.ClosedAsync();
        server.Server.ConnectionCount.ShouldBe(1);
    }

    // An answer shows that all sent before has been handled.
    private static async Task AnswerAsync(Conformance.RawWebSocket socket)
    {
        await socket.SendAsync("40/nowhere");
        (await socket.ReceiveAsync())!.ShouldStartWith("44/nowhere");
    }
}
