using System.Globalization;
using System.Text.Json;
using Parley.Audio.Wav;
using Parley.Testing;

namespace Parley.Cli.Tests;

/// <summary>chat, talk, characters and sessions, as processes on one real server.</summary>
public sealed class ConversationCommandTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_answers_each_line_of_a_pipe_and_keeps_its_commands_to_itself()
    {
        var (code, output, error) = await ParleyProcess.ShellAsync(_folder.FullPath, "printf 'Hello there\\n/help\\n/retry\\n/nonsense\\n/quit\\nnever read\\n' | $PARLEY chat --json");

        code.ShouldBe(ExitCodes.Done, error);
        var said = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        said.Count.ShouldBeGreaterThanOrEqualTo(2);
        said.ShouldAllBe(line => line.GetProperty("speaker").GetString() == "Mira" && line.GetProperty("text").GetString()!.Length > 0);
        error.ShouldContain("/revert");
        error.ShouldContain("no command /nonsense");
    }

    [Fact]
    public async Task Talk_hears_a_file_and_writes_the_answer_to_another()
    {
        var question = Path.Combine(_folder.FullPath, "q.wav");
        var answer = Path.Combine(_folder.FullPath, "a.wav");
        var (code, output, error) = await ParleyProcess.ShellAsync(
            _folder.FullPath, $"$PARLEY say 'The weather is good today.' -o {question} && $PARLEY talk --in {question} --out {answer}");

        code.ShouldBe(ExitCodes.Done, error);
        output.ShouldMatch("You: .*weather");
        output.ShouldContain("Mira: ");
        await using var sound = await WavSource.OpenAsync(answer, Token);
        sound.TotalSamples.ShouldNotBeNull().ShouldBeGreaterThan(8_000);
    }

    [Fact]
    public async Task Chat_over_Estuary_goes_on_where_it_was_left()
    {
        var data = _folder.FullPath;
        using var server = await ParleyProcess.UpAsync(data);
        var (code, output, error) = await ParleyProcess.ShellAsync(data, "printf 'Hello there\\n/help\\n/nonsense\\nHow are you?\\n/quit\\nnever read\\n' | $PARLEY chat --via estuary --json");
        code.ShouldBe(ExitCodes.Done, error);
        var said = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        said.Count.ShouldBe(2);
        said.ShouldAllBe(line => line.GetProperty("speaker").GetString() == "Mira" && line.GetProperty("text").GetString()!.Length > 0);
        error.ShouldContain("/quit");
        error.ShouldContain("no command /nonsense");

        (code, output, error) = await ParleyProcess.ShellAsync(data, "echo 'And now?' | $PARLEY chat --via estuary -c mira");
        code.ShouldBe(ExitCodes.Done, error);
        output.ShouldMatch("^Mira: .+\n$");
        using var client = new HttpClient { BaseAddress = server.Url };
        using var conversations = JsonDocument.Parse(await client.GetStringAsync($"api/agents/{await MiraAsync(client)}/players", Token));
        var conversation = conversations.RootElement.GetProperty("conversations").EnumerateArray().ShouldHaveSingleItem();
        conversation.GetProperty("messageCount").GetInt32().ShouldBe(6);

        (code, _, error) = await ParleyProcess.ShellAsync(data, "echo Hello | $PARLEY chat --via estuary -c nobody");
        code.ShouldBe(ExitCodes.Failed);
        error.ShouldContain("There are: ");
    }

    [Fact]
    public async Task Chat_over_Estuary_outlives_its_server()
    {
        var data = _folder.FullPath;
        using var server = await ParleyProcess.UpAsync(data);
        using var chat = ParleyProcess.Open(data, "chat", "--via", "estuary");
        await chat.SayAsync("Hello there");
        await chat.OutputAsync("Mira: ");

        // It takes the question and dies.
        server.Signal(ParleyProcess.Stop);
        await chat.SayAsync("Are you there?");
        while (!HasUnread(server.Url!.Port))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }

        server.Signal(ParleyProcess.Kill);
        await server.WaitAsync();
        await chat.ErrorAsync("trying again");
        await chat.ErrorAsync("lost before the answer was complete");
        using var again = await ParleyProcess.UpAsync(data, "--port", server.Url.Port.ToString(CultureInfo.InvariantCulture));
        await chat.SayAsync("And now?");
        await chat.OutputAsync("Mira: ");
        chat.EndInput();
        (await chat.WaitAsync()).ShouldBe(ExitCodes.Done);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--push-to-talk")]
    public async Task Talk_over_Estuary_hears_a_file_and_writes_the_answer_to_another(string mode)
    {
        var question = Path.Combine(_folder.FullPath, "q.wav");
        var answer = Path.Combine(_folder.FullPath, "a.wav");
        var (code, output, error) = await ParleyProcess.ShellAsync(
            _folder.FullPath, $"$PARLEY say 'The weather is good today.' -o {question} && $PARLEY talk --via estuary {mode} --in {question} --out {answer}");

        code.ShouldBe(ExitCodes.Done, error);
        output.ShouldMatch("You: .*weather");
        output.ShouldMatch("\nMira: .+\n");
        await using var sound = await WavSource.OpenAsync(answer, Token);
        sound.TotalSamples.ShouldNotBeNull().ShouldBeGreaterThan(8_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--push-to-talk")]
    public async Task A_file_without_words_fails_and_says_so(string mode)
    {
        var silence = Path.Combine(_folder.FullPath, "silence.wav");
        await using (var file = WavWriter.Create(silence, Parley.Audio.PcmFormat.Speech16K))
        {
            await file.WriteAsync(new short[16_000], Token);
        }

        var (code, _, error) = await ParleyProcess.RunAsync(_folder.FullPath, ["talk", "--via", "estuary", "--in", silence, "--out", Path.Combine(_folder.FullPath, "a.wav"), .. mode.Length > 0 ? [mode] : Array.Empty<string>()]);
        code.ShouldBe(ExitCodes.Failed);
        error.ShouldContain("Nothing was understood");
    }

    [Fact]
    public async Task A_wrong_key_is_told_over_Estuary_too()
    {
        var data = _folder.FullPath;
        using var server = await ParleyProcess.UpAsync(data, "--require-keys");
        var (code, _, error) = await ParleyProcess.ShellAsync(data, $"echo Hello | PARLEY_API_KEY=est_wrong $PARLEY chat --via estuary --server {server.Url}");
        code.ShouldBe(ExitCodes.NoServer);
        error.ShouldContain("parley keys create");
    }

    [Fact]
    public async Task A_running_conversation_is_listed_and_stopped()
    {
        var data = _folder.FullPath;
        var (code, _, error) = await ParleyProcess.RunAsync(data, "sessions", "list");
        code.ShouldBe(ExitCodes.NoServer);
        error.ShouldContain("parley up");

        using var server = await ParleyProcess.UpAsync(data);
        await using var client = new Voxta.VoxtaClient(new Voxta.VoxtaClientOptions { ServerUrl = server.Url! });
        var welcome = await client.ConnectAsync(Token);
        await Voxta.VoxtaSessions.StartChatAsync(client, welcome.Assistant.Id, cancellationToken: Token);

        var list = await ParleyProcess.RunAsync(data, "sessions", "list");
        list.ExitCode.ShouldBe(ExitCodes.Done, list.Error);
        var id = list.Output.Split('\t')[0];
        (await ParleyProcess.RunAsync(data, "sessions", "stop", id)).ExitCode.ShouldBe(ExitCodes.Done);
        (await ParleyProcess.RunAsync(data, "sessions", "stop", id)).ExitCode.ShouldBe(ExitCodes.Failed);
    }

    [Fact]
    public async Task Characters_go_out_and_in_as_cards()
    {
        var data = _folder.FullPath;
        var card = Path.Combine(data, "card.png");
        (await ParleyProcess.RunAsync(data, "characters", "list")).Output.ShouldContain("Mira\t");
        (await ParleyProcess.RunAsync(data, "characters", "export", "mira", "-o", card)).ExitCode.ShouldBe(ExitCodes.Done);

        var json = (await ParleyProcess.RunAsync(data, "characters", "show", "Mira")).Output.Replace("\"Mira\"", "\"Nadia\"", StringComparison.Ordinal);
        var changed = Path.Combine(data, "nadia.json");
        await File.WriteAllTextAsync(changed, json, Token);
        var import = await ParleyProcess.RunAsync(data, "characters", "import", changed);
        import.ExitCode.ShouldBe(ExitCodes.Done, import.Error);
        (await ParleyProcess.RunAsync(data, "characters", "list", "--json")).Output.ShouldContain("Nadia");
        (await ParleyProcess.RunAsync(data, "characters", "delete", import.Output.Trim())).ExitCode.ShouldBe(ExitCodes.Done);

        var unknown = await ParleyProcess.RunAsync(data, "characters", "show", "nobody");
        unknown.ExitCode.ShouldBe(ExitCodes.Failed);
        unknown.Error.ShouldContain("There are: ");
        await File.WriteAllTextAsync(changed, "{]", Token);
        (await ParleyProcess.RunAsync(data, "characters", "import", changed)).ExitCode.ShouldBe(ExitCodes.Failed);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> MiraAsync(HttpClient client)
    {
        using var page = JsonDocument.Parse(await client.GetStringAsync("api/v1/characters", Token));
        return page.RootElement.GetProperty("characters").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "Mira").GetProperty("id").GetString()!;
    }

    /// <summary>Whether something has come to this port on loopback that its program has not read.</summary>
    private static bool HasUnread(int port) => File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6")).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Any(f => f[1].EndsWith($":{port:X4}", StringComparison.Ordinal) && f[3] == "01" && !f[4].EndsWith(":00000000", StringComparison.Ordinal));
}
