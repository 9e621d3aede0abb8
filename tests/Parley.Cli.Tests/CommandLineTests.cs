using System.Text.Json;
using Parley.Testing;

namespace Parley.Cli.Tests;

/// <summary>Words in, text and exit code out, in this process.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("up --port")]
    [InlineData("up --nonsense")]
    [InlineData("keys")]
    [InlineData("keys revoke")]
    [InlineData("keys create --scope everything")]
    [InlineData("keys list --server not-a-url")]
    [InlineData("talk --push-to-talk")]
    [InlineData("talk --push-to-talk --via voxta")]
    [InlineData("talk --echo-cancellation --in question.wav")]
    [InlineData("talk --echo-cancellation --via estuary --out answer.WAV")]
    [InlineData("chat --via nothing")]
    public async Task Wrong_words_end_with_2_and_say_why_on_stderr(string words)
    {
        var (code, output, error) = await RunAsync(words.Split(' '));

        code.ShouldBe(ExitCodes.Usage);
        error.ShouldNotBeNullOrWhiteSpace();
        output.Trim().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("up --port abc")]
    [InlineData("up --port 70000")]
    [InlineData("up --host 0.0.0.0 --port 0")]
    [InlineData("up --tls-cert /nowhere.pem")]
    [InlineData("keys create --user a/b")]
    [InlineData("keys revoke k12345678")]
    public async Task What_cannot_be_done_ends_with_1_in_one_line(string words)
    {
        var (code, output, error) = await RunAsync(words.Split(' '));

        code.ShouldBe(ExitCodes.Failed);
        error.ShouldStartWith("parley: ");
        error.Trim().ShouldNotContain("   at ");
        output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_goes_to_stdout_alone_and_its_id_through_list_to_revoke()
    {
        var (code, output, error) = await RunAsync("keys", "create", "--user", "Ann", "--label", "my phone");
        code.ShouldBe(ExitCodes.Done);
        output.Trim().ShouldMatch("^est_[A-Za-z0-9_-]{32}$");

        var (_, list, _) = await RunAsync("keys", "list", "--json");
        using var json = JsonDocument.Parse(list);
        var key = json.RootElement.EnumerateArray().ShouldHaveSingleItem();
        key.GetProperty("user").GetString().ShouldBe("ann");
        key.GetProperty("label").GetString().ShouldBe("my phone");
        key.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()).ShouldBe(["speech", "conversation"]);
        key.TryGetProperty("key", out _).ShouldBeFalse();
        var id = key.GetProperty("id").GetString()!;
        error.ShouldContain(id);

        (await RunAsync("keys", "revoke", id)).Code.ShouldBe(ExitCodes.Done);
        (await RunAsync("keys", "revoke", id)).Code.ShouldBe(ExitCodes.Failed);
        (await RunAsync("keys", "list")).Output.ShouldContain("revoked");
    }

    [Fact]
    public async Task A_key_has_the_scopes_it_was_made_with()
    {
        var (_, output, _) = await RunAsync("keys", "create", "--scope", "speech", "--scope", "admin", "--json");
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()).ShouldBe(["speech", "admin"]);
        json.RootElement.GetProperty("key").GetString().ShouldStartWith("est_");
    }

    [Fact]
    public async Task Doctor_names_every_engine_and_what_would_make_it_run()
    {
        var (_, output, _) = await RunAsync("doctor", "--json");

        using var json = JsonDocument.Parse(output);
        var reports = json.RootElement.EnumerateArray().ToList();
        reports.Select(r => r.GetProperty("job").GetString()).ShouldBeSubsetOf(["platform", "storage", "recognition", "synthesis", "voice-activity", "browser"]);
        reports.Single(r => r.GetProperty("id").GetString() == "sqlite").GetProperty("isAvailable").GetBoolean().ShouldBeTrue();
        foreach (var missing in reports.Where(r => !r.GetProperty("isAvailable").GetBoolean()))
        {
            missing.GetProperty("problem").GetString().ShouldNotBeNullOrWhiteSpace();
            missing.GetProperty("remedy").GetString().ShouldNotBeNullOrWhiteSpace();
        }
    }

    [Fact]
    public async Task A_scenario_file_is_imported_listed_and_deleted()
    {
        var file = Path.Combine(_folder.FullPath, "mill.json");
        await File.WriteAllTextAsync(file, """{"name":"The mill","roles":[{"name":"miller"}]}""", TestContext.Current.CancellationToken);
        var (code, output, _) = await RunAsync("scenarios", "import", file);
        code.ShouldBe(ExitCodes.Done);
        var (_, list, _) = await RunAsync("scenarios", "list", "--json");
        using var json = JsonDocument.Parse(list);
        var scenario = json.RootElement.EnumerateArray().ShouldHaveSingleItem();
        scenario.GetProperty("id").GetString().ShouldBe(output.Trim());
        scenario.GetProperty("roles")[0].GetString().ShouldBe("miller");

        await File.WriteAllTextAsync(file, """{"roles":[]}""", TestContext.Current.CancellationToken);
        (await RunAsync("scenarios", "import", file)).Error.ShouldContain("no name");
        (await RunAsync("scenarios", "delete", "The mill")).Code.ShouldBe(ExitCodes.Done);
        var (missing, _, error) = await RunAsync("scenarios", "delete", "The mill");
        missing.ShouldBe(ExitCodes.Failed);
        error.ShouldContain("There is no scenario");
    }

    [Fact]
    public async Task A_cancelled_command_ends_with_130()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await CommandLine.RunAsync(["keys", "list", "--data", _folder.FullPath], output, error, cancelled.Token);

        code.ShouldBe(ExitCodes.Interrupted);
        error.ToString().ShouldBeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync([.. words, "--data", _folder.FullPath], output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
