using System.Text.Json;
using Parley.Audio.Wav;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.Cli.Tests;

/// <summary>say, transcribe, captions, voices and devices, on real engines.</summary>
public sealed class SpeechCommandTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_said_to_a_file_is_transcribed_in_every_form()
    {
        var (said, facts, _) = await RunAsync("say", "The weather is good today.", "-o", Path("a.wav"), "--json");
        said.ShouldBe(ExitCodes.Done);
        using (var json = JsonDocument.Parse(facts))
        {
            json.RootElement.GetProperty("file").GetString().ShouldBe(Path("a.wav"));
            json.RootElement.GetProperty("durationMs").GetInt64().ShouldBeGreaterThan(1_000);
        }

        var text = await RunAsync("transcribe", Path("a.wav"));
        text.Code.ShouldBe(ExitCodes.Done);
        text.Output.ShouldContain("weather");
        text.Error.ShouldBeEmpty();

        var (_, srt, _) = await RunAsync("transcribe", Path("a.wav"), "--format", "srt");
        srt.ShouldStartWith("1\r\n00:00:00,");
        (await RunAsync("transcribe", Path("a.wav"), "--format", "vtt", "-o", Path("a.vtt"))).Output.ShouldBeEmpty();
        (await File.ReadAllTextAsync(Path("a.vtt"), Token)).ShouldStartWith("WEBVTT\n\n00:00:00.");

        using var transcript = JsonDocument.Parse((await RunAsync("transcribe", Path("a.wav"), "--json")).Output);
        var words = transcript.RootElement.GetProperty("segments").EnumerateArray().SelectMany(s => s.GetProperty("words").EnumerateArray()).ToList();
        words.ShouldNotBeEmpty();
        words.ShouldAllBe(w => w.GetProperty("startMs").GetInt64() < w.GetProperty("endMs").GetInt64());
    }

    [Fact]
    public async Task Several_files_are_told_apart_and_a_bad_one_does_not_stop_the_rest()
    {
        (await RunAsync("say", "The weather is good today.", "-o", Path("a.wav"))).Code.ShouldBe(ExitCodes.Done);
        await File.WriteAllTextAsync(Path("bad.wav"), "this is no sound", Token);

        var (code, output, error) = await RunAsync("transcribe", Path("bad.wav"), Path("missing.wav"), Path("a.wav"));

        code.ShouldBe(ExitCodes.Failed);
        output.ShouldStartWith(Path("a.wav") + ": ");
        error.ShouldContain($"parley: {Path("bad.wav")}: ");
        error.ShouldContain($"parley: {Path("missing.wav")}: ");

        var target = Path("out");
        (await RunAsync("transcribe", Path("a.wav"), Path("a.wav"), "--format", "srt", "-o", target)).Code.ShouldBe(ExitCodes.Done);
        File.Exists(System.IO.Path.Combine(target, "a.srt")).ShouldBeTrue();
    }

    [Fact]
    public async Task Captions_of_a_file_are_printed_and_saved()
    {
        (await RunAsync("say", "The weather is good today.", "-o", Path("a.wav"))).Code.ShouldBe(ExitCodes.Done);

        var (code, output, _) = await RunAsync("captions", "--in", Path("a.wav"), "-o", Path("a.srt"));

        code.ShouldBe(ExitCodes.Done);
        output.ShouldMatch(@"^\[00:00:0\d\.\d\] .*weather");
        (await File.ReadAllTextAsync(Path("a.srt"), Token)).ShouldContain("weather");
    }

    [Fact]
    public async Task Voices_are_listed_and_chosen_by_language()
    {
        var (code, output, _) = await RunAsync("voices", "--search", "SLT", "--json");
        code.ShouldBe(ExitCodes.Done);
        using var json = JsonDocument.Parse(output);
        json.RootElement.EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe("flite-slt");
        (await RunAsync("voices", "--language", "de")).Output.ShouldContain("espeak-de\t");

        var (_, facts, _) = await RunAsync("say", "Guten Tag", "--language", "de", "-o", Path("de.wav"), "--json");
        facts.ShouldContain("espeak-de");
    }

    [Fact]
    public async Task Raw_samples_have_no_header()
    {
        (await RunAsync("say", "Hello", "--format", "pcm", "--rate", "24000", "-o", Path("a.pcm"))).Code.ShouldBe(ExitCodes.Done);
        var bytes = await File.ReadAllBytesAsync(Path("a.pcm"), Token);
        WavHeader.Matches(bytes).ShouldBeFalse();
        bytes.Length.ShouldBeGreaterThan(10_000);
    }

    [Theory]
    [InlineData("say hello --json")]
    [InlineData("say hello --format mp3")]
    [InlineData("transcribe")]
    [InlineData("transcribe a.wav b.wav --format srt")]
    [InlineData("transcribe a.wav --format pdf")]
    [InlineData("voices --gender tall")]
    public async Task Wrong_words_end_with_2(string words)
    {
        var (code, output, error) = await RunAsync(words.Split(' '));
        code.ShouldBe(ExitCodes.Usage);
        error.ShouldNotBeNullOrWhiteSpace();
        output.Trim().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("say --speed 9 -o OUT hello")]
    [InlineData("say --voice nobody -o OUT hello")]
    [InlineData("say --language xx -o OUT hello")]
    [InlineData("captions --in missing.wav")]
    [InlineData("captions --in missing.wav -o a.txt")]
    public async Task What_cannot_be_done_ends_with_1_in_one_line(string words)
    {
        var (code, output, error) = await RunAsync(words.Replace("OUT", Path("x.wav"), StringComparison.Ordinal).Split(' '));
        code.ShouldBe(ExitCodes.Failed);
        error.ShouldStartWith("parley: ");
        error.Trim().ShouldNotContain('\n');
        output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_is_not_there_or_wants_a_key_ends_with_3_and_the_next_step()
    {
        var (code, _, error) = await RunAsync("transcribe", Path("none.wav"), "--server", "http://127.0.0.1:1");
        code.ShouldBe(ExitCodes.Failed);
        error.ShouldContain("none.wav");

        (code, _, error) = await RunAsync("voices", "--server", "http://127.0.0.1:1");
        code.ShouldBe(ExitCodes.NoServer);
        error.ShouldContain("parley up");

        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["require-keys"] = "true" });
        await File.WriteAllTextAsync(Path("key"), "est_wrong\n", Token);
        foreach (var words in (string[][])[["voices"], ["say", "hello", "-o", Path("x.wav")], ["captions", "--in", await SilenceAsync()]])
        {
            (code, _, error) = await RunAsync([.. words, "--server", server.Address.ToString(), "--key-file", Path("key")]);
            code.ShouldBe(ExitCodes.NoServer, string.Join(' ', words) + ": " + error);
            error.ShouldContain("--key-file");
        }
    }

    [Fact]
    public async Task A_pipe_carries_the_audio_from_one_command_to_the_next()
    {
        var (code, output, error) = await ParleyProcess.ShellAsync(_folder.FullPath, "$PARLEY say 'The weather is good today.' | $PARLEY transcribe -");
        code.ShouldBe(ExitCodes.Done, error);
        output.ShouldContain("weather");
        error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_leaves_a_file_that_can_be_read()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var file = Path("long.wav");
        using var watcher = new FileSystemWatcher(_folder.FullPath, "long.wav") { NotifyFilter = NotifyFilters.Size, EnableRaisingEvents = true };
        watcher.Changed += (_, _) =>
        {
            if (new FileInfo(file).Length > 50_000)
            {
                stop.Cancel();
            }
        };

        var (code, _, _) = await RunUntilAsync(stop.Token, ["say", string.Concat(Enumerable.Repeat("This goes on and on. ", 1_000)), "-o", file]);

        code.ShouldBe(ExitCodes.Interrupted);
        await using var source = await WavSource.OpenAsync(file, Token);
        source.TotalSamples.ShouldNotBeNull().ShouldBeGreaterThan(20_000);
    }

    [Fact]
    public async Task Devices_or_their_absence_are_said()
    {
        var (code, output, error) = await RunAsync("devices");
        code.ShouldBe(ExitCodes.Done);
        (output + error).ShouldNotBeNullOrWhiteSpace();
        using var json = JsonDocument.Parse((await RunAsync("devices", "--json")).Output);
        json.RootElement.GetArrayLength().ShouldBe(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    public void Dispose() => _folder.Dispose();

    private string Path(string name) => System.IO.Path.Combine(_folder.FullPath, name);

    private async Task<string> SilenceAsync()
    {
        await using var writer = WavWriter.Create(Path("silence.wav"), Parley.Audio.PcmFormat.Speech16K);
        await writer.WriteAsync(new short[1_600], Token);
        return Path("silence.wav");
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] words) => RunUntilAsync(Token, words);

    private async Task<(int Code, string Output, string Error)> RunUntilAsync(CancellationToken cancellationToken, string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync([.. words, "--data", System.IO.Path.Combine(_folder.FullPath, "data")], output, error, cancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
