namespace Parley.Architecture.Tests;

/// <summary>Who may use whom.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Audio"] = [],
        ["Realtime"] = [],
        ["SocketIo"] = ["Realtime"],
        ["Voxta"] = ["Realtime", "Audio"],
        ["VoxNexus"] = ["Realtime", "Audio"],
        ["Devices"] = ["Audio"],
        ["Speech"] = ["Audio"],
        ["Estuary"] = ["SocketIo", "Realtime", "Audio", "Devices"],
        ["Conversation"] = ["Speech", "Audio"],
        ["SocketIo.AspNetCore"] = ["SocketIo"],
        ["Server"] = ["Conversation", "Speech", "Audio", "Realtime", "SocketIo.AspNetCore", "Voxta", "Estuary", "VoxNexus"],
        ["Cli"] = ["Server", "Conversation", "Speech", "Audio", "Realtime", "SocketIo.AspNetCore", "SocketIo", "Voxta", "Estuary", "VoxNexus", "Devices"],
    };

    [Fact]
    public void Projects_use_only_what_the_table_allows()
    {
        Repository.Projects.Keys.ShouldBe(Allowed.Keys, ignoreOrder: true);
        foreach (var name in Allowed.Keys)
        {
            Repository.References(name, "ProjectReference").Select(Repository.ShortName).Except(Allowed[name]).ShouldBeEmpty($"references of Parley.{name}");
        }
    }

    [Fact]
    public void Only_the_server_its_sockets_and_the_command_know_the_web_framework()
    {
        Repository.Projects.Keys.Where(name => Repository.References(name, "FrameworkReference").Any())
            .ShouldBe(["Server", "SocketIo.AspNetCore", "Cli"], ignoreOrder: true);
    }
}
