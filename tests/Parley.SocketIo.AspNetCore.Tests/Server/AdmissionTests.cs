using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Parley.Testing;

namespace Parley.SocketIo.AspNetCore.Tests.Server;

public sealed class AdmissionTests : ServerTest
{
    private const string Open = "/socket.io/?EIO=4&transport=polling";

    [Fact]
    public async Task The_application_may_refuse_requests_with_its_own_words()
    {
        await using var server = await StartAsync(_ => { }, options => options.AllowRequest = context =>
            new ValueTask<string?>(context.Request.Headers.Origin == "https://good.example" ? null : "this origin is not \"allowed\""));
        using var http = new HttpClient();
        using var good = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, Open));
        good.Headers.Add("Origin", "https://good.example");

        using var refused = await http.GetAsync(new Uri(server.Url, Open), Stop);
        using var accepted = await http.SendAsync(good, Stop);

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.Content.ReadAsStringAsync(Stop)).ShouldBe("""{"code":4,"message":"this origin is not \u0022allowed\u0022"}""");
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<WebSocketException>(() => OpenAsync(server));
    }

    [Fact]
    public async Task A_stranger_may_not_send_what_a_trusted_client_may()
    {
        await using var server = await StartAsync(
            main =>
            {
                main.On("trust", (socket, _, _) =>
                {
                    socket.AllowMaxPayload();
                    return default;
                });
                main.On("echo", (socket, message, cancellationToken) => socket.EmitAsync("echo", message.Arguments, cancellationToken));
            },
            options => options.MaxInitialPayload = 1_000);
        var large = $"42[\"echo\",\"{new string('x', 100_000)}\"]";

        await using var stranger = await OpenAsync(server);
        (await stranger.ReceiveAsync())!.ShouldStartWith("0{");
        await stranger.SendAsync("40");
        await stranger.SendAsync(large);
        (await stranger.ClosedAsync()).ShouldBe(WebSocketCloseStatus.MessageTooBig);

        await using var trusted = await OpenAsync(server);
        (await trusted.ReceiveAsync())!.ShouldStartWith("0{");
        await trusted.SendAsync("40");
        (await trusted.ReceiveAsync())!.ShouldStartWith("40{");
        await trusted.SendAsync("420[\"trust\"]");
        (await trusted.ReceiveAsync())!.ShouldBe("430[]");
        await trusted.SendAsync(large);
        (await trusted.ReceiveAsync())!.ShouldBe(large);

        using var http = new HttpClient();
        var open = await http.GetStringAsync(new Uri(server.Url, Open), Stop);
        var sid = System.Text.Json.JsonDocument.Parse(open[1..]).RootElement.GetProperty("sid").GetString();
        using var posted = await http.PostAsync(new Uri(server.Url, $"{Open}&sid={sid}"), new StringContent("40\u001e" + large), Stop);
        posted.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task The_hosts_CORS_policy_is_the_endpoints()
    {
        await using var server = await StartAsync(_ => { });
        using var http = new HttpClient();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, new Uri(server.Url, Open + "&sid=x"));
        preflight.Headers.Add("Origin", "https://friend.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type");
        using var friend = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, Open));
        friend.Headers.Add("Origin", "https://friend.example");
        using var stranger = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, Open));
        stranger.Headers.Add("Origin", "https://stranger.example");

        using var allowed = await http.SendAsync(preflight, Stop);
        using var answered = await http.SendAsync(friend, Stop);
        using var unmarked = await http.SendAsync(stranger, Stop);

        allowed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        allowed.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://friend.example"]);
        answered.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://friend.example"]);
        unmarked.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task A_WebSocket_may_come_over_HTTP2()
    {
        await using var server = await SocketIoTestServer.StartAsync(
            io => io.Of("/").On("echo", (socket, message, cancellationToken) => socket.EmitAsync("echo", message.Arguments, cancellationToken)),
            protocols: HttpProtocols.Http2);
        using var client = new ClientWebSocket();
        client.Options.HttpVersion = HttpVersion.Version20;
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await client.ConnectAsync(new UriBuilder(new Uri(server.Url, "/socket.io/?EIO=4&transport=websocket")) { Scheme = "ws" }.Uri, invoker, Stop);
        await using var socket = new Conformance.RawWebSocket(client);

        (await socket.ReceiveAsync())!.ShouldStartWith("0{");
        await socket.SendAsync("40");
        (await socket.ReceiveAsync())!.ShouldStartWith("40{");
        await socket.SendAsync("42[\"echo\",1]");
        (await socket.ReceiveAsync()).ShouldBe("42[\"echo\",1]");
        await socket.SendAsync("1");
        await socket.ClosedAsync();
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version", "8", 426)]
    [InlineData("Sec-WebSocket-Key", "short", 400)]
    public async Task A_malformed_WebSocket_handshake_is_refused_and_leaves_nothing(string header, string value, int status)
    {
        await using var server = await StartAsync(_ => { });
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "/socket.io/?EIO=4&transport=websocket"));
        var headers = new Dictionary<string, string> { ["Connection"] = "Upgrade", ["Upgrade"] = "websocket", ["Sec-WebSocket-Version"] = "13", ["Sec-WebSocket-Key"] = "AAAAAAAAAAAAAAAAAAAAAA==", [header] = value };
        foreach (var (name, text) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, text);
        }

        using var response = await http.SendAsync(request, Stop);

        ((int)response.StatusCode).ShouldBe(status);
        server.Server.ConnectionCount.ShouldBe(0);
    }

    [Fact]
    public async Task Connections_are_counted_and_limited()
    {
        await using var server = await StartAsync(_ => { }, options => options.MaxConnections = 2);
        using var http = new HttpClient();
        await using var first = await JoinAsync(server);
        await http.GetStringAsync(new Uri(server.Url, Open), Stop);

        using var third = await http.GetAsync(new Uri(server.Url, Open), Stop);

        third.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await third.Content.ReadAsStringAsync(Stop)).ShouldBe("""{"code":4,"message":"Too many connections"}""");
        server.Server.ConnectionCount.ShouldBe(2);
    }

    [Fact]
    public async Task A_transport_that_is_not_offered_is_unknown()
    {
        await using var server = await StartAsync(_ => { }, options => options.Transports = SocketIoTransports.WebSocket);
        using var http = new HttpClient();

        using var polling = await http.GetAsync(new Uri(server.Url, Open), Stop);
        await using var socket = await JoinAsync(server);

        (await polling.Content.ReadAsStringAsync(Stop)).ShouldBe("""{"code":0,"message":"Transport unknown"}""");
    }

    [Fact]
    public async Task Upgrades_are_offered_only_when_allowed()
    {
        await using var server = await StartAsync(_ => { }, options => options.AllowUpgrades = false);
        using var http = new HttpClient();

        (await http.GetStringAsync(new Uri(server.Url, Open), Stop)).ShouldContain("\"upgrades\":[],");
    }

    [Fact]
    public async Task A_connection_above_its_rate_is_slowed_down_and_loses_nothing()
    {
        var time = new FakeTimeProvider();
        await using var server = await StartAsync(
            ns => ns.On("n", (_, message, _) =>
            {
                Tell($"{message[0]}");
                return default;
            }),
            options => options.RateLimit = new SocketIoRateLimit(10, 4),
            time);
        await using var socket = await JoinAsync(server);
        var timers = time.ActiveTimers;
        for (var i = 0; i < 5; i++)
        {
            await socket.SendAsync($"42[\"n\",{i}]");
        }

        // The connect packet was the first of four.
        (await NextAsync()).ShouldBe("0");
        (await NextAsync()).ShouldBe("1");
        (await NextAsync()).ShouldBe("2");
        await time.WhenTimersAsync(timers + 1, Stop).WaitAsync(Patience, Stop);
        Story.Reader.TryRead(out _).ShouldBeFalse();
        Advance(time, 0.1);
        (await NextAsync()).ShouldBe("3");
        await time.WhenTimersAsync(timers + 1, Stop).WaitAsync(Patience, Stop);
        Advance(time, 0.1);
        (await NextAsync()).ShouldBe("4");
    }

    [Theory]
    [InlineData("PingInterval")]
    [InlineData("MaxPayload")]
    [InlineData("Transports")]
    [InlineData("RateLimit")]
    public async Task Settings_out_of_range_are_refused_at_start(string which)
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() => StartAsync(_ => { }, options =>
        {
            switch (which)
            {
                case "PingInterval": options.PingInterval = TimeSpan.Zero; break;
                case "MaxPayload": options.MaxPayload = 0; break;
                case "Transports": options.Transports = SocketIoTransports.None; break;
                case "RateLimit": options.RateLimit = new SocketIoRateLimit(0, 1); break;
            }
        }));

        error.Message.ShouldContain(which);
    }

    [Fact]
    public async Task With_ASCII_asked_for_nothing_else_leaves()
    {
        await using var server = await StartAsync(
            ns => ns
                .OnConnect((_, _, _) => new(SocketIoConnectResult.Accept))
                .On("echo", (socket, message, cancellationToken) => socket.EmitAsync("écho", message.Arguments, cancellationToken))
                .On("ask", (_, message, _) =>
                {
                    message.Acknowledge(message.Arguments);
                    return default;
                })
                .On("write", (socket, _, cancellationToken) => socket.EmitAsync("written", "ü<>&'+/\"", static (json, text) => json.WriteStringValue(text), cancellationToken)),
            options => options.EscapeNonAscii = true);
        await using var socket = await JoinAsync(server);

        await socket.SendAsync("42[\"echo\",\"ä漢😀\\u00fc/+\"]");
        (await socket.ReceiveAsync()).ShouldBe("""42["\u00e9cho","\u00e4\u6f22\ud83d\ude00\u00fc/+"]""");
        await socket.SendAsync("423[\"ask\",\"ä\"]");
        (await socket.ReceiveAsync()).ShouldBe("""433["\u00e4"]""");
        await socket.SendAsync("42[\"write\"]");
        (await socket.ReceiveAsync()).ShouldBe("""42["written","\u00fc<>&'+/\""]""");
    }
}
