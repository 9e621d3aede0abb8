using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.EndToEnd.Console;

/// <summary>One chat in two windows.</summary>
public sealed class TwoTabsTests
{
    [Fact]
    public async Task Both_show_the_same_either_may_interrupt_and_one_has_the_microphone()
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var room = await TalkRoom.OpenAsync(browser);
        await room.StartTalkingAsync();
        var other = new TalkRoom(browser, await browser.OpenTabAsync());
        await other.ReadyAsync();

        await other.SayAsync("Tell me a story");
        var story = room.Messages.Filter(new() { HasText = TalkRoom.StoryBegins });
        await Expect(story).ToBeVisibleAsync();
        await Expect(room.Mine.Filter(new() { HasText = "Tell me a story" })).ToHaveCountAsync(1);
        await Expect(room.Interrupt).ToBeVisibleAsync();
        await room.Page.Keyboard.PressAsync("Escape");
        await Expect(story.GetByRole(AriaRole.Deletion)).ToContainTextAsync("night number 24");
        await Expect(other.Messages.Filter(new() { HasText = "night number 24" }).GetByRole(AriaRole.Deletion)).ToContainTextAsync("night number 24");

        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Turn the microphone on" }).ClickAsync();
        await Expect(other.Page.GetByText("Listening", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(room.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Another window took the microphone." })).ToBeVisibleAsync();
        await Expect(room.Page.GetByRole(AriaRole.Button, new() { Name = "Turn the microphone on" })).ToBeVisibleAsync();
        browser.ShouldBeQuiet();
    }
}
