using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Parley.Server.Tests.Estuary;

public sealed class RestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Characters_are_created_listed_changed_and_deleted()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var http = fixture.Server.Http;
        var created = await http.PostAsync("api/v1/characters", Json("""{"persona":{"name":"Zoe","tagline":"A pilot","background":"Flies."},"actions":[{"name":"wave","description":"Waves."}],"tts":{"speed":1.5}}"""), Cancel);
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetString();

        var changed = await http.PutAsync($"api/v1/characters/{id}", Json("""{"persona":{"personality":"Calm."}}"""), Cancel);
        var body = await changed.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        body.GetProperty("name").GetString().ShouldBe("Zoe");
        body.GetProperty("tagline").GetString().ShouldBe("A pilot");
        body.GetProperty("personality").GetString().ShouldBe("Calm.");
        body.GetProperty("actions")[0].GetProperty("name").GetString().ShouldBe("wave");
        body.GetProperty("tts").GetProperty("speed").GetDouble().ShouldBe(1.5);
        (await http.GetFromJsonAsync<JsonElement>("api/v1/characters?limit=100", Cancel)).GetProperty("characters").EnumerateArray().ShouldContain(c => c.GetProperty("id").GetString() == id);
        (await http.GetFromJsonAsync<JsonElement>("api/agents", Cancel)).EnumerateArray().ShouldContain(c => c.GetProperty("id").GetString() == id);

        (await http.DeleteAsync($"api/v1/characters/{id}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync($"api/v1/characters/{id}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Conversations_and_memories_of_a_player_can_be_read_and_deleted()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Nice to meet you.";
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("text", """{"text":"hello there","textOnly":true}""");
        await client.AnswerAsync(spoken: false);
        var agent = $"api/agents/{EstuaryFixture.Character}";
        var http = fixture.Server.Http;

        (await http.GetFromJsonAsync<JsonElement>($"{agent}/players/ann", Cancel)).GetProperty("id").GetString().ShouldBe(client.Info.GetProperty("conversation_id").GetString());
        (await http.GetFromJsonAsync<JsonElement>($"{agent}/players", Cancel)).GetProperty("total").GetInt32().ShouldBe(1);
        (await http.GetFromJsonAsync<JsonElement>($"{agent}/players/stats", Cancel)).GetProperty("totalConversations").GetInt32().ShouldBe(1);
        (await http.GetFromJsonAsync<JsonElement>($"{agent}/players/ann/messages", Cancel)).GetProperty("messages")[0].GetProperty("content").GetString().ShouldBe("hello there");
        foreach (var path in (string[])["", "/timeline", "/stats", "/core-facts", "/graph", "/search?q=dog", "/search?query=dog"])
        {
            (await http.GetAsync($"{agent}/players/ann/memories{path}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        (await http.DeleteAsync($"{agent}/players/ann/memories", Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await http.DeleteAsync($"{agent}/players/ann/memories?confirm=true", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.DeleteAsync($"{agent}/players/ann", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync($"{agent}/players/ann", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("api/v1/characters/7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7eff", 404)]
    [InlineData("api/agents/nobody/players/ann/memories", 404)]
    [InlineData("api/v1/characters?limit=many", 422)]
    [InlineData("api/v1/simulation/worlds", 501)]
    [InlineData("api/v1/characters/x/model", 501)]
    public async Task Errors_have_a_detail(string path, int status)
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var response = await fixture.Server.Http.GetAsync(path, Cancel);
        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
