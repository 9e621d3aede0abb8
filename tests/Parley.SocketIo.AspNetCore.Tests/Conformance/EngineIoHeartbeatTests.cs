using System.Net;

namespace Parley.SocketIo.AspNetCore.Tests.Conformance;

/// <summary>Pings of the server, and clients that answer or do not.</summary>
public sealed class EngineIoHeartbeatTests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    private const string OpenWebSocket = "/engine.io/?EIO=4&transport=websocket";

    [Fact]
    public async Task Polling_is_pinged_and_lives_while_it_answers()
    {
        var session = await server.OpenPollingAsync(server: server.PingingUrl);

        for (var i = 0; i < 3; i++)
        {
            (await server.GetAsync(session, server.PingingUrl)).ShouldBe((HttpStatusCode.OK, "2"));
            (await server.PostAsync(session, "3", server.PingingUrl)).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Polling_without_a_pong_ends()
    {
        var session = await server.OpenPollingAsync(server: server.QuickUrl);

        (await server.GetAsync(session, server.QuickUrl)).Body.ShouldBe("2");
        (await server.GetAsync(session, server.QuickUrl)).Body.ShouldBe("1");
        (await server.GetAsync(session, server.QuickUrl)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task WebSocket_is_pinged_and_lives_while_it_answers()
    {
        await using var socket = await server.OpenWebSocketAsync(OpenWebSocket, server.PingingUrl);
        await socket.ReceiveAsync();

        for (var i = 0; i < 3; i++)
        {
            (await socket.ReceiveAsync()).ShouldBe("2");
            await socket.SendAsync("3");
        }
    }

    [Fact]
    public async Task WebSocket_without_a_pong_is_closed()
    {
        await using var socket = await server.OpenWebSocketAsync(OpenWebSocket, server.QuickUrl);

        await socket.ClosedAsync();
    }
}
