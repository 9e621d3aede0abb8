using System.Text.RegularExpressions;
using Parley.Samples;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.EndToEnd;

/// <summary>Every sample does what it says, and the README shows nothing that is not in one of them.</summary>
public sealed partial class SampleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Samples_run_against_a_real_server()
    {
        await using var server = await ServerFixture.StartAsync();
        using var folder = new TemporaryDirectory();
        await RunAsync(TextToSpeech.RunAsync, server, folder);
        Length(folder, "hello.wav").ShouldBeGreaterThan(20_000);
        await RunAsync(SpeechToText.RunAsync, server, folder);
        await RunAsync(LiveCaptionsSample.RunAsync, server, folder);
        (await File.ReadAllTextAsync(Path.Combine(folder.FullPath, "hello.vtt"), Token)).ShouldContain("weather");
        await RunAsync(VoiceConversationSample.RunAsync, server, folder);
        Length(folder, "answer.wav").ShouldBeGreaterThan(20_000);
        await RunAsync(VoxtaConnect.RunAsync, server, folder);
        await RunAsync(VoxtaChat.RunAsync, server, folder);
        await RunAsync(VoxtaEvents.RunAsync, server, folder);
        await RunAsync(VoxtaActions.RunAsync, server, folder);
        await RunAsync(VoxtaPlayback.RunAsync, server, folder);
        await RunAsync(VoxtaVoice.RunAsync, server, folder);
        Length(folder, "voxta.wav").ShouldBeGreaterThan(1_000);
        await RunAsync(VoxtaTraffic.RunAsync, server, folder);
        (await File.ReadAllTextAsync(Path.Combine(folder.FullPath, "traffic.txt"), Token)).ShouldContain("chatStarted");
        await RunAsync(EstuaryChat.RunAsync, server, folder);
        await RunAsync(EstuaryVoice.RunAsync, server, folder);
        await RunAsync(EstuaryPushToTalk.RunAsync, server, folder);
        await RunAsync(EstuaryVoiceSession.RunAsync, server, folder);
        Length(folder, "estuary.wav").ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public void What_the_readme_shows_is_in_the_samples()
    {
        var root = Repository();
        var samples = string.Join('\n', Directory.EnumerateFiles(Path.Combine(root, "samples", "Sdk"), "*.cs").Select(File.ReadAllText));
        var code = Plain(samples);
        var blocks = CSharpBlock().Matches(File.ReadAllText(Path.Combine(root, "README.md")));
        blocks.Count.ShouldBeGreaterThan(1);
        foreach (Match block in blocks)
        {
            code.ShouldContain(Plain(block.Groups[1].Value));
        }
    }

    private static Task RunAsync(Func<Uri, string, CancellationToken, Task> sample, ServerFixture server, TemporaryDirectory folder) =>
        sample(server.Address, folder.FullPath, Token).WaitAsync(TimeSpan.FromSeconds(60), Token);

    private static long Length(TemporaryDirectory folder, string name) => new FileInfo(Path.Combine(folder.FullPath, name)).Length;

    private static string Plain(string text) => string.Join('\n', text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0));

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Parley.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
