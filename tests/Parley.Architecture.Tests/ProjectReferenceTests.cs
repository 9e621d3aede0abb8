using System.Xml.Linq;

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
        var found = Directory.GetFiles(Path.Combine(RepositoryRoot(), "src"), "*.csproj", SearchOption.AllDirectories);
        found.Length.ShouldBe(Allowed.Count);
        foreach (var file in found)
        {
            var name = ShortName(file);
            var used = XDocument.Load(file).Descendants("ProjectReference").Select(r => ShortName(r.Attribute("Include")!.Value));
            used.Except(Allowed[name]).ShouldBeEmpty($"references of Parley.{name}");
        }
    }

    private static string ShortName(string path) => Path.GetFileNameWithoutExtension(path)["Parley.".Length..];

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Parley.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Parley.slnx was not found above the tests.");
        }

        return folder;
    }
}
