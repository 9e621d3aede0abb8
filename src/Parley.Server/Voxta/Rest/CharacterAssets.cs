using Parley.Conversation;
using Parley.Server.Data;

namespace Parley.Server.Voxta.Rest;

/// <summary>
/// Files beside the local tenant's characters: <c>characters/ID/assets</c> in the data directory. A path leads to a file under that
/// folder or to nothing: neither dots, nor absolute paths, nor links lead out of it.
/// </summary>
internal sealed class CharacterAssets(DataDirectory data)
{
    private const int MaxFiles = 1_000;
    private const int MaxDepth = 8;

    /// <summary>Paths of the character's files, relative to its folder, with slashes.</summary>
    public IReadOnlyList<string> List(TenantId tenant, Guid characterId)
    {
        if (Root(tenant, characterId) is not { Exists: true } root || IsLink(root))
        {
            return [];
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MaxDepth, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint };
        return [.. root.EnumerateFiles("*", options).Take(MaxFiles).Select(f => Path.GetRelativePath(root.FullName, f.FullName).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    /// <summary>The file behind a path, or null.</summary>
    public FileInfo? Find(TenantId tenant, Guid characterId, string path)
    {
        if (Root(tenant, characterId) is not { Exists: true } root || path.Length > 1024 || IsLink(root))
        {
            return null;
        }

        var parts = path.Split('/', '\\');
        if (parts.Length > MaxDepth + 1 || parts.Any(p => p.Length == 0 || p[0] == '.' || p.AsSpan().IndexOfAny(':', '\0') >= 0))
        {
            return null;
        }

        // Every step is looked at: a link anywhere in the path could lead out.
        var folder = root;
        foreach (var part in parts[..^1])
        {
            folder = new DirectoryInfo(Path.Combine(folder.FullName, part));
            if (!folder.Exists || IsLink(folder))
            {
                return null;
            }
        }

        var file = new FileInfo(Path.Combine(folder.FullName, parts[^1]));
        return file.Exists && !IsLink(file) ? file : null;
    }

    private static bool IsLink(FileSystemInfo entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private DirectoryInfo? Root(TenantId tenant, Guid characterId) =>
        tenant == TenantId.Local ? new DirectoryInfo(Path.Combine(data.Characters, characterId.ToString(), "assets")) : null;
}
