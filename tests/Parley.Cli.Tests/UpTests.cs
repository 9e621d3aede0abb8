using System.Net;
using System.Text.Json;
using Parley.Server.Data;
using Parley.Testing;
using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.Cli.Tests;

/// <summary>The server as a process: how it starts, is found, stops and is killed.</summary>
public sealed class UpTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ParleyProcess.Interrupt)]
    [InlineData(ParleyProcess.Terminate)]
    public async Task A_signal_stops_it_cleanly(int signal)
    {
        using var server = await ParleyProcess.UpAsync(_folder.FullPath);
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri(server.Url!, "health/ready"), Token)).ShouldContain("\"status\":\"ok\"");

        server.Signal(signal);

        (await server.WaitAsync()).ShouldBe(ExitCodes.Done);
        File.Exists(DataDirectory.Find(_folder.FullPath).ServerFile).ShouldBeFalse();
    }

    [Fact]
    public async Task After_a_kill_the_next_start_takes_over()
    {
        var data = DataDirectory.Find(_folder.FullPath);
        using (var killed = await ParleyProcess.UpAsync(_folder.FullPath))
        {
            killed.Signal(ParleyProcess.Kill);
            await killed.WaitAsync();
        }

        File.Exists(data.ServerFile).ShouldBeTrue();
        (await RunningServer.FindAsync(data, Token)).ShouldBeNull();

        using var next = await ParleyProcess.UpAsync(_folder.FullPath);
        var found = (await RunningServer.FindAsync(data, Token)).ShouldNotBeNull();
        found.ProcessId.ShouldBe(next.Id);
        found.Url.ShouldBe(next.Url);
    }

    [Fact]
    public async Task A_second_one_on_the_same_directory_says_who_has_it()
    {
        using var server = await ParleyProcess.UpAsync(_folder.FullPath);

        var (code, output, error) = await ParleyProcess.RunAsync(_folder.FullPath, "up", "--port", "0");

        code.ShouldBe(ExitCodes.Failed);
        output.ShouldBeEmpty();
        error.ShouldContain($"process {server.Id}");
        error.ShouldContain(server.Url!.ToString());
    }

    [Fact]
    public async Task A_port_in_use_is_said_in_one_line()
    {
        using var server = await ParleyProcess.UpAsync(_folder.FullPath);
        using var other = new TemporaryDirectory();

        var (code, _, error) = await ParleyProcess.RunAsync(other.FullPath, "up", "--host", "127.0.0.1", "--port", server.Url!.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));

        code.ShouldBe(ExitCodes.Failed);
        error.ShouldContain("address already in use");
        error.Trim().ShouldNotContain('\n');
    }

    [Fact]
    public async Task Keys_made_and_revoked_by_the_command_count_on_the_running_server_within_a_second()
    {
        using var server = await ParleyProcess.UpAsync(_folder.FullPath, "--require-keys");
        using var http = new HttpClient { BaseAddress = server.Url };

        var created = await ParleyProcess.RunAsync(_folder.FullPath, "keys", "create", "--user", "ann");
        created.ExitCode.ShouldBe(ExitCodes.Done);
        http.DefaultRequestHeaders.Add("X-Api-Key", created.Output.Trim());
        await UntilAsync(http, HttpStatusCode.OK);

        var id = (await ParleyProcess.RunAsync(_folder.FullPath, "keys", "list")).Output.Split(' ')[0];
        (await ParleyProcess.RunAsync(_folder.FullPath, "keys", "revoke", id)).ExitCode.ShouldBe(ExitCodes.Done);
        await UntilAsync(http, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_owner_needs_no_key_for_his_own_server()
    {
        using var server = await ParleyProcess.UpAsync(_folder.FullPath, "--require-keys");

        var record = (await RunningServer.FindAsync(DataDirectory.Find(_folder.FullPath), Token)).ShouldNotBeNull();
        await using var connection = new ServerConnection(record.Url, record.Key);
        using var http = connection.CreateHttpClient();

        (await http.GetAsync("api/server", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_device_that_shows_a_code_is_let_in_by_the_command()
    {
        using var server = await ParleyProcess.UpAsync(_folder.FullPath, "--require-keys");
        using var http = new HttpClient { BaseAddress = server.Url };
        using var asked = await http.PostAsync("api/device/code", new StringContent("""{"client_id":"voxta","label":"My phone"}"""), Token);
        using var issued = JsonDocument.Parse(await asked.Content.ReadAsStringAsync(Token));

        var approved = await ParleyProcess.RunAsync(_folder.FullPath, "keys", "approve", issued.RootElement.GetProperty("user_code").GetString()!);

        approved.ExitCode.ShouldBe(ExitCodes.Done);
        approved.Error.ShouldContain("My phone");
        using var polled = await http.PostAsync("api/device/poll", new StringContent($$"""{"device_code":"{{issued.RootElement.GetProperty("device_code").GetString()}}"}"""), Token);
        polled.StatusCode.ShouldBe(HttpStatusCode.OK);
        var wrong = await ParleyProcess.RunAsync(_folder.FullPath, "keys", "approve", "BBBB-BBBB");
        wrong.ExitCode.ShouldBe(ExitCodes.Failed);
        wrong.Error.ShouldContain("No device waits");
    }

    [Fact]
    public async Task An_apps_script_runs_beside_the_server()
    {
        using var server = await ParleyProcess.UpAsync(_folder.FullPath);
        await using var client = new VoxtaClient(new VoxtaClientOptions { ServerUrl = server.Url! });
        var noted = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = client.On<MessageUpdated>(e =>
        {
            if (e.Role == ChatMessageRole.Note)
            {
                noted.TrySetResult(e.Text);
            }
        });
        await client.ConnectAsync(Token);
        await client.StartChatAsync(client.Welcome!.Assistant.Id, cancellationToken: Token);

        await client.RunScriptAsync("chat.note('From the script: ' + typeof process);", cancellationToken: Token);

        (await noted.Task.WaitAsync(TimeSpan.FromSeconds(60), Token)).ShouldBe("From the script: undefined");
    }

    public void Dispose() => _folder.Dispose();

    // The bound is the promise of the product; every answer until then is a real request.
    private static async Task UntilAsync(HttpClient http, HttpStatusCode expected)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        while (true)
        {
            using var answer = await http.GetAsync("api/server", deadline.Token);
            if (answer.StatusCode == expected)
            {
                return;
            }
        }
    }
}
