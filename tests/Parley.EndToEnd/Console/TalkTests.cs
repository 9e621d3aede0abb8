using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.EndToEnd.Console;

/// <summary>Talking in the browser, with the engines of this machine.</summary>
public sealed class TalkTests
{
    [Theory]
    [InlineData("Voxta")]
    [InlineData("Estuary")]
    public async Task What_is_said_into_the_microphone_is_heard_answered_aloud_and_timed(string face)
    {
        await using var browser = await ConsoleBrowser.OpenAsync(new ConsoleSetup { Speech = "What is the weather like today?" });
        var room = await TalkRoom.OpenAsync(browser);
        await room.StartTalkingAsync();
        if (face == "Estuary")
        {
            await room.SwitchAsync(face);
        }

        await Expect(room.Mine.Filter(new() { HasText = "weather" }).First).ToBeVisibleAsync();
        await Expect(room.Messages.Filter(new() { HasText = TalkRoom.Answer }).First).ToBeVisibleAsync();

        // The stages of a spoken turn, from the server's own clock: they add up to what is shown as the whole.
        var turn = room.Turns.Filter(new() { HasText = "First audio" }).First;
        foreach (var stage in new[] { "Speech end", "Endpoint", "transcript", "First token", "First sentence", "First audio", "Played" })
        {
            await Expect(turn).ToContainTextAsync(stage, new() { IgnoreCase = true });
        }

        browser.ShouldBeQuiet();
    }

    [Theory]
    [InlineData("Voxta")]
    [InlineData("Estuary")]
    public async Task Speech_interrupts_the_answer_and_what_was_not_heard_is_struck_through(string face)
    {
        await using var browser = await ConsoleBrowser.OpenAsync(new ConsoleSetup { Speech = "Please stop now, I want to ask you something else.", Pause = 3 });
        var room = await TalkRoom.OpenAsync(browser);
        await room.StartWritingAsync();
        if (face == "Estuary")
        {
            await room.SwitchAsync(face);
        }

        await room.BeginStoryAsync();
        await room.Page.GetByRole(AriaRole.Button, new() { Name = "Turn the microphone on" }).ClickAsync();

        var story = room.Messages.Filter(new() { HasText = "lighthouse" });
        await Expect(story.GetByRole(AriaRole.Deletion)).ToContainTextAsync("night number 24");
        await Expect(story).ToContainTextAsync("Interrupted");
        await Expect(room.Mine.Filter(new() { HasText = "stop" }).First).ToBeVisibleAsync();
        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task The_escape_key_interrupts_and_the_chat_goes_on()
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var room = await TalkRoom.OpenAsync(browser);
        await room.StartWritingAsync();
        await room.BeginStoryAsync();

        await room.Page.Keyboard.PressAsync("Escape");

        await Expect(room.Messages.Filter(new() { HasText = "lighthouse" }).GetByRole(AriaRole.Deletion)).ToContainTextAsync("night number 24");
        await Expect(room.Interrupt).ToBeHiddenAsync();
        await room.SayAsync("Hello again");
        await Expect(room.Messages.Filter(new() { HasText = TalkRoom.Answer })).ToBeVisibleAsync();
        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_held_space_bar_is_a_talk_key()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(new ConsoleSetup { Speech = "What is the weather like today?", Pause = 0.2 });
        var room = await TalkRoom.OpenAsync(browser);
        await room.StartWritingAsync();
        await room.Page.GetByRole(AriaRole.Radio, new() { Name = "Hold Space" }).ClickAsync(new() { Force = true });
        await room.Page.GetByRole(AriaRole.Button, new() { Name = "Turn the microphone on" }).ClickAsync();
        await Expect(room.Page.GetByText("Hold Space to talk")).ToBeVisibleAsync();

        await room.Page.GetByRole(AriaRole.Region, new() { Name = "Transcript" }).FocusAsync();
        await room.Page.Keyboard.DownAsync("Space");
        await Expect(room.Page.GetByText("Hearing you…")).ToBeVisibleAsync();
        await Expect(room.Page.Locator(".partial-text")).ToContainTextAsync("weather");
        await room.Page.Keyboard.UpAsync("Space");

        await Expect(room.Mine.Filter(new() { HasText = "weather" })).ToBeVisibleAsync();
        await Expect(room.Messages.Filter(new() { HasText = TalkRoom.Answer })).ToBeVisibleAsync();
        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_chat_in_text_goes_on_when_the_protocol_is_switched_and_can_be_changed()
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var room = await TalkRoom.OpenAsync(browser);
        await room.StartWritingAsync();
        await room.SayAsync("First words");
        await Expect(room.Messages.Filter(new() { HasText = TalkRoom.Answer })).ToHaveCountAsync(1);

        await room.SwitchAsync("Estuary");
        await room.SayAsync("Second words");
        await Expect(room.Messages.Filter(new() { HasText = TalkRoom.Answer })).ToHaveCountAsync(2);

        await room.SwitchAsync("Voxta");
        await Expect(room.Mine).ToHaveCountAsync(2);
        await room.ReadyAsync();

        await room.Page.GetByRole(AriaRole.Button, new() { Name = "Change “First words”" }).ClickAsync();
        await room.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Edit" }).ClickAsync();
        await room.Page.GetByRole(AriaRole.Dialog).GetByLabel("Text").FillAsync("Better words");
        await room.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(room.Mine.Filter(new() { HasText = "Better words" })).ToBeVisibleAsync();

        await room.Page.GetByRole(AriaRole.Button, new() { Name = "Change “Second words”" }).ClickAsync();
        await room.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete" }).ClickAsync();
        await Expect(room.Mine).ToHaveCountAsync(1);
        browser.ShouldBeQuiet();
    }
}
