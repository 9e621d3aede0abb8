using System.Xml.Linq;

namespace Parley.Architecture.Tests;

/// <summary>The sources these tests judge.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The projects under src by short name: <c>Audio</c>, <c>SocketIo.AspNetCore</c>.</summary>
    public static IReadOnlyDictionary<string, XDocument> Projects { get; } = Directory
        .GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .ToDictionary(ShortName, XDocument.Load);

    /// <summary>Those that users install.</summary>
    public static IEnumerable<string> Sdks => Projects.Where(p => p.Value.Descendants("ParleySdk").Any(e => e.Value == "true")).Select(p => p.Key).Order(StringComparer.Ordinal);

    public static string ShortName(string path) => Path.GetFileNameWithoutExtension(path)["Parley.".Length..];

    public static IEnumerable<string> References(string project, string kind) =>
        Projects[project].Descendants(kind).Select(r => r.Attribute("Include")!.Value);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Parley.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Parley.slnx was not found above the tests.");
        }

        return folder;
    }
}
