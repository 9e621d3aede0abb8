using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Parley.SocketIo.AspNetCore.Tests.Conformance;

/// <summary>What the Engine.IO 4 specification asks of a server, over raw HTTP and WebSocket.</summary>
public sealed class EngineIoConformanceTests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    private const string Open = "/engine.io/?EIO=4&transport=polling";
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

    [Theory]
    [InlineData("4hello", "4hello")]
    [InlineData("4test1\u001e4test2\u001e4test3", "4test1\u001e4test2\u001e4test3")]
    [InlineData("4hello\u001ebAQIDBA==", "4hello\u001ebAQIDBA==")]
    [InlineData("4äöü 漢 😀", "4äöü 漢 😀")]
    [InlineData("4", "4")]
    [InlineData("b", "b")]
    [InlineData("bAQ", "bAQ==")]
    [InlineData("6\u001e0\u001e5\u001e4x", "4x")]
    public async Task Polling_carries_messages(string sent, string received)
    {
        var session = await server.OpenPollingAsync();

        var post = await server.PostAsync(session, sent);
        post.ShouldBe((HttpStatusCode.OK, "ok"));

        (await server.GetAsync(session)).ShouldBe((HttpStatusCode.OK, received));
    }

    [Fact]
    public async Task A_polling_body_may_come_in_pieces_of_any_size()
    {
        var bytes = Encoding.UTF8.GetBytes("4ä1\u001ebAQIDBA==\u001e4漢");
        var session = await server.OpenPollingAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, session)) { Content = new PushContent(bytes) };

        using var response = await server.Http.SendAsync(request, Stop);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.GetAsync(session)).Body.ShouldBe("4ä1\u001ebAQIDBA==\u001e4漢");
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_replaced_and_pass_on_as_UTF8()
    {
        var session = await server.OpenPollingAsync();
        using var content = new ByteArrayContent([(byte)'4', 0xC3, (byte)'x']);

        using var response = await server.Http.PostAsync(new Uri(server.Url, session), content, Stop);

        (await server.GetAsync(session)).Body.ShouldBe("4\uFFFDx");
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("\u001e")]
    [InlineData("4x\u001e")]
    [InlineData("7")]
    [InlineData("2")]
    public async Task A_body_that_is_not_packets_closes_the_session(string body)
    {
        var session = await server.OpenPollingAsync();

        await server.PostAsync(session, body);

        (await server.GetAsync(session)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_body_above_maxPayload_is_refused_and_the_session_lives()
    {
        var session = await server.OpenPollingAsync();

        (await server.PostAsync(session, "4" + new string('x', 1_000_000))).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await server.PostAsync(session, "4" + new string('x', 999_999))).Status.ShouldBe(HttpStatusCode.OK);
        (await server.GetAsync(session)).Body.Length.ShouldBe(1_000_000);
    }

    [Fact]
    public async Task A_body_above_maxPayload_without_a_length_is_refused_too()
    {
        var session = await server.OpenPollingAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, session)) { Content = new PushContent(new byte[1_000_001], 100_000) };

        try
        {
            using var response = await server.Http.SendAsync(request, Stop);
            response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        }
        catch (HttpRequestException)
        {
            // The answer came before the body was sent, and the connection was closed under it.
        }

        (await server.PostAsync(session, "4x")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Octet_streams_belong_to_an_older_protocol_and_close_the_session()
    {
        var session = await server.OpenPollingAsync();
        using var content = new ByteArrayContent("4x"u8.ToArray());
        content.Headers.ContentType = new("application/octet-stream");

        (await server.Http.PostAsync(new Uri(server.Url, session), content, Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await server.GetAsync(session)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_second_poll_closes_the_session()
    {
        var session = await server.OpenPollingAsync();
        var first = await server.StartPollAsync(session, Stop);

        (await server.GetAsync(session + "&t=burst")).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await first).ShouldBe((HttpStatusCode.OK, "1"));
        (await server.GetAsync(session)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_second_post_closes_the_session()
    {
        var session = await server.OpenPollingAsync();
        using var slow = new HeldContent("4x"u8.ToArray());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, session)) { Content = slow };
        var first = server.Http.SendAsync(request, Stop);
        await slow.Started.WaitAsync(TimeSpan.FromSeconds(30), Stop);

        // The head of the first is on its way; the second is refused as soon as that has arrived.
        HttpStatusCode second;
        do
        {
            second = (await server.PostAsync(session, "4y")).Status;
        }
        while (second == HttpStatusCode.OK);

        second.ShouldBe(HttpStatusCode.BadRequest);
        slow.Release();
        using var ended = await first;
        (await server.GetAsync(session)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_cancelled_poll_closes_the_session()
    {
        var session = await server.OpenPollingAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var poll = await server.StartPollAsync(session, cancel.Token);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => poll);

        // Whether the server sees the end of the first or the second first, there was one poll too many.
        (await server.GetAsync(session)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

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

    [Fact]
    public async Task Polling_is_pinged_and_lives_while_it_answers()
    {
        var session = await server.OpenPollingAsync(server: server.QuickUrl);

        for (var i = 0; i < 3; i++)
        {
            (await server.GetAsync(session, server.QuickUrl)).ShouldBe((HttpStatusCode.OK, "2"));
            (await server.PostAsync(session, "3", server.QuickUrl)).Status.ShouldBe(HttpStatusCode.OK);
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
        await using var socket = await server.OpenWebSocketAsync(OpenWebSocket, server.QuickUrl);
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

    [Fact]
    public async Task A_close_packet_by_post_ends_the_session_and_frees_the_poll()
    {
        var session = await server.OpenPollingAsync();
        var poll = await server.StartPollAsync(session, Stop);

        (await server.PostAsync(session, "1")).ShouldBe((HttpStatusCode.OK, "ok"));

        (await poll).ShouldBe((HttpStatusCode.OK, "6"));
        (await server.GetAsync(session)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

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

    /// <summary>A body without a length, written in pieces.</summary>
    private sealed class PushContent(byte[] bytes, int piece = 1) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var i = 0; i < bytes.Length; i += piece)
            {
                await stream.WriteAsync(bytes.AsMemory(i, Math.Min(piece, bytes.Length - i)), Stop);
                await stream.FlushAsync(Stop);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>A body whose end waits for the test.</summary>
    private sealed class HeldContent(byte[] bytes) : HttpContent
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => _started.Task;

        public void Release() => _released.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, 1), Stop);
            await stream.FlushAsync(Stop);
            _started.TrySetResult();
            await _released.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
            await stream.WriteAsync(bytes.AsMemory(1), Stop);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
