using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Parley.Server.Tests.Voxta;

/// <summary>Packages of characters, books and scenarios (<c>.voxpkg</c>) as apps deploy them.</summary>
public sealed class PackageTests
{
    private const string Ada = "0a1b2c3d-0000-4000-8000-000000000001";
    private const string Mill = "0a1b2c3d-0000-4000-8000-000000000002";
    private const string Book = "0a1b2c3d-0000-4000-8000-000000000003";
    private const string Package = "0a1b2c3d-0000-4000-8000-000000000004";

    private const string Character = $$$"""
        {"$type":"character","Id":"{{{Ada}}}","Name":"Ada Lovelace","Label":"Ada","Version":"1.2.0","PackageId":"{{{Package}}}","Description":"A woman in a green dress.",
         "Personality":"Curious.","Profile":"She writes programs for the Analytical Engine.","FirstMessage":"Good day, {{ user }}.","AlternativeFirstMessages":["Ah!"],
         "Tags":["history",null],"Culture":"en-GB","MemoryBooks":["{{{Book}}}","0a1b2c3d-0000-4000-8000-00000000ffff"],"ChatStyle":1,"TextToSpeech":[{"Voice":{"label":"x"}}],"NotifyUserAwayReturn":true}
        """;

    private const string Scenario = $$$"""
        {"$type":"scenario","Id":"{{{Mill}}}","Name":"The mill","PackageId":"{{{Package}}}","Template":"They meet in a mill.","ChatFlow":1,"ChatStyle":2,"NarratorCharacterId":"{{{Ada}}}",
         "Roles":[{"Name":"miller","Description":"Runs the mill","DefaultCharacterId":"{{{Ada}}}","EnabledOnStart":true}],
         "Contexts":[{"Name":"wheel","Text":"The wheel stands still.","Disabled":false}],
         "Actions":[{"Name":"turn_wheel","Layer":"","Timing":2,"Description":"Turns the wheel","Arguments":[],"Disabled":false,"Once":true,"Effect":{"SetFlags":["wheel.turning"]}},
                    {"Name":"gone","Timing":0,"Disabled":true}],
         "SharedScripts":[{"Name":"index","Content":"import { chat } from \"@voxta\"; chat.addEventListener('start', function (e) { chat.setFlag('seen'); });"},{"Name":"other","Content":"1"}],
         "Messages":"In a language of its own"}
        """;

    [Fact]
    public async Task A_package_brings_its_characters_with_their_books_and_pictures_and_its_scenarios()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.AppAsync();
        byte[] picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
        var result = await DeployAsync(socket, Zip(
            ("package.json", Text($$"""{"$type":"package","Id":"{{Package}}","Name":"Mills","Version":"2.0.0","EntryResource":{"Kind":3,"Id":"{{Mill}}"} }""")),
            ($"Characters/{Ada}/character.json", [0xEF, 0xBB, 0xBF, .. Text(Character)]),
            ($"Characters/{Ada}/thumbnail.png", picture),
            ($"Characters/{Ada}/Assets/Avatars/Default/Smile_Idle_01.webp", [1, 2, 3]),
            ($"Scenarios/{Mill}/scenario.json", Text(Scenario)),
            ($"Books/{Book}/book.json", Text($$"""{"$type":"book","Id":"{{Book}}","Name":"Engines","Items":[{"Id":"1","Keywords":["engine"],"Text":"The engine has a mill and a store.","Weight":5},{"Keywords":["old"],"Text":"Gone.","Deleted":true}]}""")),
            ("../../outside/character.json", Text("not looked at")),
            ("Characters/character.json", Text("not looked at"))));
        result.TryGetProperty("error", out var error).ShouldBeFalse(error.ToString());
        result.GetProperty("success").GetBoolean().ShouldBeTrue();
        result.GetProperty("id").GetString().ShouldBe(Package);
        result.GetProperty("name").GetString().ShouldBe("Mills");
        result.GetProperty("version").GetString().ShouldBe("2.0.0");
        var leftOut = string.Join('\n', result.GetProperty("leftOut").EnumerateArray().Select(l => l.GetString()));
        leftOut.ShouldContain("1 memory books of Ada Lovelace");
        leftOut.ShouldContain("1 assets");
        leftOut.ShouldContain("The mill: its chat flow");
        leftOut.ShouldContain("The mill: 1 shared scripts");
        leftOut.ShouldContain("The mill: its opening messages");

        var stored = JsonDocument.Parse(await voxta.Server.Http.GetStringAsync($"api/characters/{Ada}", TestContext.Current.CancellationToken)).RootElement;
        stored.GetProperty("description").GetString().ShouldBe("A woman in a green dress.\n\nShe writes programs for the Analytical Engine.");
        stored.GetProperty("culture").GetString().ShouldBe("en-GB");
        stored.GetProperty("notifyUserAwayReturn").GetBoolean().ShouldBeTrue();
        (await voxta.Server.Http.GetByteArrayAsync($"api/characters/{Ada}/thumbnail", TestContext.Current.CancellationToken)).ShouldBe(picture);
        var books = JsonDocument.Parse(await voxta.Server.Http.GetStringAsync("api/memory-books", TestContext.Current.CancellationToken)).RootElement.GetProperty("memoryBooks");
        books.EnumerateArray().Single(b => b.GetProperty("characterId").GetString() == Ada).GetProperty("itemsCount").GetInt32().ShouldBe(1);

        await socket.InvokeAsync($$"""{"$type":"listResources","resources":[{"kind":"Package","id":"{{Package}}"},{"kind":"Scenario","id":"{{Mill}}"},{"kind":"Character","id":"{{Ada}}"}]}""");
        (await socket.NextAsync("listResourcesResult")).GetProperty("resources").EnumerateArray().Select(r => r.GetProperty("status").GetString()).ShouldBe(["Installed", "Installed", "Installed"]);
        await socket.InvokeAsync($$"""{"$type":"startChat","scenarioId":"{{Mill}}","dependencies":[{"kind":"Package","id":"{{Package}}"}]}""");
        var started = await socket.NextAsync("chatStarted");
        started.GetProperty("characters")[0].GetProperty("name").GetString().ShouldBe("Ada");
        started.GetProperty("characters")[0].GetProperty("scenarioRole").GetString().ShouldBe("miller");
        started.GetProperty("narrator").GetProperty("id").GetString().ShouldBe(Ada);
        started.GetProperty("scenario").GetProperty("chatFlow").GetString().ShouldBe("Chat");
        started.GetProperty("context").GetProperty("actions").EnumerateArray().Select(a => a.GetProperty("timing").GetString()).ShouldBe(["AfterAssistantMessage"]);
        started.GetProperty("context").GetProperty("contexts")[0].GetProperty("text").GetString().ShouldBe("The wheel stands still.");
        (await socket.NextAsync("replyChunk")).GetProperty("text").GetString()!.ShouldStartWith("Good day, ");
    }

    [Fact]
    public async Task An_export_of_one_character_takes_the_id_that_the_app_gives_it()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.AppAsync();
        const string Given = "0a1b2c3d-0000-4000-8000-00000000aaaa";
        var result = await DeployAsync(socket, Zip(("Characters/x/character.json", Text("""{"Name":"Rex"}"""))), Given);
        result.GetProperty("success").GetBoolean().ShouldBeTrue();
        result.GetProperty("id").GetString().ShouldBe(Given);
        result.TryGetProperty("leftOut", out _).ShouldBeFalse();
        (await voxta.Server.Http.GetAsync($"api/characters/{Given}", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("nothing", "no character and no scenario")]
    [InlineData("nameless", "no name")]
    [InlineData("malformed", "cannot be read")]
    [InlineData("scenario", "no object")]
    [InlineData("bomb", "too large")]
    [InlineData("many", "more than 200")]
    [InlineData("damaged", "damaged")]
    public async Task A_package_that_cannot_be_used_says_why_and_changes_nothing(string kind, string why)
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.AppAsync();
        var good = ("Characters/a/character.json", Text("""{"Name":"Rex"}"""));
        var file = kind switch
        {
            "nothing" => Zip(("readme.txt", Text("Hello"))),
            "nameless" => Zip(good, ("Characters/b/character.json", Text("{}"))),
            "malformed" => Zip(good, ("Characters/b/character.json", Text("{"))),
            "scenario" => Zip(good, ("Scenarios/b/scenario.json", Text("[]"))),
            "bomb" => Zip(good, ("Characters/b/character.json", new byte[9 * 1024 * 1024])),
            "many" => Zip([.. Enumerable.Range(0, 201).Select(i => ($"Characters/{i}/character.json", good.Item2))]),
            _ => Zip(good)[..^30],
        };
        var result = await DeployAsync(socket, file);
        result.GetProperty("success").GetBoolean().ShouldBeFalse();
        result.GetProperty("error").GetString()!.ShouldContain(why);
        await socket.InvokeAsync("""{"$type":"loadCharactersList"}""");
        (await socket.NextAsync("charactersListLoaded")).GetProperty("characters").EnumerateArray().Select(c => c.GetProperty("name").GetString()).ShouldNotContain("Rex");
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Zip(params (string Path, byte[] Content)[] files)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            foreach (var (path, content) in files)
            {
                using var entry = archive.CreateEntry(path).Open();
                entry.Write(content);
            }
        }

        return buffer.ToArray();
    }

    private static async Task<JsonElement> DeployAsync(HubSocket socket, byte[] file, string? id = null)
    {
        var named = id is null ? "" : $"\"id\":\"{id}\",";
        await socket.InvokeAsync($$"""{"$type":"deployResource",{{named}}"data":{"$type":"base64","name":"mills.voxpkg","base64Data":"{{Convert.ToBase64String(file)}}"} }""");
        return await socket.NextAsync("deployResourceResult");
    }
}
