using System.Net;
using System.Net.WebSockets;
using System.Text.Json;

namespace Parley.SocketIo.AspNetCore.Tests.Conformance;

/// <summary>How a session is opened, and how it is refused.</summary>
public sealed class EngineIoHandshakeTests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    private const string OpenWebSocket = "/engine.io/?EIO=4&transport=websocket";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/engine.io/?EIO=4&transport=polling")]
    [InlineData("/engine.io?EIO=4&transport=polling")]
    [InlineData("/engine.io/?EIO=4&transport=polling&auth=&t=abc&b64=1")]
    public async Task Polling_opens_a_session(string address)
    {
        using var response = await server.Http.GetAsync(new Uri(server.QuickUrl, address), Stop);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=UTF-8");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        ShouldBeHandshake(await response.Content.ReadAsStringAsync(Stop), "websocket");
    }

    [Fact]
    public async Task WebSocket_opens_a_session()
    {
        await using var socket = await server.OpenWebSocketAsync(OpenWebSocket, server.QuickUrl);

        ShouldBeHandshake((await socket.ReceiveAsync())!);
    }

    [Theory]
    [InlineData("GET", "?transport=polling", 5, "Unsupported protocol version")]
    [InlineData("GET", "?EIO=abc&transport=polling", 5, "Unsupported protocol version")]
    [InlineData("GET", "?EIO=3&transport=polling", 5, "Unsupported protocol version")]
    [InlineData("GET", "?EIO=4", 0, "Transport unknown")]
    [InlineData("GET", "?EIO=4&transport=abc", 0, "Transport unknown")]
    [InlineData("GET", "", 0, "Transport unknown")]
    [InlineData("GET", "?EIO=4&transport=polling&sid=none", 1, "Session ID unknown")]
    [InlineData("POST", "?EIO=4&transport=polling&sid=none", 1, "Session ID unknown")]
    [InlineData("POST", "?EIO=4&transport=polling", 2, "Bad handshake method")]
    [InlineData("PUT", "?EIO=4&transport=polling", 2, "Bad handshake method")]
    [InlineData("GET", "?EIO=4&transport=websocket", 3, "Bad request")]
    public async Task A_bad_handshake_gets_its_documented_code(string method, string query, int code, string message)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server.Url, "/engine.io/" + query));
        using var response = await server.Http.SendAsync(request, Stop);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync(Stop)).ShouldBe($$"""{"code":{{code}},"message":"{{message}}"}""");
    }

    [Theory]
    [InlineData("/engine.io/?transport=websocket")]
    [InlineData("/engine.io/?EIO=abc&transport=websocket")]
    [InlineData("/engine.io/?EIO=4")]
    [InlineData("/engine.io/?EIO=4&transport=abc")]
    [InlineData("/engine.io/?EIO=4&transport=polling")]
    [InlineData("/engine.io/?EIO=4&transport=websocket&sid=none")]
    public async Task A_bad_WebSocket_handshake_opens_nothing(string address) =>
        await Should.ThrowAsync<WebSocketException>(() => server.OpenWebSocketAsync(address));

    private static void ShouldBeHandshake(string packet, params string[] upgrades)
    {
        packet[0].ShouldBe('0');
        using var open = JsonDocument.Parse(packet[1..]);
        open.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(["sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"]);
        open.RootElement.GetProperty("sid").GetString()!.Length.ShouldBe(20);
        open.RootElement.GetProperty("upgrades").EnumerateArray().Select(u => u.GetString()).ShouldBe(upgrades);
        open.RootElement.GetProperty("pingInterval").GetInt32().ShouldBe(300);
        open.RootElement.GetProperty("pingTimeout").GetInt32().ShouldBe(200);
        open.RootElement.GetProperty("maxPayload").GetInt32().ShouldBe(1_000_000);
    }
}
