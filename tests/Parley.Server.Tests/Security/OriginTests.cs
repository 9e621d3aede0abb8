using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Security;
using Parley.Testing.Server;

namespace Parley.Server.Tests.Security;

/// <summary>A web page is not the user: which origins may do what, before any face sees the request.</summary>
public sealed class OriginTests
{
    private static readonly Dictionary<string, string?> Keys = new() { ["requireKeys"] = "true" };

    [Theory]
    [InlineData("http://localhost:{port}")]
    [InlineData("http://localhost:3000")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080")]
    [InlineData("https://localhost")]
    [InlineData("https://app.example")]
    [InlineData("tauri://localhost")]
    public async Task Without_keys_own_loopback_and_allowed_pages_pass_and_may_read_the_answer(string origin)
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["allowedOrigins"] = "https://app.example, tauri://localhost" });
        origin = origin.Replace("{port}", server.Address.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

        var rest = await SendAsync(server, HttpMethod.Get, "api/server", origin);
        var upgrade = await RawSocket.UpgradeAsync(server, "/v1/tts/realtime", "Origin: " + origin);

        rest.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(rest, "Access-Control-Allow-Origin").ShouldBe(origin);
        Header(rest, "Vary").ShouldBe("Origin");
        upgrade.StatusLine.ShouldStartWith("HTTP/1.1 101");
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("https://app.example.evil.example")]
    [InlineData("http://app.example")]
    [InlineData("https://app.example:8443")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("http://127.0.0.1.evil.example")]
    [InlineData("http://192.168.0.5")]
    [InlineData("file://")]
    [InlineData("null")]
    [InlineData("garbage")]
    public async Task Without_keys_any_other_page_gets_403_on_every_path(string origin)
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["allowedOrigins"] = "https://app.example" });

        foreach (var path in new[] { "api/server", "health/live", "v1/voices", "nothing/here" })
        {
            var rest = await SendAsync(server, HttpMethod.Get, path, origin);
            rest.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            Header(rest, "Access-Control-Allow-Origin").ShouldBeNull();
        }

        (await RawSocket.UpgradeAsync(server, "/v1/tts/realtime", "Origin: " + origin)).StatusLine.ShouldStartWith("HTTP/1.1 403");
        (await RawSocket.UpgradeAsync(server, "/v1/tts/realtime?token=any", "Origin: " + origin)).StatusLine.ShouldStartWith("HTTP/1.1 403");
        (await SendAsync(server, HttpMethod.Options, "v1/tts", origin, preflight: true)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Two_origins_in_one_request_get_403()
    {
        await using var server = await ServerFixture.StartAsync();
        var answer = await RawSocket.UpgradeAsync(server, "/v1/tts/realtime", "Origin: http://localhost", "Origin: http://evil.example");
        answer.StatusLine.ShouldStartWith("HTTP/1.1 403");
    }

    [Fact]
    public async Task With_keys_a_foreign_page_passes_by_an_explicit_good_key_alone()
    {
        await using var server = await ServerFixture.StartAsync(Keys);
        var key = await KeyAsync(server);
        const string origin = "https://somewhere.example";

        (await SendAsync(server, HttpMethod.Get, "api/server", origin)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(server, HttpMethod.Get, "api/server", origin, cookie: "key=" + key)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(server, HttpMethod.Get, "api/server?access_token=wrong", origin)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var good = await SendAsync(server, HttpMethod.Get, "api/server?access_token=" + key, origin);
        good.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(good, "Access-Control-Allow-Origin").ShouldBe(origin);
        (await RawSocket.UpgradeAsync(server, "/v1/tts/realtime?token=" + key, "Origin: " + origin)).StatusLine.ShouldStartWith("HTTP/1.1 101");
        (await RawSocket.UpgradeAsync(server, "/v1/tts/realtime", "Origin: " + origin)).StatusLine.ShouldStartWith("HTTP/1.1 403");
    }

    [Fact]
    public async Task With_keys_loopback_pages_are_like_any_other()
    {
        await using var server = await ServerFixture.StartAsync(Keys);

        (await SendAsync(server, HttpMethod.Get, "api/server", "http://localhost:3000")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(server, HttpMethod.Get, "api/server", origin: null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task With_keys_a_preflight_of_any_page_is_answered_so_that_it_can_send_its_key()
    {
        await using var server = await ServerFixture.StartAsync(Keys);

        var answer = await SendAsync(server, HttpMethod.Options, "v1/tts", "https://somewhere.example", preflight: true);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe("https://somewhere.example");
        Header(answer, "Access-Control-Allow-Headers").ShouldBe("x-api-key,content-type");
        Header(answer, "Access-Control-Allow-Methods").ShouldNotBeNull().ShouldContain("POST");
    }

    private static async Task<string> KeyAsync(ServerFixture server) =>
        (await server.Server.Services.GetRequiredService<IKeyStore>().CreateAsync("ann", null, KeyScopes.Default, TestContext.Current.CancellationToken)).Key;

    private static async Task<HttpResponseMessage> SendAsync(ServerFixture server, HttpMethod method, string path, string? origin, bool preflight = false, string? cookie = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        if (preflight)
        {
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "x-api-key,content-type");
        }

        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
