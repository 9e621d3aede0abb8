using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.EndToEnd.Console;

/// <summary>The Talk view as somebody uses it, with a character whose answers the test knows.</summary>
internal sealed class TalkRoom(ConsoleBrowser browser, IPage page)
{
    public const string Name = "Teller";
    public const string Answer = "The harbour is quiet tonight.";
    public const string StoryBegins = "Once there was a lighthouse keeper.";

    // About a minute of speech: long enough to be interrupted on any machine.
    private static readonly string Story = StoryBegins + string.Concat(Enumerable.Range(1, 24).Select(n => $" On night number {n} the lamp burned and the sea went by."));

    public IPage Page => page;

    /// <summary>What was said, oldest first.</summary>
    public ILocator Messages => Page.GetByRole(AriaRole.List, new() { Name = "Conversation", Exact = true }).GetByRole(AriaRole.Listitem);

    public ILocator Mine => Messages.Filter(new() { HasText = "You" });

    public ILocator Input => Page.GetByLabel("Message", new() { Exact = true });

    public ILocator Interrupt => Page.GetByRole(AriaRole.Button, new() { Name = "Interrupt" });

    public ILocator Turns => Page.GetByRole(AriaRole.List, new() { Name = "Turns, newest first" }).GetByRole(AriaRole.Table);

    /// <summary>Makes the character and opens Talk.</summary>
    public static async Task<TalkRoom> OpenAsync(ConsoleBrowser browser)
    {
        using var made = await browser.Server.Http.PostAsJsonAsync(
            "api/parley/characters",
            new
            {
                name = Name,
                description = "Tells stories.",
                script = new object[] { new { when = new[] { "story" }, say = new[] { Story } }, new { when = Array.Empty<string>(), say = new[] { Answer } } },
            },
            TestContext.Current.CancellationToken);
        made.EnsureSuccessStatusCode();
        await browser.GoAsync("#/talk");
        await browser.Page.ReloadAsync();
        return new TalkRoom(browser, browser.Page);
    }

    /// <summary>Begins to talk, with the microphone on.</summary>
    public async Task StartTalkingAsync()
    {
        await ChooseAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = $"Start talking to {Name}" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Turn the microphone off" })).ToBeVisibleAsync();
        await Expect(Page.GetByText("Listening", new() { Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>Begins to write.</summary>
    public async Task StartWritingAsync()
    {
        await ChooseAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Type instead" }).ClickAsync();
        await ReadyAsync();
    }

    /// <summary>The character's usual answer stands there so many times; what stands there instead is told.</summary>
    public async Task AnsweredAsync(int times)
    {
        try
        {
            await Expect(Messages.Filter(new() { HasText = Answer })).ToHaveCountAsync(times);
        }
        catch (PlaywrightException e)
        {
            throw new InvalidOperationException($"Not {times} answers in: {string.Join(" | ", await Messages.AllInnerTextsAsync())}", e);
        }
    }

    public Task ReadyAsync() => Expect(Page.GetByText("Ready", new() { Exact = true })).ToBeVisibleAsync();

    public async Task SayAsync(string text)
    {
        await Input.FillAsync(text);
        await Input.PressAsync("Enter");
    }

    /// <summary>Asks for the story and waits until some of it was heard.</summary>
    public async Task BeginStoryAsync()
    {
        var heard = browser.Traffic.WatchAsync();
        await SayAsync("Tell me a story");
        await Expect(Messages.Filter(new() { HasText = StoryBegins })).ToBeVisibleAsync();
        await Expect(Page.GetByText($"{Name} is speaking")).ToBeVisibleAsync();
        await heard;
    }

    /// <summary>Goes on with the other protocol.</summary>
    public async Task SwitchAsync(string face)
    {
        var choice = Page.GetByRole(AriaRole.Radio, new() { Name = face });
        await Expect(choice).ToBeEnabledAsync();
        await choice.ClickAsync(new() { Force = true });
        await StandsOnAsync(face);
    }

    /// <summary>The chat goes over this protocol, and the page is not about to change that.</summary>
    public async Task StandsOnAsync(string face)
    {
        await Expect(Page.GetByRole(AriaRole.Radiogroup, new() { Name = "Protocol" })).ToHaveAttributeAsync("aria-busy", "false");
        await Expect(Page.GetByRole(AriaRole.Radio, new() { Name = face })).ToBeCheckedAsync();
    }

    public async Task ChooseAsync() => await Page.GetByRole(AriaRole.Group, new() { Name = "Characters" }).GetByRole(AriaRole.Button, new() { Name = Name }).ClickAsync();
}
