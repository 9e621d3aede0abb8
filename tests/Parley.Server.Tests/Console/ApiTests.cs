using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Console.Api;
using Parley.Server.Security;
using static Parley.Server.Tests.Console.ApiFixture;

namespace Parley.Server.Tests.Console;

/// <summary>What every call of <c>/api/parley</c> has in common, and what the server says of itself.</summary>
public sealed class ApiTests
{
    [Fact]
    public async Task Anybody_may_ask_whether_a_key_is_needed_and_nothing_else()
    {
        await using var fixture = await StartAsync();

        var status = await GetAsync(fixture.Server.Http, "api/parley/status");
        status.GetProperty("keysRequired").GetBoolean().ShouldBeTrue();
        status.GetProperty("version").GetString().ShouldBe(ParleyVersion.Current);
        status.GetProperty("startedAt").GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        status.GetProperty("faces").GetProperty("voxta").GetString().ShouldBe("hub");
        foreach (var path in new[] { "doctor", "metrics", "sessions", "chats", "characters", $"sessions/{Guid.NewGuid()}/events", $"chats/{Guid.NewGuid()}" })
        {
            await RefusesAsync(fixture.Server.Http.GetAsync("api/parley/" + path, Cancel), HttpStatusCode.Unauthorized);
        }

        using var speech = fixture.Client("ann", KeyScopes.Speech);
        await RefusesAsync(speech.GetAsync("api/parley/chats", Cancel), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_key_in_the_query_is_for_event_streams_alone()
    {
        await using var fixture = await StartAsync();
        var key = fixture.Key("ann");

        await RefusesAsync(fixture.Server.Http.GetAsync($"api/parley/chats?access_token={key}", Cancel), HttpStatusCode.Unauthorized);
        await RefusesAsync(fixture.Server.Http.GetAsync($"api/parley/sessions/{Guid.NewGuid()}/events?access_token={key}", Cancel), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("GET", "chats?limit=0")]
    [InlineData("GET", "chats?limit=201")]
    [InlineData("GET", "chats?limit=many")]
    [InlineData("GET", "chats?offset=-1")]
    [InlineData("POST", "characters", "{")]
    [InlineData("POST", "characters", "[]")]
    [InlineData("POST", "characters", "{\"name\":\" \"}")]
    [InlineData("POST", "characters", "{\"name\":\"A\",\"speechRate\":9}")]
    [InlineData("POST", "characters", "{\"name\":\"A\",\"tags\":[null]}")]
    [InlineData("POST", "characters", "{\"name\":\"A\",\"script\":[{\"when\":[null]}]}")]
    [InlineData("POST", "characters", "{\"name\":\"A\",\"chatStyle\":77}")]
    [InlineData("POST", "characters/import", "{\"spec\":1}")]
    [InlineData("POST", "characters/import", "no card")]
    public async Task Bad_input_is_told_as_problem_details(string method, string path, string? body = null)
    {
        await using var fixture = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), "api/parley/" + path) { Content = body is null ? null : Json(body) };
        await RefusesAsync(fixture.Ann.SendAsync(request, Cancel), HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("chats/not-an-id")]
    [InlineData("nothing")]
    public async Task What_does_not_exist_is_404(string path)
    {
        await using var fixture = await StartAsync();
        await RefusesAsync(fixture.Ann.GetAsync("api/parley/" + path, Cancel), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_document_has_every_route_and_says_which_need_a_key()
    {
        await using var fixture = await StartAsync();
        var document = await GetAsync(fixture.Server.Http, "api/parley/openapi.json");

        var documented = document.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Where(o => o.Name is "get" or "put" or "post" or "delete" or "patch").Select(o => (Route: $"{o.Name} {p.Name}", Operation: o.Value)))
            .ToDictionary(o => o.Route, o => o.Operation);
        var routes = fixture.Server.Server.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ApiAccess>() is not null && !e.RoutePattern.RawText!.EndsWith("openapi.json", StringComparison.Ordinal))
            .ToDictionary(
                e => $"{e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant()} {e.RoutePattern.RawText!.Replace(":guid", "", StringComparison.Ordinal).TrimEnd('/')}",
                e => e.Metadata.GetMetadata<ApiAccess>()!);

        documented.Keys.Order().ShouldBe(routes.Keys.Order());
        routes.Count.ShouldBeGreaterThan(18);
        foreach (var (route, operation) in documented)
        {
            operation.TryGetProperty("security", out _).ShouldBe(!routes[route].IsOpen, route);
            operation.TryGetProperty("summary", out _).ShouldBeTrue(route);
        }

        document.GetProperty("components").GetProperty("schemas").GetProperty("TurnDocument").GetProperty("properties").GetProperty("stages").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task The_doctor_names_every_engine_and_what_is_missing()
    {
        await using var fixture = await StartAsync();
        var engines = (await GetAsync(fixture.Ann, "api/parley/doctor")).GetProperty("engines").EnumerateArray().ToArray();

        engines.Select(e => e.GetProperty("kind").GetString()).Distinct().Order().ShouldBe(["reply", "stt", "tts", "vad"]);
        engines.ShouldContain(e => e.GetProperty("id").GetString() == "scripted" && e.GetProperty("state").GetString() == "ready");
        engines.ShouldContain(e => e.GetProperty("id").GetString() == "energy" && e.GetProperty("state").GetString() == "ready");
    }
}
