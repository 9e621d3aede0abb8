using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.EndToEnd.Console;

/// <summary>What can go wrong between the browser and the server, and how the page says so.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData("Voxta")]
    [InlineData("Estuary")]
    public async Task A_chat_goes_on_after_the_server_was_restarted(string face)
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var room = await TalkRoom.OpenAsync(browser);
        await room.StartWritingAsync();
        if (face == "Estuary")
        {
            await room.SwitchAsync(face);
        }

        await room.SayAsync("Before the restart");
        await room.AnsweredAsync(1);
        await room.ReadyAsync();

        await browser.RestartServerAsync(() => Expect(room.Page.GetByText("Connection lost. Trying again")).ToBeVisibleAsync());
        await Expect(room.Page.GetByText("Connection lost", new() { Exact = true })).ToBeHiddenAsync();
        await room.ReadyAsync();
        await room.SayAsync("After the restart");

        await room.AnsweredAsync(2);
        await Expect(room.Mine.Filter(new() { HasText = "Before the restart" })).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData("Voxta")]
    [InlineData("Estuary")]
    public async Task The_microphone_is_heard_again_after_the_server_was_restarted(string face)
    {
        await using var browser = await ConsoleBrowser.OpenAsync(new ConsoleSetup { Speech = "What is the weather like today?", Pause = 5 });
        var room = await TalkRoom.OpenAsync(browser);
        await room.StartTalkingAsync();
        if (face == "Estuary")
        {
            await room.SwitchAsync(face);
        }

        await Expect(room.Mine.First).ToBeVisibleAsync();
        await browser.RestartServerAsync(() => Expect(room.Page.GetByText("Connection lost. Trying again")).ToBeVisibleAsync());
        await Expect(room.Page.GetByText("Connection lost", new() { Exact = true })).ToBeHiddenAsync();
        var before = await room.Mine.CountAsync();

        await Expect(room.Mine.Nth(before)).ToBeVisibleAsync();
        await Expect(room.Page.GetByRole(AriaRole.Button, new() { Name = "Turn the microphone off" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_lost_connection_shows_and_recovers_in_place()
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        IWebSocketRoute? socket = null;
        await browser.Page.RouteWebSocketAsync(new System.Text.RegularExpressions.Regex("/hub"), route =>
        {
            socket = route;
            route.ConnectToServer();
        });
        var room = await TalkRoom.OpenAsync(browser);
        await room.StartWritingAsync();
        await room.SayAsync("Before the loss");
        await room.AnsweredAsync(1);

        await socket!.CloseAsync(new() { Code = 1011 });

        await Expect(room.Page.GetByText("Connection lost. Trying again")).ToBeVisibleAsync();
        await room.ReadyAsync();
        await room.SayAsync("After the loss");
        await room.AnsweredAsync(2);
    }

    [Fact]
    public async Task A_server_with_keys_is_asked_for_one_and_a_wrong_one_is_told()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(new ConsoleSetup { Settings = new() { ["requireKeys"] = "true" } });
        var page = browser.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("This server needs a key");
        await browser.ShouldBeAccessibleAsync("the question for the key");

        await dialog.GetByLabel("API key").FillAsync("est_wrong");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Use key" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("That key does not open this server");

        await dialog.GetByLabel("API key").FillAsync(browser.OwnersKey);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Use key" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "Characters" }).GetByRole(AriaRole.Button, new() { Name = "Mira" })).ToBeVisibleAsync();
        await Expect(dialog).ToBeHiddenAsync();
        (await page.EvaluateAsync<int>("() => localStorage.length + document.cookie.length")).ShouldBe(0);

        browser.Forgive();
        await page.GetByRole(AriaRole.Button, new() { Name = "Type instead" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Conversation", Exact = true }).GetByRole(AriaRole.Listitem).First).ToBeVisibleAsync();
        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_microphone_that_may_not_be_used_is_explained_and_typing_works()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(new ConsoleSetup { MayRecord = false });
        var room = await TalkRoom.OpenAsync(browser);
        await room.Page.GetByRole(AriaRole.Group, new() { Name = "Characters" }).GetByRole(AriaRole.Button, new() { Name = TalkRoom.Name }).ClickAsync();
        await room.Page.GetByRole(AriaRole.Button, new() { Name = $"Start talking to {TalkRoom.Name}" }).ClickAsync();

        await Expect(room.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "microphone" })).ToBeVisibleAsync();
        await browser.PictureAsync("talk-no-microphone");
        await room.ReadyAsync();
        await room.SayAsync("Can you read this?");
        await Expect(room.Messages.Filter(new() { HasText = TalkRoom.Answer })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("Voxta")]
    [InlineData("Estuary")]
    public async Task A_page_on_an_insecure_origin_says_why_it_has_no_sound_and_works_in_writing(string face)
    {
        await using var browser = await ConsoleBrowser.OpenAsync(new ConsoleSetup { Host = "parley.lan", Settings = new() { ["allowedHosts:0"] = "parley.lan" } });
        var room = await TalkRoom.OpenAsync(browser);
        (await room.Page.EvaluateAsync<bool>("() => isSecureContext || navigator.mediaDevices !== undefined")).ShouldBeFalse();
        await room.StartWritingAsync();
        await Expect(room.Page.GetByText("This page is not secure, so there is text only.")).ToBeVisibleAsync();
        if (face == "Estuary")
        {
            await room.SwitchAsync(face);
        }

        await room.SayAsync("Can you read this?");
        await Expect(room.Messages.Filter(new() { HasText = TalkRoom.Answer })).ToBeVisibleAsync();
        await room.ReadyAsync();

        await room.Page.GetByRole(AriaRole.Button, new() { Name = "Turn the microphone on" }).ClickAsync();
        await Expect(room.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Browsers give the microphone only to secure pages." })).ToContainTextAsync("http://parley.lan");
        await browser.PictureAsync($"talk-insecure-{face.ToLowerInvariant()}");
        await browser.ShouldBeAccessibleAsync("Talk on an insecure origin");
        browser.ShouldBeQuiet();
    }
}
