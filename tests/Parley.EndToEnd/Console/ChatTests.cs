using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.EndToEnd.Console;

/// <summary>What was said, found again, named, kept and deleted.</summary>
public sealed class ChatTests
{
    private const string Question = "Is the harbour open?";

    [Fact]
    public async Task A_chat_is_found_named_and_gone_on_with()
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var room = await HaveAskedAsync(browser);
        var page = room.Page;
        await browser.GoAsync("#/chats");
        await page.GetByLabel("Search chats").FillAsync("nobody said this");
        await Expect(page.GetByText("No chat has these words.")).ToBeVisibleAsync();
        await page.GetByLabel("Search chats").FillAsync("harbour open");
        await page.GetByRole(AriaRole.Link, new() { Name = TalkRoom.Name }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await page.GetByLabel("Title").FillAsync("  About <the> harbour ");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "About <the> harbour", Level = 1 })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Chats" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "About <the> harbour" }).ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Go on talking" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "About <the> harbour", Level = 1 })).ToBeVisibleAsync();
        await room.ReadyAsync();
        await room.SayAsync("And tomorrow?");
        await Expect(room.Messages.Filter(new() { HasText = TalkRoom.Answer })).ToHaveCountAsync(2);
        await Expect(room.Mine.Filter(new() { HasText = Question })).ToHaveCountAsync(1);
        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task The_name_that_was_given_while_talking_is_shown_everywhere()
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var room = await HaveAskedAsync(browser);
        await room.Page.GetByRole(AriaRole.Button, new() { Name = "Chat menu" }).ClickAsync();
        await room.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Rename" }).ClickAsync();
        await room.Page.GetByLabel("Title").FillAsync("Harbour talk");
        await room.Page.Keyboard.PressAsync("Enter");

        await Expect(room.Page.GetByRole(AriaRole.Heading, new() { Name = "Harbour talk", Level = 1 })).ToBeVisibleAsync();
        await browser.GoAsync("#/chats");
        await Expect(room.Page.GetByRole(AriaRole.Link, new() { Name = "Harbour talk" })).ToBeVisibleAsync();
        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_chat_is_kept_as_text_and_as_data()
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var room = await HaveAskedAsync(browser);
        await browser.GoAsync("#/chats");
        await room.Page.GetByRole(AriaRole.Link, new() { Name = TalkRoom.Name }).ClickAsync();

        var text = await KeepAsync("Markdown", "md");
        text.ShouldContain(Question);
        text.ShouldContain(TalkRoom.Answer);
        JsonElement.Parse(await KeepAsync("JSON", "json")).GetProperty("messages").EnumerateArray()
            .Select(m => m.GetProperty("text").GetString()).ShouldBe([Question, TalkRoom.Answer]);
        browser.ShouldBeQuiet();

        async Task<string> KeepAsync(string format, string extension)
        {
            var download = await room.Page.RunAndWaitForDownloadAsync(() => room.Page.GetByRole(AriaRole.Button, new() { Name = format, Exact = true }).ClickAsync());
            Path.GetExtension(download.SuggestedFilename).ShouldBe("." + extension);
            var path = Path.Combine(browser.Files, "chat." + extension);
            await download.SaveAsAsync(path);
            return await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_deleted_chat_is_gone_from_the_list_and_from_Talk()
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var room = await HaveAskedAsync(browser);
        var page = room.Page;
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).GetByRole(AriaRole.Link, new() { Name = "Chats" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = TalkRoom.Name }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Messages" })).ToContainTextAsync(Question);

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();

        await Expect(page.GetByText("No chats yet.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).GetByRole(AriaRole.Link, new() { Name = "Talk" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Who would you like to talk to?" })).ToBeVisibleAsync();
        await Expect(page.GetByText(Question)).ToHaveCountAsync(0);
        browser.ShouldBeQuiet();
    }

    private static async Task<TalkRoom> HaveAskedAsync(ConsoleBrowser browser)
    {
        var room = await TalkRoom.OpenAsync(browser);
        await room.StartWritingAsync();
        await room.SayAsync(Question);
        await Expect(room.Messages.Filter(new() { HasText = TalkRoom.Answer })).ToBeVisibleAsync();
        await room.ReadyAsync();
        return room;
    }
}
