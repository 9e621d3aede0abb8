using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Parley.Conversation.Characters;
using Parley.Conversation.Characters.Cards;
using static Parley.Server.Tests.Console.ApiFixture;

namespace Parley.Server.Tests.Console;

public sealed class CharacterApiTests
{
    private const string Zoe = """
        {"name":"Zoe","description":"A pilot.","tags":["sky"],"voice":"flite-slt","speechRate":1.2,"chatStyle":"assistant",
         "script":[{"when":["hello"],"say":["Hi there."],"action":null,"arguments":{}}]}
        """;

    [Fact]
    public async Task A_character_is_made_read_changed_and_deleted_by_its_tenant_alone()
    {
        await using var fixture = await StartAsync();
        using var created = await fixture.Ann.PostAsync("api/parley/characters", Json(Zoe), Cancel);
        var character = await ReadAsync(created, HttpStatusCode.Created);
        var path = $"api/parley/characters/{character.GetProperty("id").GetGuid()}";
        created.Headers.Location!.OriginalString.ShouldBe(path);

        using var shown = await fixture.Ann.GetAsync(path, Cancel);
        var read = await ReadAsync(shown, HttpStatusCode.OK);
        read.GetProperty("script")[0].GetProperty("say")[0].GetString().ShouldBe("Hi there.");
        read.GetProperty("chatStyle").GetString().ShouldBe("assistant");
        read.GetProperty("readOnly").GetBoolean().ShouldBeFalse();
        read.GetProperty("picture").ValueKind.ShouldBe(JsonValueKind.Null);
        (await GetAsync(fixture.Ann, "api/parley/characters")).GetProperty("characters").EnumerateArray().ShouldContain(c => c.GetProperty("name").GetString() == "Zoe");
        (await GetAsync(fixture.Bob, "api/parley/characters")).GetProperty("characters").EnumerateArray().ShouldNotContain(c => c.GetProperty("name").GetString() == "Zoe");

        // Two editors: the second one is told.
        (await PutAsync(fixture.Ann, path, """{"name":"Zoe Two","description":"Still a pilot."}""", shown.Headers.ETag)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusesAsync(PutAsync(fixture.Ann, path, """{"name":"Zoe Three"}""", shown.Headers.ETag), HttpStatusCode.PreconditionFailed);
        (await GetAsync(fixture.Ann, path)).GetProperty("name").GetString().ShouldBe("Zoe Two");

        await RefusesAsync(fixture.Bob.GetAsync(path, Cancel), HttpStatusCode.NotFound);
        await RefusesAsync(PutAsync(fixture.Bob, path, Zoe), HttpStatusCode.NotFound);
        await RefusesAsync(fixture.Bob.DeleteAsync(path, Cancel), HttpStatusCode.NotFound);
        (await fixture.Ann.DeleteAsync(path, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await RefusesAsync(fixture.Ann.GetAsync(path, Cancel), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_shipped_character_is_copied_by_a_change_and_comes_back()
    {
        await using var fixture = await StartAsync();
        var shipped = BuiltInCharacters.All[0];
        var path = $"api/parley/characters/{shipped.Id}";
        await RefusesAsync(fixture.Ann.DeleteAsync(path, Cancel), HttpStatusCode.Conflict);

        using var changed = await PutAsync(fixture.Ann, path, """{"name":"My own"}""");
        var copy = await ReadAsync(changed, HttpStatusCode.OK);
        copy.GetProperty("readOnly").GetBoolean().ShouldBeFalse();
        copy.GetProperty("restorable").GetBoolean().ShouldBeTrue();
        (await GetAsync(fixture.Bob, path)).GetProperty("name").GetString().ShouldBe(shipped.Name);

        (await fixture.Ann.DeleteAsync(path, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var original = await GetAsync(fixture.Ann, path);
        original.GetProperty("name").GetString().ShouldBe(shipped.Name);
        original.GetProperty("readOnly").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Cards_go_in_and_out_with_picture_and_what_nobody_knows()
    {
        await using var fixture = await StartAsync();
        var card = CharacterCard.WriteJson(new Character { Id = Guid.NewGuid(), Name = "Ünal", Unknown = new Dictionary<string, JsonElement> { ["future"] = JsonElement.Parse("[1,2]") } });
        var png = CharacterCard.WritePng(CharacterCard.Read(card).Character);

        using var imported = await fixture.Ann.PostAsync("api/parley/characters/import", new ByteArrayContent(png), Cancel);
        var character = await ReadAsync(imported, HttpStatusCode.Created);
        var path = $"api/parley/characters/{character.GetProperty("id").GetGuid()}";
        character.GetProperty("picture").GetString().ShouldBe(path + "/picture");
        (await PutAsync(fixture.Ann, path, """{"name":"Ünal B"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var picture = await fixture.Ann.GetAsync(path + "/picture", Cancel);
        picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        picture.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        await RefusesAsync(fixture.Bob.GetAsync(path + "/picture", Cancel), HttpStatusCode.NotFound);

        foreach (var format in new[] { "json", "png" })
        {
            using var exported = await fixture.Ann.GetAsync($"{path}/export?format={format}", Cancel);
            exported.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe($"Ünal B.{format}");
            var (read, _) = CharacterCard.Read(await exported.Content.ReadAsByteArrayAsync(Cancel));
            read.Name.ShouldBe("Ünal B");
            read.Unknown["future"].GetArrayLength().ShouldBe(2);
        }
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string path, string json, EntityTagHeaderValue? match = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = Json(json) };
        if (match is not null)
        {
            request.Headers.IfMatch.Add(match);
        }

        return await client.SendAsync(request, Cancel);
    }
}
