using Microsoft.Extensions.Logging;

namespace Parley.Conversation.Characters.Cards;

/// <summary>The characters in a folder: every <c>.json</c> and <c>.png</c> card in it. A file that is none is logged and left out.</summary>
public static partial class CharacterFiles
{
    private const int MaxFiles = 1_000;

    /// <summary>Reads the folder, names in ordinal order; a folder that does not exist is empty.</summary>
    /// <param name="folder">The folder; sub-folders are not looked at.</param>
    /// <param name="logger">Told of files that cannot be read, by name.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The characters, read-only, each id once: the first file of an id counts.</returns>
    public static async Task<IReadOnlyList<(Character Character, CharacterPicture? Picture)>> LoadAsync(string folder, ILogger logger, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(logger);
        var found = new List<(Character, CharacterPicture?)>();
        if (!Directory.Exists(folder))
        {
            return found;
        }

        var seen = new HashSet<Guid>();
        var files = Directory.EnumerateFiles(folder).Where(IsCard).Order(StringComparer.Ordinal).Take(MaxFiles);
        foreach (var file in files)
        {
            try
            {
                if (new FileInfo(file).Length > CharacterCard.MaxFileLength)
                {
                    throw CharacterCard.Invalid("The card is larger than 32 MiB.");
                }

                var (character, picture) = CharacterCard.Read(await File.ReadAllBytesAsync(file, cancellationToken));
                if (seen.Add(character.Id))
                {
                    found.Add((character with { IsReadOnly = true }, picture));
                }
            }
            catch (Exception error) when (error is ConversationException or IOException or UnauthorizedAccessException)
            {
                Unreadable(logger, Path.GetFileName(file), error.Message);
            }
        }

        return found;
    }

    private static bool IsCard(string file) => Path.GetExtension(file).ToLowerInvariant() is ".json" or ".png";

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The character file {File} cannot be read: {Reason}")]
    private static partial void Unreadable(ILogger logger, string file, string reason);
}
