using Microsoft.Playwright;
using Parley.Testing.Server;

namespace Parley.EndToEnd.VoxNexus;

/// <summary>The guide's examples in Chromium, their text untouched: the browser believes that it talks to api.voxnexus.ai.</summary>
public sealed class BrowserExampleTests
{
    [Fact]
    public async Task The_text_to_speech_example_speaks_what_a_browser_can_play()
    {
        SeedExamples.Require();
        await using var browser = await BrowserPage.OpenAsync();
        await browser.RunAsync(SeedExamples.TextToSpeech);
        (await browser.WaitForAsync("/v1/tts", _ => true))["type"]!.ToString().ShouldBe("ready");
        List<byte> audio = [];
        await browser.WaitForAsync("/v1/tts", m =>
        {
            audio.AddRange(Convert.FromBase64String((string)m["data"]!));
            return (bool)m["is_final"]!;
        });
        var seconds = await browser.Page.EvaluateAsync<double>("""
            async base64 => (await new AudioContext().decodeAudioData(Uint8Array.from(atob(base64), c => c.charCodeAt(0)).buffer)).duration
            """, Convert.ToBase64String([.. audio]));
        seconds.ShouldBeInRange(0.3, 5);
        Recordings.Level([.. audio.Skip(44)]).ShouldBeGreaterThan(100);
        browser.Console.ShouldContain("Ready: req_");
        browser.Console.ShouldNotContain("rror");
    }

    [Fact]
    public async Task The_speech_to_text_example_hears_the_microphone()
    {
        SeedExamples.Require();
        await using var browser = await BrowserPage.OpenAsync(await MicrophoneAsync("The weather is good today."));
        await browser.RunAsync(SeedExamples.SpeechToText);
        await browser.WaitForAsync("/v1/stt", m => (string)m["type"]! == "transcript" && !(bool)m["is_final"]!);
        var final = await browser.WaitForAsync("/v1/stt", m => (string)m["type"]! == "transcript" && (bool)m["is_final"]! && m["text"]!.ToString().Contains("weather", StringComparison.OrdinalIgnoreCase));
        final["words"]!.AsArray().Count.ShouldBeGreaterThan(2);
        browser.Console.ShouldNotContain("rror");
    }

    [Fact]
    public async Task The_conversation_example_says_what_it_heard()
    {
        SeedExamples.Require();
        await using var browser = await BrowserPage.OpenAsync(await MicrophoneAsync("Hello world."));
        await browser.RunAsync(SeedExamples.TextToSpeechClass + SeedExamples.SpeechToTextClass + SeedExamples.Conversation + "await new VoiceConversation('YOUR_API_KEY').start();");
        await browser.WaitForAsync("/v1/stt", m => (string)m["type"]! == "transcript" && (bool)m["is_final"]!);
        await browser.WaitForAsync("/v1/tts", m => (string)m["type"]! == "audio" && (bool)m["is_final"]!);
        browser.Console.ShouldNotContain("rror");
    }

    [Fact]
    public async Task The_captioning_example_shows_captions_with_their_times()
    {
        SeedExamples.Require();
        await using var browser = await BrowserPage.OpenAsync(await MicrophoneAsync("The weather is good today."));
        await browser.RunAsync(SeedExamples.SpeechToTextClass + SeedExamples.Captioning + "await new LiveCaptioning('YOUR_API_KEY', document.getElementById('caption')).start();");
        await browser.WaitForAsync("/v1/stt", m => (string)m["type"]! == "transcript" && (bool)m["is_final"]! && m["text"]!.ToString().Contains("weather", StringComparison.OrdinalIgnoreCase));
        await browser.Page.WaitForFunctionAsync("document.getElementById('caption').textContent.toLowerCase().includes('weather')");
        browser.Console.ShouldMatch(@"\[\d+-\d+ms\] .*weather");
        browser.Console.ShouldNotContain("rror");
    }

    [Fact]
    public async Task A_page_of_another_site_gets_no_socket()
    {
        await using var browser = await BrowserPage.OpenAsync();
        var page = await browser.Page.Context.NewPageAsync();
        await page.RouteAsync("https://evil.example/", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<p>page</p>" }));
        await page.GotoAsync("https://evil.example/");
        const string Connect = "url => new Promise(resolve => { const ws = new WebSocket(url); ws.onopen = () => resolve('open'); ws.onclose = e => resolve(`closed ${e.code}`); })";
        foreach (var path in new[] { "/v1/tts/realtime", "/v1/stt/realtime" })
        {
            (await page.EvaluateAsync<string>(Connect, $"wss://{BrowserPage.Host}{path}")).ShouldBe("closed 1006");
            (await browser.Page.EvaluateAsync<string>(Connect, $"wss://{BrowserPage.Host}{path}")).ShouldBe("open");
        }
    }

    private static async Task<byte[]> MicrophoneAsync(string text)
    {
        await using var server = await ServerFixture.StartAsync();
        return await Recordings.SpeakAsync(server, text, silenceSeconds: 1.5);
    }
}
