using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.EndToEnd.Console;

/// <summary>The wire as it happens, of every protocol.</summary>
public sealed class InspectorTests
{
    private const string Sentence = "The weather is good today.";

    [Theory]
    [InlineData("Voxta", "send", "replyChunk", "speechPlaybackStart")]
    [InlineData("Estuary", "text", "bot_response", "bot_voice")]
    public async Task A_conversation_is_watched_filtered_paused_and_kept(string face, string sent, string answered, string aloud)
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var room = await TalkRoom.OpenAsync(browser);
        await room.StartWritingAsync();
        if (face == "Estuary")
        {
            await room.SwitchAsync(face);
        }

        var page = await browser.OpenTabAsync();
        await page.GotoAsync(new Uri(browser.Address, "#/live").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = $"Inspect {TalkRoom.Name}" }).ClickAsync();
        var inspector = page.GetByRole(AriaRole.Region, new() { Name = TalkRoom.Name });
        await Expect(inspector.GetByText("watching")).ToBeVisibleAsync();
        var entries = inspector.GetByRole(AriaRole.List, new() { Name = "Events, newest last" }).GetByRole(AriaRole.Listitem);

        await room.SayAsync("Is anybody there?");

        await Expect(Named(sent)).ToContainTextAsync($"in {face.ToLowerInvariant()}");
        await Expect(Named(answered)).ToContainTextAsync($"out {face.ToLowerInvariant()}");
        await Expect(Named(aloud)).ToBeVisibleAsync();
        await Named(answered).Locator("summary").ClickAsync();
        await Expect(Named(answered).Locator("pre")).ToContainTextAsync("harbour");

        await inspector.GetByLabel("Filter").FillAsync($"{answered} -nothing");
        await Expect(Named(sent)).ToHaveCountAsync(0);
        await Expect(Named(answered)).ToBeVisibleAsync();
        await inspector.GetByLabel("Filter").FillAsync("");
        await inspector.GetByLabel("Wire").UncheckAsync();
        await Expect(Named(answered)).ToHaveCountAsync(0);
        await Expect(entries.Filter(new() { HasText = "turn 1" }).First).ToBeVisibleAsync();
        await inspector.GetByLabel("Wire").CheckAsync();

        await inspector.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await room.SayAsync("And now?");
        await Expect(inspector.GetByText("more came in")).ToBeVisibleAsync();
        await Expect(entries.Filter(new() { HasText = "And now?" })).ToHaveCountAsync(0);
        await inspector.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(entries.Filter(new() { HasText = "And now?" }).First).ToBeVisibleAsync();

        var download = await page.RunAndWaitForDownloadAsync(() => inspector.GetByRole(AriaRole.Button, new() { Name = "Keep" }).ClickAsync());
        var file = Path.Combine(browser.Files, "events.jsonl");
        await download.SaveAsAsync(file);
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldContain($"\"name\":\"{answered}\"");
        browser.ShouldBeQuiet();

        ILocator Named(string name) => inspector.Locator(".entry-wire").Filter(new() { Has = page.Locator(".entry-name").GetByText(name, new() { Exact = true }) }).First;
    }

    [Fact]
    public async Task A_speech_socket_is_watched_without_its_sound()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(new ConsoleSetup { Speech = Sentence, Pause = 3 }, "#/speech");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Listen" }).ClickAsync();
        await Expect(browser.Page.GetByRole(AriaRole.List, new() { Name = "Recognised" })).ToContainTextAsync("weather");

        var page = await browser.OpenTabAsync();
        await page.GotoAsync(new Uri(browser.Address, "#/live").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Inspect VoxNexus recognition connection" }).ClickAsync();
        var inspector = page.GetByRole(AriaRole.Region, new() { Name = "VoxNexus recognition connection" });
        var entries = inspector.GetByRole(AriaRole.List, new() { Name = "Events, newest last" }).GetByRole(AriaRole.Listitem);

        await Expect(entries.Filter(new() { HasText = "frames" }).First).ToContainTextAsync("audio");
        var transcript = entries.Filter(new() { HasText = "weather" }).First;
        await Expect(transcript).ToContainTextAsync("transcript");
        await transcript.Locator("summary").ClickAsync();
        await Expect(transcript.Locator("pre")).ToContainTextAsync("\"text\"");
        var download = await page.RunAndWaitForDownloadAsync(() => inspector.GetByRole(AriaRole.Button, new() { Name = "Keep" }).ClickAsync());
        var file = Path.Combine(browser.Files, "events.jsonl");
        await download.SaveAsAsync(file);
        (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).ShouldAllBe(line => line.Length < 5000);

        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(inspector.GetByText("ended")).ToBeVisibleAsync();
        browser.ShouldBeQuiet();
    }
}
