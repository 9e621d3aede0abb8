using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.EndToEnd.Console;

/// <summary>Characters made, changed, and carried in and out as cards.</summary>
public sealed class CharacterTests
{
    private const string NewAnswer = "I have sailed to the north.";

    // Somebody else's program wrote this card: fields that Parley does not know are in it.
    private const string ForeignCard = """
        {"spec":"chara_card_v2","spec_version":"2.0","data":{"name":"Odile","description":"{{char}} keeps bees.","personality":"","scenario":"",
         "first_mes":"Mind the hives.","mes_example":"","creator_notes":"","system_prompt":"","post_history_instructions":"","alternate_greetings":["Good morning."],
         "tags":["bees"],"creator":"somebody","character_version":"3","extensions":{"elsewhere/setting":{"depth":4}}}}
        """;

    [Fact]
    public async Task A_changed_character_speaks_as_it_was_changed()
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var room = await TalkRoom.OpenAsync(browser);
        var page = room.Page;
        await browser.GoAsync("#/characters");
        await page.GetByRole(AriaRole.Link, new() { Name = $"Edit {TalkRoom.Name}" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Skipper");
        await page.GetByLabel("First message", new() { Exact = true }).FillAsync("Ahoy, {{user}}.");
        await page.GetByLabel("Tags").FillAsync("sea, stories");
        await page.GetByLabel("Say one of").Last.FillAsync(NewAnswer);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Skipper" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = $"Edit {TalkRoom.Name}" })).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Talk to Skipper" }).ClickAsync();

        await Expect(room.Messages.Filter(new() { HasText = "Ahoy" })).ToBeVisibleAsync();
        await room.SayAsync("Where have you been?");
        await Expect(room.Messages.Filter(new() { HasText = NewAnswer })).ToBeVisibleAsync();
        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_built_in_character_is_changed_as_a_copy_and_comes_back()
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var page = browser.Page;
        await browser.GoAsync("#/characters");
        var card = page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Mira" });
        await Expect(card).ToContainTextAsync("built in");
        await card.GetByRole(AriaRole.Link, new() { Name = "Edit Mira" }).ClickAsync();
        await page.GetByLabel("Description").FillAsync("Somebody else entirely.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(card).ToContainTextAsync("changed");
        await Expect(card).ToContainTextAsync("Somebody else entirely.");

        await card.GetByRole(AriaRole.Link, new() { Name = "Edit Mira" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the original" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();
        await Expect(card).ToContainTextAsync("built in");
        await Expect(card).Not.ToContainTextAsync("Somebody else entirely.");
        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task Two_windows_do_not_overwrite_each_other()
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var room = await TalkRoom.OpenAsync(browser);
        var page = room.Page;
        await browser.GoAsync("#/characters");
        await page.GetByRole(AriaRole.Link, new() { Name = $"Edit {TalkRoom.Name}" }).ClickAsync();
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync(TalkRoom.Name);
        var other = await browser.OpenTabAsync();
        await other.GetByLabel("Personality").FillAsync("Gruff.");
        await other.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(other.GetByText("Saved.")).ToBeVisibleAsync();

        await page.GetByLabel("Personality").FillAsync("Gentle.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody else changed this character");
        await Expect(page.GetByLabel("Personality")).ToHaveValueAsync("Gentle.");
    }

    [Theory]
    [InlineData("JSON")]
    [InlineData("PNG")]
    public async Task A_card_goes_out_and_comes_in_with_everything_in_it(string format)
    {
        await using var browser = await ConsoleBrowser.OpenAsync(hash: "#/characters");
        var page = browser.Page;
        var foreign = Path.Combine(browser.Files, "odile.json");
        await File.WriteAllTextAsync(foreign, ForeignCard, TestContext.Current.CancellationToken);
        await ImportAsync(page, foreign);
        await Expect(page.GetByText("Odile is here.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Odile keeps bees.")).ToBeVisibleAsync();

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = $"Export Odile as {format}" }).ClickAsync());
        download.SuggestedFilename.ShouldBe($"Odile.{format.ToLowerInvariant()}");
        var kept = Path.Combine(browser.Files, download.SuggestedFilename);
        await download.SaveAsAsync(kept);

        await page.GetByRole(AriaRole.Link, new() { Name = "Edit Odile" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Characters" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Odile" })).ToBeHiddenAsync();

        await ImportAsync(page, kept);
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit Odile" }).ClickAsync();
        await Expect(page.GetByLabel("First message", new() { Exact = true })).ToHaveValueAsync("Mind the hives.");
        await Expect(page.GetByLabel("Other first messages")).ToHaveValueAsync("Good morning.");
        await Expect(page.GetByLabel("Tags")).ToHaveValueAsync("bees");
        var again = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "JSON card" }).ClickAsync());
        var card = Path.Combine(browser.Files, "again.json");
        await again.SaveAsAsync(card);
        JsonElement.Parse(await File.ReadAllTextAsync(card, TestContext.Current.CancellationToken))
            .GetProperty("data").GetProperty("extensions").GetProperty("elsewhere/setting").GetProperty("depth").GetInt32().ShouldBe(4);
        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_file_that_is_no_card_is_refused_by_name_and_the_others_come_in()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(hash: "#/characters");
        var page = browser.Page;
        var broken = Path.Combine(browser.Files, "holiday.png");
        await File.WriteAllBytesAsync(broken, [1, 2, 3], TestContext.Current.CancellationToken);
        var good = Path.Combine(browser.Files, "odile.json");
        await File.WriteAllTextAsync(good, ForeignCard, TestContext.Current.CancellationToken);

        await ImportAsync(page, broken, good);

        await Expect(page.GetByText("holiday.png:")).ToBeVisibleAsync();
        await Expect(page.GetByText("Odile is here.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Odile" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_new_character_needs_a_name_and_nothing_else()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(hash: "#/characters/new");
        var page = browser.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Make character" }).ClickAsync();
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Nell");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make character" }).ClickAsync();

        await Expect(page.GetByText("Nell is ready.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nell", Level = 1 })).ToBeVisibleAsync();
        var all = await browser.Server.Http.GetFromJsonAsync<JsonElement>("api/parley/characters", TestContext.Current.CancellationToken);
        all.GetProperty("characters").EnumerateArray().Count(c => c.GetProperty("name").GetString() == "Nell").ShouldBe(1);
        browser.ShouldBeQuiet();
    }

    private static async Task ImportAsync(IPage page, params string[] files)
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync());
        await chooser.SetFilesAsync(files);
    }
}
