using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Parley.Server.Settings;

namespace Parley.Server.Console;

/// <summary>The console's files, read again when they change on disk. Thread-safe. Bounded by the files there are.</summary>
internal sealed class ConsoleAssets(ConsoleFiles files, ParleyOptions options)
{
    private const string Base = "<base href=\"/\">";

    private readonly ConcurrentDictionary<string, Cached> _cache = new(StringComparer.Ordinal);

    /// <summary>The file of a relative URL path, or null.</summary>
    public ConsoleAsset? Find(string path)
    {
        if (files.Find(path) is not { } file)
        {
            return null;
        }

        var info = new FileInfo(file);
        if (_cache.TryGetValue(path, out var cached) && cached.Changed == info.LastWriteTimeUtc && cached.Length == info.Length)
        {
            return cached.Asset;
        }

        var asset = new ConsoleAsset(ContentTypes.Of(path), Read(file));
        _cache[path] = new Cached(info.LastWriteTimeUtc, info.Length, asset);
        return asset;
    }

    // Deep links of the console have any depth: what its pages refer to is relative to the path base.
    private byte[] Read(string file)
    {
        var content = File.ReadAllBytes(file);
        return Path.GetExtension(file) == ".html" && options.PathBase is { } pathBase
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).Replace(Base, $"<base href=\"{WebUtility.HtmlEncode(pathBase)}/\">", StringComparison.Ordinal))
            : content;
    }

    private sealed record Cached(DateTime Changed, long Length, ConsoleAsset Asset);
}
