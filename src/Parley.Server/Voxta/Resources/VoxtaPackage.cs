using System.IO.Compression;
using System.Text.Json;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Conversation.Scenarios;

namespace Parley.Server.Voxta.Resources;

/// <summary>
/// What a package (<c>.voxpkg</c>) holds that can be used here: a zip with <c>package.json</c> and, each in a folder of its own id,
/// <c>Characters/…/character.json</c>, <c>Scenarios/…/scenario.json</c> and <c>Books/…/book.json</c>. Exports of single characters and
/// scenarios have the same form without <c>package.json</c>.
/// </summary>
internal sealed record VoxtaPackage
{
    /// <summary>Largest package: what one message of the hub can carry.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private const int MaxEntries = 10_000;
    private const int MaxText = 8 * 1024 * 1024;
    private const int MaxPicture = 8 * 1024 * 1024;
    private const long MaxTotal = 64L * 1024 * 1024;
    private const int MaxResources = 200;

    /// <summary>Its own id; null for an export without <c>package.json</c>.</summary>
    public Guid? Id { get; private init; }

    public string? Name { get; private init; }

    public string? Version { get; private init; }

    /// <summary>The characters, their books in them, with the pictures that were there.</summary>
    public required IReadOnlyList<(Character Character, CharacterPicture? Picture)> Characters { get; init; }

    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    /// <summary>What it holds and cannot be used here, for people.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    public static bool IsPackage(ReadOnlySpan<byte> file) => file.StartsWith("PK\u0003\u0004"u8);

    /// <exception cref="ConversationException">It is damaged, larger than allowed, or holds nothing that can be used.</exception>
    public static VoxtaPackage Read(byte[] file)
    {
        if (file.Length > MaxLength)
        {
            throw Invalid("The package is larger than 16 MiB.");
        }

        try
        {
            using var archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            return Read(archive);
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException)
        {
            throw new ConversationException(ConversationErrors.InvalidArgument, "The package is damaged.", innerException: error);
        }
    }

    private static VoxtaPackage Read(ZipArchive archive)
    {
        if (archive.Entries.Count > MaxEntries)
        {
            throw Invalid($"The package holds more than {MaxEntries} files.");
        }

        var leftOut = new List<string>();
        var total = 0L;
        var files = archive.Entries.Where(e => e.Name.Length > 0).ToLookup(e => Folder(e.FullName), StringComparer.OrdinalIgnoreCase);
        var header = files[""].FirstOrDefault(e => Is(e, "package.json")) is { } package ? Parse(package, PackageJson.Default.PackageHeader, ref total) : null;
        var books = new Dictionary<Guid, PackageBook>();
        foreach (var entry in Resources(archive, "Books", "book.json").Concat(Resources(archive, "MemoryBooks", "book.json")))
        {
            var book = Parse(entry, PackageJson.Default.PackageBook, ref total);
            books[book.Id] = book;
        }

        var characters = new List<(Character, CharacterPicture?)>();
        foreach (var entry in Resources(archive, "Characters", "character.json"))
        {
            var character = Parse(entry, PackageJson.Default.PackageCharacter, ref total);
            var missing = character.MemoryBooks?.Count(id => !books.ContainsKey(id)) ?? 0;
            if (missing > 0)
            {
                leftOut.Add($"{missing} memory books of {character.Name}, which are not in the package");
            }

            characters.Add((character.ToCharacter(books), Picture(files[Folder(entry.FullName)], ref total)));
        }

        var scenarios = new List<Scenario>();
        foreach (var entry in Resources(archive, "Scenarios", "scenario.json"))
        {
            scenarios.Add(PackageScenario.Read(Load(entry, MaxText, ref total), leftOut));
        }

        if (characters.Count + scenarios.Count == 0)
        {
            throw Invalid("The package holds no character and no scenario.");
        }

        var assets = archive.Entries.Count(e => e.FullName.Contains("/Assets/", StringComparison.OrdinalIgnoreCase) && e.Name.Length > 0);
        if (assets > 0)
        {
            leftOut.Add($"{assets} assets of characters");
        }

        return new VoxtaPackage
        {
            Id = header?.Id,
            Name = header?.Name,
            Version = header?.Version,
            Characters = characters,
            Scenarios = scenarios,
            LeftOut = leftOut,
        };
    }

    // Kind/ID/name, and nothing deeper: whatever else a path says is not looked at.
    private static IEnumerable<ZipArchiveEntry> Resources(ZipArchive archive, string kind, string name)
    {
        var found = archive.Entries.Where(e => Is(e, name) && e.FullName.Split('/', '\\') is [var first, _, _] && first.Equals(kind, StringComparison.OrdinalIgnoreCase)).ToArray();
        return found.Length <= MaxResources ? found : throw Invalid($"The package holds more than {MaxResources} {kind.ToLowerInvariant()}.");
    }

    private static string Folder(string path) => path.LastIndexOfAny(['/', '\\']) is >= 0 and var end ? path[..end] : "";

    private static bool Is(ZipArchiveEntry entry, string name) => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static CharacterPicture? Picture(IEnumerable<ZipArchiveEntry> siblings, ref long total)
    {
        var entry = siblings.FirstOrDefault(e => Path.GetFileNameWithoutExtension(e.Name).Equals("thumbnail", StringComparison.OrdinalIgnoreCase));
        return entry is null ? null : PictureFormat.TryRead(Load(entry, MaxPicture, ref total));
    }

    private static T Parse<T>(ZipArchiveEntry entry, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, ref long total)
        where T : class
    {
        var json = Load(entry, MaxText, ref total);
        try
        {
            return JsonSerializer.Deserialize(WithoutMark(json), type) ?? throw Invalid($"{entry.Name} of the package is empty.");
        }
        catch (JsonException error)
        {
            throw new ConversationException(ConversationErrors.InvalidArgument, $"{entry.Name} of the package cannot be read.", innerException: error);
        }
    }

    internal static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json) => json.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? json[3..] : json;

    // What a zip says of sizes is its own word: bytes are counted as they come.
    private static byte[] Load(ZipArchiveEntry entry, int most, ref long total)
    {
        using var stream = entry.Open();
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            total += count;
            if (content.Length + count > most || total > MaxTotal)
            {
                throw Invalid("The package is too large when it is unpacked.");
            }

            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }

    private static ConversationException Invalid(string message) => new(ConversationErrors.InvalidArgument, message);
}
