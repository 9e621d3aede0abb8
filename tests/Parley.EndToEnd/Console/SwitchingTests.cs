using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.EndToEnd.Console;

/// <summary>What is pressed while something else is under way: the page does it when it can, and nothing is left half done.</summary>
public sealed class SwitchingTests
{
    // The microphone is allowed when the test says so; the page's tracks are kept for a look at them.
    private const string SlowMicrophone = """
        window.tracks = [];
        const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (wanted) => {
          await new Promise((allow) => { window.allowMicrophone = allow; });
          const stream = await original(wanted);
          window.tracks.push(...stream.getTracks());
          return stream;
        };
        """;

    private const string MicrophoneIsAsked = "() => typeof allowMicrophone === 'function'";

    [Fact]
    public async Task The_protocol_can_be_switched_while_the_microphone_opens_and_then_hears_everything()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(new ConsoleSetup { Speech = "What is the weather like today?", Pause = 5, Script = SlowMicrophone });
        var room = await TalkRoom.OpenAsync(browser);
        await room.ChooseAsync();
        await room.Page.GetByRole(AriaRole.Button, new() { Name = $"Start talking to {TalkRoom.Name}" }).ClickAsync();
        await room.Page.WaitForFunctionAsync(MicrophoneIsAsked);

        await room.SwitchAsync("Estuary");
        await room.Page.EvaluateAsync("() => allowMicrophone()");

        await Expect(room.Page.GetByText("Listening", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(room.Mine.Filter(new() { HasText = "weather" }).First).ToBeVisibleAsync();
        await room.StandsOnAsync("Estuary");
        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_switch_in_the_moment_the_microphone_opens_is_made()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(new ConsoleSetup { Speech = "What is the weather like today?", Pause = 5, Script = SlowMicrophone });
        var room = await TalkRoom.OpenAsync(browser);
        await room.ChooseAsync();
        await room.Page.GetByRole(AriaRole.Button, new() { Name = $"Start talking to {TalkRoom.Name}" }).ClickAsync();
        await room.Page.WaitForFunctionAsync(MicrophoneIsAsked);
        await room.StandsOnAsync("Voxta");

        // The same task of the page: the microphone is given to Voxta while the switch begins.
        await room.Page.EvaluateAsync("() => { allowMicrophone(); document.querySelector('input[value=\"estuary\"]').click(); }");

        await room.StandsOnAsync("Estuary");
        await Expect(room.Mine.Filter(new() { HasText = "weather" }).First).ToBeVisibleAsync();
        await room.StandsOnAsync("Estuary");
        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task The_protocol_can_be_switched_while_the_chat_is_being_opened()
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var room = await TalkRoom.OpenAsync(browser);
        var mayConnect = new TaskCompletionSource();
        await room.Page.RouteAsync("**/hub/negotiate*", async route =>
        {
            await mayConnect.Task;
            await route.ContinueAsync();
        });
        await room.ChooseAsync();
        await room.Page.GetByRole(AriaRole.Button, new() { Name = "Type instead" }).ClickAsync();
        await Expect(room.Page.GetByText("Connecting…")).ToBeVisibleAsync();

        await room.Page.GetByRole(AriaRole.Radio, new() { Name = "Estuary" }).ClickAsync(new() { Force = true });
        await room.SayAsync("Written early");
        mayConnect.SetResult();

        await room.StandsOnAsync("Estuary");
        await Expect(room.Messages.Filter(new() { HasText = TalkRoom.Answer })).ToBeVisibleAsync();
        await Expect(room.Mine.Filter(new() { HasText = "Written early" })).ToHaveCountAsync(1);
        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_microphone_that_was_given_up_before_it_was_allowed_is_not_opened()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(new ConsoleSetup { Script = SlowMicrophone });
        var room = await TalkRoom.OpenAsync(browser);
        await room.StartWritingAsync();
        await room.Page.GetByRole(AriaRole.Button, new() { Name = "Turn the microphone on" }).ClickAsync();
        await room.Page.WaitForFunctionAsync(MicrophoneIsAsked);

        await room.Page.GetByRole(AriaRole.Button, new() { Name = "Chat menu" }).ClickAsync();
        await room.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Choose somebody else" }).ClickAsync();
        await room.Page.EvaluateAsync("() => allowMicrophone()");

        await room.Page.WaitForFunctionAsync("() => tracks.length > 0 && tracks.every((t) => t.readyState === 'ended')");
        await room.StartWritingAsync();
        await Expect(room.Page.GetByRole(AriaRole.Button, new() { Name = "Turn the microphone on" })).ToBeVisibleAsync();
        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_talk_key_works_on_Estuary_and_hands_free_after_it()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(new ConsoleSetup { Speech = "What is the weather like today?", Pause = 0.2 });
        var room = await TalkRoom.OpenAsync(browser);
        await room.StartWritingAsync();
        await room.SwitchAsync("Estuary");
        await room.Page.GetByRole(AriaRole.Radio, new() { Name = "Hold Space" }).ClickAsync(new() { Force = true });
        await room.Page.GetByRole(AriaRole.Button, new() { Name = "Turn the microphone on" }).ClickAsync();
        await Expect(room.Page.GetByText("Hold Space to talk")).ToBeVisibleAsync();

        await room.Page.GetByRole(AriaRole.Region, new() { Name = "Transcript" }).FocusAsync();
        await room.Page.Keyboard.DownAsync("Space");
        await Expect(room.Page.Locator(".partial-text")).ToContainTextAsync("weather");
        await room.Page.Keyboard.UpAsync("Space");
        await Expect(room.Mine).ToHaveCountAsync(1);
        await room.AnsweredAsync(1);
        await Expect(room.Page.Locator(".partial-text")).ToBeHiddenAsync();

        await room.Page.GetByRole(AriaRole.Radio, new() { Name = "Hands-free" }).ClickAsync(new() { Force = true });
        await Expect(room.Page.Locator(".partial-text")).ToContainTextAsync("weather");
        await room.StandsOnAsync("Estuary");
        browser.ShouldBeQuiet();
    }
}
