using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Security;
using Parley.Server.VoxNexus;

namespace Parley.Server.Tests.VoxNexus;

/// <summary>Who may use the face, on a server that requires keys and on one that does not.</summary>
public sealed class AccessTests
{
    private static readonly Dictionary<string, string?> WithKeys = new() { ["requireKeys"] = "true" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(VoxNexusSocket.Tts)]
    [InlineData(VoxNexusSocket.Stt)]
    public async Task A_key_opens_a_socket_from_each_of_its_three_places(string path)
    {
        await using var f = await VoxNexusFixture.StartAsync(settings: WithKeys);
        var key = await CreateKeyAsync(f);
        await (await f.OpenAsync($"{path}?token={key}")).PingAsync();
        await (await f.OpenAsync(path, o => o.SetRequestHeader("X-Api-Key", key))).PingAsync();
        await (await f.OpenAsync(path, o => o.SetRequestHeader("Authorization", $"bearer {key}"))).PingAsync();
        await (await f.OpenAsync($"{path}/?x=1&token={key}", o => o.SetRequestHeader("Authorization", "Digest abc"))).PingAsync();
    }

    [Theory]
    [InlineData("", null, null, "UNAUTHORIZED")]
    [InlineData("?token=", null, null, "UNAUTHORIZED")]
    [InlineData("?token=wrong", null, null, "INVALID_API_KEY")]
    [InlineData("", "X-Api-Key", "wrong", "INVALID_API_KEY")]
    [InlineData("", "Authorization", "Bearer wrong", "INVALID_API_KEY")]
    [InlineData("?token=GOOD", "X-Api-Key", "wrong", "INVALID_API_KEY")]
    [InlineData("?token=GOOD", "Authorization", "Bearer wrong", "INVALID_API_KEY")]
    public async Task A_missing_or_wrong_key_is_401_before_the_upgrade(string query, string? header, string? value, string code)
    {
        await using var f = await VoxNexusFixture.StartAsync(settings: WithKeys);
        var key = await CreateKeyAsync(f);
        foreach (var path in new[] { VoxNexusSocket.Tts, VoxNexusSocket.Stt })
        {
            (await HandshakeAsync(f, path + query.Replace("GOOD", key), header, value)).ShouldBe((401, code));
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/voices" + query.Replace("GOOD", key));
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        using var answer = await f.Server.Http.SendAsync(request, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        var error = await JsonAsync(answer);
        ((string)error["code"]!).ShouldBe(code);
        ((string)error["request_id"]!).ShouldBe(answer.Headers.GetValues("X-Request-ID").Single());
        f.Server.Logs.Entries.ShouldAllBe(e => !e.Message.Contains(key));
    }

    [Fact]
    public async Task A_key_without_the_speech_scope_is_403()
    {
        await using var f = await VoxNexusFixture.StartAsync(settings: WithKeys);
        var key = await CreateKeyAsync(f, KeyScopes.Conversation);
        (await HandshakeAsync(f, $"{VoxNexusSocket.Tts}?token={key}")).ShouldBe((403, "FORBIDDEN"));
    }

    [Fact]
    public async Task A_revoked_key_ends_its_sockets_and_no_others()
    {
        await using var f = await VoxNexusFixture.StartAsync(settings: WithKeys);
        var store = f.Server.Server.Services.GetRequiredService<IKeyStore>();
        var (key, record) = await store.CreateAsync(null, "one", KeyScopes.Speech, Stop);
        var other = await CreateKeyAsync(f);
        await using var revoked = await f.OpenAsync($"{VoxNexusSocket.Stt}?token={key}");
        await using var good = await f.OpenAsync($"{VoxNexusSocket.Stt}?token={other}");
        await revoked.PingAsync();
        (await store.RevokeAsync(record.Id, Stop)).ShouldBeTrue();
        var error = revoked.ReceiveErrorAsync();
        await f.PassTimeUntilAsync(error, TimeSpan.FromSeconds(1));
        (await error).ShouldBe("INVALID_API_KEY");
        (await revoked.ReceiveCloseAsync()).ShouldBe((1008, "INVALID_API_KEY"));
        await good.PingAsync();
        (await HandshakeAsync(f, $"{VoxNexusSocket.Tts}?token={key}")).ShouldBe((401, "INVALID_API_KEY"));
    }

    [Fact]
    public async Task Auth_errors_come_as_a_frame_for_those_who_ask()
    {
        await using var f = await VoxNexusFixture.StartAsync(settings: WithKeys);
        await using var socket = await f.OpenAsync($"{VoxNexusSocket.Tts}?token=wrong&auth_errors=frame");
        (await socket.ReceiveErrorAsync()).ShouldBe("INVALID_API_KEY");
        var close = socket.ReceiveCloseAsync();
        await f.PassTimeUntilAsync(close, TimeSpan.FromSeconds(1));
        (await close).ShouldBe((1008, "INVALID_API_KEY"));
    }

    [Fact]
    public async Task A_key_has_a_number_of_sockets_and_gets_them_back()
    {
        await using var f = await VoxNexusFixture.StartAsync(settings: WithKeys, options: new VoxNexusOptions { ConnectionsPerKey = 4 });
        var key = await CreateKeyAsync(f);
        List<VoxNexusSocket> open = [];
        for (var i = 0; i < 4; i++)
        {
            open.Add(await f.OpenAsync($"{(i % 2 == 0 ? VoxNexusSocket.Tts : VoxNexusSocket.Stt)}?token={key}"));
        }

        (await HandshakeAsync(f, $"{VoxNexusSocket.Tts}?token={key}")).ShouldBe((429, "CONCURRENCY_LIMIT_EXCEEDED"));
        await (await f.OpenAsync($"{VoxNexusSocket.Tts}?token={await CreateKeyAsync(f)}")).PingAsync();
        await open[0].CloseAsync();
        await f.Server.Server.Services.GetRequiredService<Parley.Server.VoxNexus.Connections.LiveSessions>().WaitForCountAsync(4, Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await (await f.OpenAsync($"{VoxNexusSocket.Tts}?token={key}")).PingAsync();
    }

    [Fact]
    public async Task A_short_lived_token_opens_sockets_until_it_expires_and_makes_no_others()
    {
        await using var f = await VoxNexusFixture.StartAsync(settings: WithKeys);
        var key = await CreateKeyAsync(f);
        using var made = await PostAsync(f, "v1/tokens", key, new JsonObject { ["ttl_seconds"] = 60 });
        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await JsonAsync(made);
        var token = (string)answer["token"]!;
        token.ShouldMatch("^[A-Za-z0-9_-]+$");
        ((int)answer["expires_in"]!).ShouldBe(60);
        await using var socket = await f.OpenAsync($"{VoxNexusSocket.Stt}?token={token}");
        using (var again = await PostAsync(f, "v1/tokens", token, null))
        {
            again.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        f.Time.Advance(TimeSpan.FromSeconds(61));
        (await HandshakeAsync(f, $"{VoxNexusSocket.Stt}?token={token}")).ShouldBe((401, "INVALID_API_KEY"));
        await socket.SendAsync("""{"type":"ping"}""");
        using var bad = await PostAsync(f, "v1/tokens", key, new JsonObject { ["ttl_seconds"] = 1 });
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var plain = await PostAsync(f, "v1/tokens", key, null);
        ((int)(await JsonAsync(plain))["expires_in"]!).ShouldBe(300);
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://localhost:1", 101)]
    public async Task Without_keys_foreign_pages_stay_outside(string origin, int status)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        foreach (var path in new[] { VoxNexusSocket.Tts, VoxNexusSocket.Stt })
        {
            (await HandshakeAsync(f, path, "Origin", origin)).Status.ShouldBe(status);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/voices");
        request.Headers.Add("Origin", origin);
        using var answer = await f.Server.Http.SendAsync(request, Stop);
        ((int)answer.StatusCode).ShouldBe(status == 101 ? 200 : 403);
    }

    [Fact]
    public async Task With_keys_a_foreign_page_that_has_one_is_let_in()
    {
        await using var f = await VoxNexusFixture.StartAsync(settings: WithKeys);
        var key = await CreateKeyAsync(f);
        (await HandshakeAsync(f, $"{VoxNexusSocket.Tts}?token={key}", "Origin", "https://app.example")).Status.ShouldBe(101);
        (await HandshakeAsync(f, VoxNexusSocket.Tts, "Origin", "https://app.example")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_foreign_host_is_421()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        (await HandshakeAsync(f, VoxNexusSocket.Tts, "Host", "evil.example")).Status.ShouldBe(421);
    }

    [Fact]
    public async Task Without_keys_any_key_or_none_is_accepted()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await (await f.OpenAsync(VoxNexusSocket.Tts)).PingAsync();
        await (await f.OpenAsync($"{VoxNexusSocket.Stt}?token=YOUR_API_KEY")).PingAsync();
    }

    private static async Task<string> CreateKeyAsync(VoxNexusFixture f, KeyScopes scopes = KeyScopes.Speech) =>
        (await f.Server.Server.Services.GetRequiredService<IKeyStore>().CreateAsync(null, "test", scopes, Stop)).Key;

    private static async Task<HttpResponseMessage> PostAsync(VoxNexusFixture f, string path, string key, JsonNode? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Api-Key", key);
        return await f.Server.Http.SendAsync(request, Stop);
    }

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!.AsObject();

    /// <summary>An upgrade request by hand: the status and the error's code, which WebSocket clients hide.</summary>
    private static async Task<(int Status, string? Code)> HandshakeAsync(VoxNexusFixture f, string path, string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        using var answer = await f.Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        var code = answer.StatusCode == HttpStatusCode.SwitchingProtocols ? null : (string?)(await JsonAsync(answer))["code"];
        return ((int)answer.StatusCode, code);
    }
}
