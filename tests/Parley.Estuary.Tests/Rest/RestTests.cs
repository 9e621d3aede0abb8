using System.Net;
using System.Net.Http.Headers;
using Parley.Estuary.Tests.Fakes;
using Parley.Estuary.Wire;

namespace Parley.Estuary.Tests.Rest;

public sealed class RestTests : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ScriptedServer _server = new();
    private readonly ScriptedHttp _http = new();
    private readonly EstuaryClient _client;

    public RestTests() => _client = new EstuaryClient(_server.Options with
    {
        ServerUrl = new Uri("http://estuary.test/base/"),
        HttpHandler = _http,
        PlayerId = "ann/1",
        RestRetry = _server.Options.RestRetry with { Jitter = 0 },
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task A_query_names_what_it_wants_below_the_servers_path_and_carries_the_key()
    {
        _http.Answer(HttpStatusCode.OK, """{"memories":[{"id":"x","content":"Ann likes tea","memoryType":"preference"}],"total":1,"limit":5,"offset":2}""");
        var page = await _client.Memory.ListAsync(new MemoryQuery { MemoryType = "preference", Limit = 5, Offset = 2, SortBy = "confidence", Descending = false }, Token);
        page.Memories.ShouldHaveSingleItem().Content.ShouldBe("Ann likes tea");
        var request = _http.Requests.ShouldHaveSingleItem().Request;
        request.RequestUri!.AbsoluteUri.ShouldBe(
            $"http://estuary.test/base/api/agents/{ScriptedServer.Character}/players/ann%2F1/memories?memory_type=preference&status=active&limit=5&offset=2&sort_by=confidence&sort_order=asc");
        request.Headers.GetValues("X-API-Key").ShouldBe(["est_secret"]);
    }

    [Fact]
    public async Task A_search_asks_newer_and_older_servers()
    {
        _http.Answer(HttpStatusCode.OK, """{"results":[{"memoryId":"x","content":"tea","similarity":0.9}],"query":"what does she drink?","total":1}""");
        (await _client.Memory.SearchAsync("what does she drink?", cancellationToken: Token)).Results[0].Similarity.ShouldBe(0.9);
        _http.Requests[0].Request.RequestUri!.Query.ShouldBe("?q=what%20does%20she%20drink%3F&query=what%20does%20she%20drink%3F&limit=10");
        await Should.ThrowAsync<ArgumentException>(() => _client.Memory.SearchAsync(" ", cancellationToken: Token));
    }

    [Fact]
    public async Task A_failure_that_may_pass_is_tried_again_with_growing_delays()
    {
        _http.Answer(HttpStatusCode.ServiceUnavailable, "");
        _http.Fail(new HttpRequestException("The name is not known."));
        _http.Answer(HttpStatusCode.TooManyRequests, """{"detail":"Slow down"}""", r => r.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7)));
        _http.Answer(HttpStatusCode.OK, """{"totalActive":3}""");
        var call = _client.Memory.GetStatsAsync(Token);
        await PassAsync(0.5);
        await PassAsync(1);
        await PassAsync(7);
        (await call.WaitAsync(Deadline, Token)).TotalActive.ShouldBe(3);
    }

    [Fact]
    public async Task After_the_last_attempt_the_failure_is_the_callers()
    {
        for (var attempt = 0; attempt < 4; attempt++)
        {
            _http.Answer(HttpStatusCode.BadGateway, "<html>");
        }

        var call = _client.Conversations.DeleteAsync("ann", Token);
        await PassAsync(0.5);
        await PassAsync(1);
        await PassAsync(2);
        var error = await call.WaitAsync(Deadline, Token).ShouldThrowAsync<EstuaryRestException>();
        error.Status.ShouldBe(502);
        error.Details.ShouldBe("<html>");
        error.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task What_creates_is_not_tried_again()
    {
        _http.Answer(HttpStatusCode.InternalServerError, """{"detail":"Out of ink"}""");
        var error = await _client.Characters.CreateAsync(new CharacterRequest { Persona = new CharacterPersona { Name = "Zoë" } }, Token).ShouldThrowAsync<EstuaryRestException>();
        error.Message.ShouldBe("Out of ink");
        _http.Requests.ShouldHaveSingleItem().Body.ShouldBe("""{"persona":{"name":"Zo\u00EB"}}""");
    }

    [Theory]
    [InlineData("""{"detail":"Character not found"}""", "Character not found")]
    [InlineData("""{"detail":{"error":"insufficient_scope"}}""", "The server answered with HTTP status 404.")]
    [InlineData("", "The server answered with HTTP status 404.")]
    [InlineData("[1]", "The server answered with HTTP status 404.")]
    public async Task A_refusal_has_the_servers_words_if_it_has_any(string body, string message)
    {
        _http.Answer(HttpStatusCode.NotFound, body);
        var error = await _client.Characters.GetAsync("a/b", Token).ShouldThrowAsync<EstuaryRestException>();
        error.Message.ShouldBe(message);
        error.Code.ShouldBe(EstuaryErrorCodes.RestError);
        error.Details.ShouldBe(body);
        _http.Requests[0].Request.RequestUri!.AbsolutePath.ShouldEndWith("/api/v1/characters/a%2Fb");
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("""{"totalActive":{}}""")]
    public async Task An_answer_that_is_something_else_is_an_error(string body)
    {
        _http.Answer(HttpStatusCode.OK, body);
        var error = await _client.Memory.GetStatsAsync(Token).ShouldThrowAsync<EstuaryException>();
        error.Code.ShouldBe(EstuaryErrorCodes.RestError);
        error.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task An_attempt_without_an_answer_ends_in_time()
    {
        var client = new EstuaryClient(_client.Options with { RestRetry = Realtime.ReconnectPolicy.None });
        await using var _ = client;
        _http.Hang();
        var call = client.Memory.GetStatsAsync(Token);
        await PassAsync(10);
        (await call.WaitAsync(Deadline, Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.ConnectionTimeout);
    }

    [Fact]
    public async Task A_bearer_token_goes_where_there_is_no_key()
    {
        await using var client = new EstuaryClient(_client.Options with { ApiKey = null, Token = "firebase" });
        _http.Answer(HttpStatusCode.OK, "{}");
        await client.Conversations.GetStatsAsync(Token);
        _http.Requests[0].Request.Headers.Authorization!.ToString().ShouldBe("Bearer firebase");
    }

    private async Task PassAsync(double seconds)
    {
        await _server.Time.WaitForTimerAsync(TimeSpan.FromSeconds(seconds), Token);
        _server.Time.Advance(TimeSpan.FromSeconds(seconds));
    }
}
