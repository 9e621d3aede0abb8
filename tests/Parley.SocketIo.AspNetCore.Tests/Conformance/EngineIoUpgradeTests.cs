using System.Net;

namespace Parley.SocketIo.AspNetCore.Tests.Conformance;

/// <summary>From polling to WebSocket.</summary>
public sealed class EngineIoUpgradeTests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    [Fact]
    public async Task An_upgrade_frees_the_poll_and_moves_to_WebSocket()
    {
        var session = await server.OpenPollingAsync();
        await using var socket = await server.OpenWebSocketAsync(session.Replace("polling", "websocket"));
        await socket.SendAsync("2probe");
        (await socket.ReceiveAsync()).ShouldBe("3probe");

        (await server.GetAsync(session)).ShouldBe((HttpStatusCode.OK, "6"));
        await socket.SendAsync("5");
        await socket.SendAsync("4hello");

        (await socket.ReceiveAsync()).ShouldBe("4hello");
    }

    [Fact]
    public async Task An_upgrade_needs_no_poll()
    {
        var session = await server.OpenPollingAsync();
        await server.PostAsync(session, "4before");
        await using var socket = await server.OpenWebSocketAsync(session.Replace("polling", "websocket"));

        await socket.SendAsync("2probe");
        await socket.SendAsync("5");
        await socket.SendAsync("4after");

        (await socket.ReceiveAsync()).ShouldBe("3probe");
        (await socket.ReceiveAsync()).ShouldBe("4before");
        (await socket.ReceiveAsync()).ShouldBe("4after");
    }

    [Fact]
    public async Task After_an_upgrade_the_session_is_reached_by_its_WebSocket_only()
    {
        var session = await server.OpenPollingAsync();
        await using var socket = await UpgradeAsync(session);

        (await server.GetAsync(session)).ShouldBe((HttpStatusCode.BadRequest, """{"code":3,"message":"Bad request"}"""));
        (await server.PostAsync(session, "4x")).Status.ShouldBe(HttpStatusCode.BadRequest);
        await using (var second = await server.OpenWebSocketAsync(session.Replace("polling", "websocket")))
        {
            await second.ClosedAsync();
        }

        await socket.SendAsync("4hello");
        (await socket.ReceiveAsync()).ShouldBe("4hello");
    }

    [Theory]
    [InlineData("4x")]
    [InlineData("2")]
    [InlineData("abc")]
    public async Task A_failed_upgrade_leaves_polling_as_it_was(string instead)
    {
        var session = await server.OpenPollingAsync();
        await using (var socket = await server.OpenWebSocketAsync(session.Replace("polling", "websocket")))
        {
            await socket.SendAsync(instead);
            await socket.ClosedAsync();
        }

        await server.PostAsync(session, "4still here");
        (await server.GetAsync(session)).Body.ShouldBe("4still here");
        await using var upgraded = await UpgradeAsync(session);
        await upgraded.SendAsync("4now");
        (await upgraded.ReceiveAsync()).ShouldBe("4now");
    }

    private async Task<RawWebSocket> UpgradeAsync(string session)
    {
        var socket = await server.OpenWebSocketAsync(session.Replace("polling", "websocket"));
        await socket.SendAsync("2probe");
        (await socket.ReceiveAsync()).ShouldBe("3probe");
        await socket.SendAsync("5");
        await socket.SendAsync("4upgraded");
        (await socket.ReceiveAsync()).ShouldBe("4upgraded");
        return socket;
    }
}
