using Microsoft.Playwright;
using Parley.EndToEnd.VoxNexus;
using static Microsoft.Playwright.Assertions;

namespace Parley.EndToEnd.Console;

/// <summary>The speech lab, both ways, through VoxNexus' sockets.</summary>
public sealed class SpeechLabTests
{
    private const string Sentence = "The weather is good today.";

    [Fact]
    public async Task A_text_is_spoken_shown_and_kept_and_its_file_is_understood()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(hash: "#/speech");
        var page = browser.Page;
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync(Sentence);
        await page.GetByLabel("Voice", new() { Exact = true }).SelectOptionAsync("flite-slt");
        await page.GetByLabel("Sample rate").SelectOptionAsync("16000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Speak", Exact = true }).ClickAsync();
        await Expect(page.GetByText("5 words")).ToBeVisibleAsync();

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync());
        var file = Path.Combine(browser.Files, "spoken.wav");
        await download.SaveAsAsync(file);
        (await Recordings.HearAsync(browser.Server, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))).ShouldContain("weather");

        // And back: the file goes in, words with their times come out.
        await page.GetByRole(AriaRole.Radio, new() { Name = "File" }).ClickAsync(new() { Force = true });
        await page.GetByLabel("Audio file").SetInputFilesAsync(file);
        await page.GetByRole(AriaRole.Button, new() { Name = "Transcribe" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Recognised" })).ToContainTextAsync("weather");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Transcribe" })).ToBeVisibleAsync();

        foreach (var (name, begins) in new[] { ("SRT", "1\n"), ("VTT", "WEBVTT"), ("JSON", "{") })
        {
            var kept = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync());
            var path = Path.Combine(browser.Files, "transcript." + name);
            await kept.SaveAsAsync(path);
            var text = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
            text.TrimStart('[', '\n', ' ').ShouldStartWith(begins);
            text.ShouldContain("weather");
        }

        browser.ShouldBeQuiet();
    }

    [Fact]
    public async Task The_microphone_is_transcribed_while_somebody_speaks()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(new ConsoleSetup { Speech = Sentence, Pause = 3 }, "#/speech");
        var page = browser.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Listen" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Recognised" })).ToContainTextAsync("weather");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Listen" })).ToBeVisibleAsync();
        browser.ShouldBeQuiet();
    }
}
