using System.CommandLine;
using Parley.Server.Data;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.Cli.Tests;

/// <summary>Which server a command uses.</summary>
public sealed class ServerLocatorTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_named_server_is_taken_as_it_is()
    {
        await using var connection = await ServerLocator.ConnectAsync(Parse("--server", "https://voice.example/base"), ServerNeed.Speech, Token);

        connection.Address.ShouldBe(new Uri("https://voice.example/base/"));
        connection.IsOwn.ShouldBeFalse();
    }

    [Fact]
    public async Task The_server_of_the_data_directory_is_found_with_its_key()
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["requireKeys"] = "true" }, folder: _folder);

        await using var connection = await ServerLocator.ConnectAsync(Parse(), ServerNeed.Conversation, Token);

        connection.Address.ShouldBe(server.Address);
        connection.IsOwn.ShouldBeFalse();
        using var http = connection.CreateHttpClient();
        (await http.GetAsync("api/server", Token)).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task A_record_whose_port_somebody_else_has_is_not_believed()
    {
        using var elsewhere = new TemporaryDirectory();
        await using var stranger = await ServerFixture.StartAsync(folder: elsewhere);
        new ServerRecord { ProcessId = 1, Url = stranger.Address, Instance = "another", Version = "0" }.Write(Data());

        (await RunningServer.FindAsync(Data(), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_server_speech_gets_one_of_its_own_that_leaves_no_trace()
    {
        Uri address;
        await using (var first = await ServerLocator.ConnectAsync(Parse(), ServerNeed.Speech, Token))
        await using (var second = await ServerLocator.ConnectAsync(Parse(), ServerNeed.Speech, Token))
        {
            first.IsOwn.ShouldBeTrue();
            second.Address.ShouldNotBe(first.Address);
            address = first.Address;
            using var http = first.CreateHttpClient();
            (await http.GetAsync("health/ready", Token)).IsSuccessStatusCode.ShouldBeTrue();
        }

        Directory.EnumerateFileSystemEntries(_folder.FullPath).ShouldBeEmpty();
        using var after = new HttpClient();
        await Should.ThrowAsync<HttpRequestException>(() => after.GetAsync(new Uri(address, "health/live"), Token));
    }

    [Fact]
    public async Task A_conversation_of_its_own_holds_the_data_directory_and_is_not_announced()
    {
        await using (await ServerLocator.ConnectAsync(Parse(), ServerNeed.Conversation, Token))
        {
            File.Exists(Data().DatabaseFile).ShouldBeTrue();
            File.Exists(Data().ServerFile).ShouldBeFalse();
            await Should.ThrowAsync<StorageException>(() => ServerLocator.ConnectAsync(Parse(), ServerNeed.Conversation, Token));
        }

        Data().IsInUse().ShouldBeFalse();
    }

    [Fact]
    public async Task Settings_of_the_data_directory_hold_for_a_server_of_its_own_except_who_may_reach_it()
    {
        await File.WriteAllTextAsync(Data().SettingsFile, """{ "host": "0.0.0.0", "port": 1, "requireKeys": true, "pathBase": "/x", "tts": ["flite"] }""", Token);

        await using var connection = await ServerLocator.ConnectAsync(Parse(), ServerNeed.Speech, Token);

        connection.Address.Host.ShouldBe("127.0.0.1");
        connection.Address.AbsolutePath.ShouldBe("/");
        using var http = connection.CreateHttpClient();
        (await http.GetStringAsync("v1/voices", Token)).ShouldNotContain("espeak-");
    }

    public void Dispose() => _folder.Dispose();

    private DataDirectory Data() => DataDirectory.Find(_folder.FullPath);

    private ParseResult Parse(params string[] words)
    {
        var root = new RootCommand { GlobalOptions.Server, GlobalOptions.Data, GlobalOptions.Json };
        return root.Parse([.. words, "--data", _folder.FullPath]);
    }
}
