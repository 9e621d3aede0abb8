using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Parley.Server.Tests.Estuary;

/// <summary>What a character does: an event for clients that know it, a tag in the text for the others (specification §3).</summary>
public sealed class ActionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_knows_actions_gets_them_as_events_and_no_tags()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await WaverAsync(fixture, ",\"capabilities\":{\"version\":\"1\",\"client_action\":true}");
        await client.EmitAsync("text", """{"text":"wave to me","textOnly":true}""");
        var told = new List<JsonElement>();
        while (!told.Exists(e => e[0].GetString() == "client_action") || !told.Exists(IsFinal))
        {
            told.Add(await client.NextAsync());
        }

        var action = told.Single(e => e[0].GetString() == "client_action")[1];
        action.GetProperty("name").GetString().ShouldBe("wave");
        action.GetProperty("arguments").ValueKind.ShouldBe(JsonValueKind.Object);
        action.GetProperty("timestamp").GetString().ShouldEndWith("Z");
        action.GetProperty("chunk_index").GetInt32().ShouldBeGreaterThanOrEqualTo(0);
        action.GetProperty("message_id").GetString().ShouldBe(told.First(e => e[0].GetString() == "bot_response")[1].GetProperty("message_id").GetString());
        told.ShouldAllBe(e => e[0].GetString() != "bot_response" || !e[1].GetProperty("text").GetString()!.Contains("<action"));
    }

    [Fact]
    public async Task Another_finds_them_as_tags_in_the_text()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await WaverAsync(fixture, "");
        await client.EmitAsync("text", """{"text":"wave to me","textOnly":true}""");
        var text = "";
        while (!text.Contains("/>"))
        {
            var told = await client.NextAsync();
            told[0].GetString().ShouldBe("bot_response");
            text += told[1].GetProperty("text").GetString();
        }

        text.ShouldContain("""<action name="wave" />""");
    }

    private static bool IsFinal(JsonElement e) => e[0].GetString() == "bot_response" && e[1].GetProperty("is_final").GetBoolean();

    /// <summary>A connection to a character that can wave, and does.</summary>
    private static async Task<EstuarySocket> WaverAsync(EstuaryFixture fixture, string more)
    {
        var created = await fixture.Server.Http.PostAsync(
            "api/v1/characters",
            new StringContent("""{"persona":{"name":"Zoe"},"actions":[{"name":"wave","description":"Waves with a hand."}]}""", Encoding.UTF8, "application/json"),
            Cancel);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetString();
        fixture.Replies.Answer = (_, _) => "Hello over there.";
        fixture.Replies.Choose = (_, options) => new FunctionCallContent("1", options.Tools!.Select(t => t.Name).First(n => n.Contains("wave")));
        var client = await fixture.OpenAsync();
        await client.SendAsync($$"""40/sdk,{"api_key":"est_test","character_id":"{{id}}","player_id":"ann"{{more}}}""");
        (await client.NextPacketAsync()).ShouldStartWith("40/sdk,");
        client.Info = await client.EventAsync("session_info");
        return client;
    }
}
