using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Security;
using Parley.Server.Voxta.Devices;
using Parley.Testing;

namespace Parley.Server.Tests.Voxta;

/// <summary>The device flow of specification §6.3, on a server with keys where nothing else is said.</summary>
public sealed class DeviceFlowTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_gets_a_key_of_the_owner_who_consents_and_gets_it_once()
    {
        await using var voxta = await StartAsync();
        var owner = await KeyAsync(voxta, "ann");
        var issued = await JsonAsync(await PostAsync(voxta, "api/device/code", """{"client_id":"voxta","scope":"role:app","label":"My phone"}"""));
        issued.GetProperty("verification_url").GetString().ShouldBe(new Uri(voxta.Server.Address, "device").ToString());
        var device = issued.GetProperty("device_code").GetString();
        (await PollAsync(voxta, device)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        // As people type it.
        var typed = issued.GetProperty("user_code").GetString()!.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant();
        using var verified = await PostAsync(voxta, "api/device/verify", $$"""{"user_code":"{{typed}}"}""", owner);
        (await JsonAsync(verified)).GetProperty("label").GetString().ShouldBe("My phone");

        _time.Advance(TimeSpan.FromSeconds(2));
        var key = (await JsonAsync(await PollAsync(voxta, device))).GetProperty("token").GetString()!;
        (await PostAsync(voxta, "api/auth/test", "", key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var chats = await PostAsync(voxta, "api/chats", "{}", key);
        chats.StatusCode.ShouldBe(HttpStatusCode.Created);
        var record = (await Keys(voxta).ListAsync(Token)).Single(k => k.Label == "My phone");
        record.Tenant.Value.ShouldBe("ann");
        record.Scopes.ShouldBe(KeyScopes.Default);

        _time.Advance(TimeSpan.FromSeconds(2));
        (await PollAsync(voxta, device)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(voxta, "api/device/verify", $$"""{"user_code":"{{typed}}"}""", owner)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Only_an_owner_with_a_good_key_consents()
    {
        await using var voxta = await StartAsync();
        var issued = await JsonAsync(await PostAsync(voxta, "api/device/code", "{}"));
        var body = $$"""{"user_code":"{{issued.GetProperty("user_code").GetString()}}"}""";
        (await PostAsync(voxta, "api/device/verify", body)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(voxta, "api/device/verify", body, "est_wrong")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var (deaf, _) = await Keys(voxta).CreateAsync("ann", null, KeyScopes.Speech, Token);
        (await PostAsync(voxta, "api/device/verify", body, deaf)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _time.Advance(TimeSpan.FromSeconds(2));
        (await PollAsync(voxta, issued.GetProperty("device_code").GetString())).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Consent_gives_no_more_than_the_owner_has_and_ends_with_the_owners_key()
    {
        await using var voxta = await StartAsync();
        var (talker, _) = await Keys(voxta).CreateAsync("ann", "talker", KeyScopes.Conversation | KeyScopes.Admin, Token);
        var device = await ConsentAsync(voxta, talker);
        _time.Advance(TimeSpan.FromSeconds(2));
        (await PollAsync(voxta, device)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Keys(voxta).ListAsync(Token)).Single(k => k.Label == "device").Scopes.ShouldBe(KeyScopes.Conversation);

        var (gone, record) = await Keys(voxta).CreateAsync("bob", null, KeyScopes.Default, Token);
        var late = await ConsentAsync(voxta, gone);
        await Keys(voxta).RevokeAsync(record.Id, Token);
        _time.Advance(TimeSpan.FromSeconds(2));
        (await PollAsync(voxta, late)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Codes_expire_and_hasty_devices_are_slowed_down()
    {
        await using var voxta = await StartAsync();
        var owner = await KeyAsync(voxta, "ann");
        var issued = await JsonAsync(await PostAsync(voxta, "api/device/code", "{}"));
        var device = issued.GetProperty("device_code").GetString();
        (await PollAsync(voxta, device)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using (var hasty = await PollAsync(voxta, device))
        {
            hasty.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            hasty.Headers.RetryAfter.ShouldNotBeNull();
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        (await PollAsync(voxta, device)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        _time.Advance(DeviceCodes.Lifetime);
        (await PollAsync(voxta, device)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(voxta, "api/device/verify", $$"""{"user_code":"{{issued.GetProperty("user_code").GetString()}}"}""", owner)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task One_address_cannot_fill_the_table_and_guessing_is_slowed_down()
    {
        await using var voxta = await StartAsync(new Dictionary<string, string?> { ["limits:authenticationFailureBurst"] = "3" });
        var owner = await KeyAsync(voxta, "ann");
        for (var i = 0; i < DeviceCodes.CapacityPerAddress; i++)
        {
            (await PostAsync(voxta, "api/device/code", "{}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await PostAsync(voxta, "api/device/code", "{}")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        _time.Advance(DeviceCodes.Lifetime);
        (await PostAsync(voxta, "api/device/code", "{}")).StatusCode.ShouldBe(HttpStatusCode.OK);

        for (var i = 0; i < 3; i++)
        {
            (await PostAsync(voxta, "api/device/verify", """{"user_code":"BBBB-BBBB"}""", owner)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        (await PostAsync(voxta, "api/device/verify", """{"user_code":"BBBB-BBBB"}""", owner)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("api/device/code", "{\"scope\":\"role:admin\"}")]
    [InlineData("api/device/code", "{\"scope\":[]}")]
    [InlineData("api/device/code", "{\"label\":\"two\\nlines\"}")]
    [InlineData("api/device/code", "garbage")]
    [InlineData("api/device/poll", "{}")]
    [InlineData("api/device/poll", "{\"device_code\":\"nothing\"}")]
    [InlineData("api/device/poll", "{\"device_code\":7}")]
    public async Task Wrong_requests_are_told_so(string path, string body)
    {
        await using var voxta = await StartAsync();
        using var response = await PostAsync(voxta, path, body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Without_keys_the_page_of_another_origin_cannot_consent()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var issued = await JsonAsync(await PostAsync(voxta, "api/device/code", "{}"));
        var body = $$"""{"user_code":"{{issued.GetProperty("user_code").GetString()}}"}""";
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "api/device/verify") { Content = new StringContent(body), Headers = { { "Origin", "http://localhost:1" } } };
        (await voxta.Server.Http.SendAsync(foreign, Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var own = new HttpRequestMessage(HttpMethod.Post, "api/device/verify")
        {
            Content = new StringContent(body),
            Headers = { { "Origin", voxta.Server.Address.GetLeftPart(UriPartial.Authority) } },
        };
        (await voxta.Server.Http.SendAsync(own, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_page_runs_its_own_script_alone()
    {
        await using var voxta = await StartAsync();
        using var page = await voxta.Server.Http.GetAsync("device?code=%3Cscript%3E", Token);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        var html = await page.Content.ReadAsStringAsync(Token);
        html.ShouldContain($"<script nonce=\"{policy.Split("nonce-")[1].Split('\'')[0]}\">");
        html.ShouldNotContain("<script>");
    }

    private static async Task<string?> ConsentAsync(VoxtaFixture voxta, string owner)
    {
        var issued = await JsonAsync(await PostAsync(voxta, "api/device/code", "{}"));
        using var verified = await PostAsync(voxta, "api/device/verify", $$"""{"user_code":"{{issued.GetProperty("user_code").GetString()}}"}""", owner);
        verified.StatusCode.ShouldBe(HttpStatusCode.OK);
        return issued.GetProperty("device_code").GetString();
    }

    private Task<VoxtaFixture> StartAsync(Dictionary<string, string?>? settings = null) => VoxtaFixture.StartAsync(
        settings: new Dictionary<string, string?>(settings ?? []) { ["requireKeys"] = "true" }, configure: services => services.AddSingleton<TimeProvider>(_time));

    private static IKeyStore Keys(VoxtaFixture voxta) => voxta.Server.Server.Services.GetRequiredService<IKeyStore>();

    private static async Task<string> KeyAsync(VoxtaFixture voxta, string user) => (await Keys(voxta).CreateAsync(user, "owner", KeyScopes.Default, Token)).Key;

    private static Task<HttpResponseMessage> PollAsync(VoxtaFixture voxta, string? device) => PostAsync(voxta, "api/device/poll", $$"""{"device_code":"{{device}}"}""");

    private static Task<HttpResponseMessage> PostAsync(VoxtaFixture voxta, string path, string body, string? key = null) => PostAsync(voxta.Server.Http, path, body, key);

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string body, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return http.SendAsync(request, Token);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token)).RootElement;
    }
}
