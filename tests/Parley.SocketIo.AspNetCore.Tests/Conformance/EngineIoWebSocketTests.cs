using System.Net.WebSockets;
using System.Text;

namespace Parley.SocketIo.AspNetCore.Tests.Conformance;

/// <summary>Messages by WebSocket, and what is wrong with them.</summary>
public sealed class EngineIoWebSocketTests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    private const string OpenWebSocket = "/engine.io/?EIO=4&transport=websocket";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WebSocket_carries_text_and_binary()
    {
        await using var socket = await server.OpenWebSocketAsync(OpenWebSocket);
        await socket.ReceiveAsync();

        await socket.SendAsync("4hello äöü");
        (await socket.ReceiveAsync()).ShouldBe("4hello äöü");
        await socket.SendAsync([1, 2, 3, 4]);
        (await socket.ReceiveAsync()).ShouldBe("<01020304>");
        await socket.SendAsync(Array.Empty<byte>());
        (await socket.ReceiveAsync()).ShouldBe("<>");
    }

    [Fact]
    public async Task WebSocket_messages_may_come_in_fragments_of_any_size()
    {
        await using var socket = await server.OpenWebSocketAsync(OpenWebSocket);
        await socket.ReceiveAsync();
        var bytes = Encoding.UTF8.GetBytes("4hällo 漢 😀");

        for (var i = 0; i < bytes.Length; i++)
        {
            await socket.Socket.SendAsync(bytes.AsMemory(i, 1), WebSocketMessageType.Text, i == bytes.Length - 1, Stop);
        }

        (await socket.ReceiveAsync()).ShouldBe("4hällo 漢 😀");
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("bAQID")]
    [InlineData("2")]
    [InlineData("1")]
    public async Task WebSocket_is_closed_by_what_is_not_a_packet_and_by_close(string text)
    {
        await using var socket = await server.OpenWebSocketAsync(OpenWebSocket);
        await socket.ReceiveAsync();

        await socket.SendAsync(text);

        await socket.ClosedAsync();
    }

    [Fact]
    public async Task A_message_above_maxPayload_closes_the_WebSocket_with_1009()
    {
        await using var socket = await server.OpenWebSocketAsync(OpenWebSocket);
        await socket.ReceiveAsync();

        await socket.SendAsync("4" + new string('x', 999_999));
        (await socket.ReceiveAsync())!.Length.ShouldBe(1_000_000);
        await socket.SendAsync("4" + new string('x', 1_000_000));

        (await socket.ClosedAsync()).ShouldBe(WebSocketCloseStatus.MessageTooBig);
    }
}
