using System.Collections.Frozen;

namespace Parley.Server.Console;

/// <summary>Finds the files of the console on disk. A published program has them in <c>console</c>; a checkout in <c>web/console</c>, with npm's libraries beside them.</summary>
internal sealed class ConsoleFiles
{
    /// <summary>What brings the libraries to a checkout.</summary>
    public const string Remedy = "npm ci --ignore-scripts --prefix web/console";

    private const string Page = "index.html";

    // The stock clients, published as vendor/NAME and taken from npm's folder where that is.
    private static readonly FrozenDictionary<string, string> Libraries = new Dictionary<string, string>
    {
        ["vendor/signalr.min.js"] = "node_modules/@microsoft/signalr/dist/browser/signalr.min.js",
        ["vendor/socket.io.min.js"] = "node_modules/socket.io-client/dist/socket.io.min.js",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public ConsoleFiles(ConsoleOptions options)
    {
        Folder = options.Folder is { } folder ? Path.GetFullPath(folder) : Candidates().FirstOrDefault(f => File.Exists(Path.Combine(f, Page)));
    }

    /// <summary>Where the files are; null when this program has no console.</summary>
    public string? Folder { get; }

    /// <summary>Whether the libraries that the console loads are there; they come from npm and may not be.</summary>
    public bool HasLibraries => Libraries.Keys.All(name => Find(name) is not null);

    /// <summary>The file of a relative URL path, or null. Finds nothing but what is meant for browsers.</summary>
    public string? Find(string path)
    {
        if (Folder is null || !ContentTypes.IsPublic(path))
        {
            return null;
        }

        var file = Path.Combine(Folder, path);
        if (File.Exists(file))
        {
            return file;
        }

        return Libraries.TryGetValue(path, out var library) && Path.Combine(Folder, library) is var installed && File.Exists(installed) ? installed : null;
    }

    private static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "console");
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return Path.Combine(folder, "web", "console");
        }
    }
}
