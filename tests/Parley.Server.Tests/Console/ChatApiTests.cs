using System.Net;
using System.Text.Json;
using static Parley.Server.Tests.Console.ApiFixture;

namespace Parley.Server.Tests.Console;

public sealed class ChatApiTests
{
    [Fact]
    public async Task Chats_are_listed_found_renamed_and_deleted_by_their_tenant_alone()
    {
        await using var fixture = await StartAsync();
        var session = await fixture.TalkAsync("ann", "What do you think about mountains?");
        var id = session.ChatId;

        var listed = (await GetAsync(fixture.Ann, "api/parley/chats?search=MOUNTAINS")).GetProperty("chats")[0];
        listed.GetProperty("id").GetGuid().ShouldBe(id);
        listed.GetProperty("live").GetBoolean().ShouldBeTrue();
        listed.GetProperty("messages").GetInt32().ShouldBe(2);
        listed.GetProperty("preview").GetString().ShouldNotBeNullOrEmpty();
        var character = listed.GetProperty("characters")[0].GetProperty("name").GetString()!;
        (await GetAsync(fixture.Ann, $"api/parley/chats?search={character}")).GetProperty("total").GetInt32().ShouldBe(1);
        (await GetAsync(fixture.Ann, "api/parley/chats?search=nobody+said+this")).GetProperty("total").GetInt32().ShouldBe(0);
        (await GetAsync(fixture.Ann, "api/parley/chats?offset=1")).GetProperty("chats").GetArrayLength().ShouldBe(0);

        // Renamed while it lives, and again when it does not.
        using (var renamed = await fixture.Ann.PatchAsync($"api/parley/chats/{id}", Json("""{"title":" Up there "}"""), Cancel))
        {
            (await ReadAsync(renamed, HttpStatusCode.OK)).GetProperty("title").GetString().ShouldBe("Up there");
        }

        await session.StopAsync();
        var chat = await GetAsync(fixture.Ann, $"api/parley/chats/{id}");
        chat.GetProperty("title").GetString().ShouldBe("Up there");
        chat.GetProperty("live").GetBoolean().ShouldBeFalse();
        chat.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString()).ShouldBe(["user", "assistant"]);
        using (var renamed = await fixture.Ann.PatchAsync($"api/parley/chats/{id}", Json("""{"title":null}"""), Cancel))
        {
            (await ReadAsync(renamed, HttpStatusCode.OK)).GetProperty("title").ValueKind.ShouldBe(JsonValueKind.Null);
        }

        (await GetAsync(fixture.Bob, "api/parley/chats")).GetProperty("total").GetInt32().ShouldBe(0);
        await RefusesAsync(fixture.Bob.GetAsync($"api/parley/chats/{id}", Cancel), HttpStatusCode.NotFound);
        await RefusesAsync(fixture.Bob.PatchAsync($"api/parley/chats/{id}", Json("""{"title":"mine"}"""), Cancel), HttpStatusCode.NotFound);
        await RefusesAsync(fixture.Bob.DeleteAsync($"api/parley/chats/{id}", Cancel), HttpStatusCode.NotFound);
        await RefusesAsync(fixture.Bob.GetAsync($"api/parley/chats/{id}/export", Cancel), HttpStatusCode.NotFound);

        (await fixture.Ann.DeleteAsync($"api/parley/chats/{id}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await RefusesAsync(fixture.Ann.GetAsync($"api/parley/chats/{id}", Cancel), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_export_shows_what_was_not_heard()
    {
        await using var fixture = await StartAsync();
        var session = await fixture.TalkAsync("ann", "Hello!");
        await session.StopAsync();
        var reply = (await fixture.Chats.ReadMessagesAsync(Player("ann"), session.ChatId, cancellationToken: Cancel))[1];
        await fixture.Chats.ReplaceAsync(Player("ann"), session.ChatId, reply with { Text = "Well, I was…", IsInterrupted = true, Unheard = "about to say\nmore." }, Cancel);
        await fixture.Chats.UpdateAsync((await fixture.Chats.FindAsync(Player("ann"), session.ChatId, Cancel))! with { Title = "A / B: \"c\"" }, Cancel);

        using var markdown = await fixture.Ann.GetAsync($"api/parley/chats/{session.ChatId}/export?format=markdown", Cancel);
        var text = await markdown.Content.ReadAsStringAsync(Cancel);
        text.ShouldStartWith("# A / B: \"c\"\n");
        text.ShouldContain("Hello!");
        text.ShouldContain("): Well, I was ~~about to say more.~~\n");
        markdown.Content.Headers.ContentType!.MediaType.ShouldBe("text/markdown");
        markdown.Content.Headers.ContentDisposition!.FileName!.Trim('"').ShouldBe("A  B c.md");

        var cut = (await GetAsync(fixture.Ann, $"api/parley/chats/{session.ChatId}/export?format=json")).GetProperty("messages")[1];
        cut.GetProperty("text").GetString()![..cut.GetProperty("cutAt").GetInt32()].ShouldBe("Well, I was");
        cut.GetProperty("unheard").GetString().ShouldBe("about to say\nmore.");
        await RefusesAsync(fixture.Ann.GetAsync($"api/parley/chats/{session.ChatId}/export?format=pdf", Cancel), HttpStatusCode.BadRequest);
    }
}
