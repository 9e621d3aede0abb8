using Parley.Server.Data;
using Parley.Server.Settings;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.Server.Tests.Data;

public sealed class DataDirectoryTests
{
    [Fact]
    public async Task A_second_server_on_the_same_directory_is_told_who_has_it()
    {
        using var folder = new TemporaryDirectory();
        await using var first = await ServerFixture.StartAsync(folder: folder);

        var refused = await Should.ThrowAsync<StorageException>(() => ServerFixture.StartAsync(folder: folder));

        refused.Message.ShouldContain($"process {Environment.ProcessId}");
        refused.Message.ShouldContain(first.Address.ToString());
        using var answer = await first.Http.GetAsync("health/ready", TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task The_record_of_a_killed_server_is_replaced()
    {
        using var folder = new TemporaryDirectory();
        var data = DataDirectory.Find(folder.FullPath);
        new ServerRecord { ProcessId = 1, Url = new Uri("http://localhost:1/"), Instance = "old", Version = "0" }.Write(data);

        await using (var server = await ServerFixture.StartAsync(folder: folder))
        {
            var record = ServerRecord.TryRead(data).ShouldNotBeNull();
            record.Url.ShouldBe(server.Address);
            record.ProcessId.ShouldBe(Environment.ProcessId);
            data.IsInUse().ShouldBeTrue();
        }

        ServerRecord.TryRead(data).ShouldBeNull();
        data.IsInUse().ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_can_start_again_where_one_ended()
    {
        using var folder = new TemporaryDirectory();
        for (var i = 0; i < 3; i++)
        {
            await using var server = await ServerFixture.StartAsync(folder: folder);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"processId\":\"x\"}")]
    public void A_record_that_cannot_be_read_counts_as_none(string text)
    {
        using var folder = new TemporaryDirectory();
        var data = DataDirectory.Find(folder.FullPath);
        File.WriteAllText(data.ServerFile, text);
        ServerRecord.TryRead(data).ShouldBeNull();
    }

    [Fact]
    public void What_holds_a_key_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryDirectory();
        var data = DataDirectory.Find(folder.File("new"));
        data.Create();
        var record = new ServerRecord { ProcessId = 1, Url = new Uri("http://localhost:1/"), Instance = "i", Version = "0", Key = "est_x" };
        record.Write(data);

        File.GetUnixFileMode(data.FullPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(data.ServerFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        record.ToString().ShouldNotContain("est_x");
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_said_plainly()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("file"), "", TestContext.Current.CancellationToken);
        Should.Throw<StorageException>(() => ParleyHost.Build(DataDirectory.Find(folder.File("file/inside")), ParleySettings.From()))
            .Message.ShouldContain("cannot be created");
    }

    [Fact]
    public void A_server_that_cannot_be_built_leaves_the_directory_free()
    {
        using var folder = new TemporaryDirectory();
        var data = DataDirectory.Find(folder.FullPath);
        File.WriteAllText(data.DatabaseFile, new string('x', 5_000));

        Should.Throw<StorageException>(() => ParleyHost.Build(data, ParleySettings.From()));

        data.IsInUse().ShouldBeFalse();
    }
}
