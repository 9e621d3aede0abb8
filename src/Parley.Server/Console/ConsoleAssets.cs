using System.Collections.Concurrent;

namespace Parley.Server.Console;

/// <summary>The console's files, read again when they change on disk. Thread-safe. Bounded by the files there are.</summary>
internal sealed class ConsoleAssets(ConsoleFiles files)
{
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

        var asset = new ConsoleAsset(ContentTypes.Of(path), File.ReadAllBytes(file));
        _cache[path] = new Cached(info.LastWriteTimeUtc, info.Length, asset);
        return asset;
    }

    private sealed record Cached(DateTime Changed, long Length, ConsoleAsset Asset);
}
