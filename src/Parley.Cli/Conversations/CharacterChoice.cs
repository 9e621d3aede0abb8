using Parley.Voxta;

namespace Parley.Cli.Conversations;

/// <summary>The character that the words mean.</summary>
internal static class CharacterChoice
{
    /// <summary>By id or name; the server's own choice when none is named.</summary>
    public static async Task<Guid> FindAsync(VoxtaClient client, string? words, CancellationToken cancellationToken)
    {
        if (words is null)
        {
            return client.Welcome!.Assistant.Id;
        }

        var characters = (await client.LoadCharactersListAsync(cancellationToken).ConfigureAwait(false)).Characters;
        return Match(characters, words, c => c.Id, c => c.Name).Id;
    }

    /// <summary>The one item with this id or name, else the only one whose name begins so.</summary>
    /// <exception cref="ArgumentException">There is none, or more than one.</exception>
    public static T Match<T>(IEnumerable<T> all, string words, Func<T, Guid> id, Func<T, string> name, string kind = "character")
    {
        var items = all.ToList();
        var matches = items.Where(c => Guid.TryParse(words, out var wanted) && id(c) == wanted).ToList();
        matches = matches.Count > 0 ? matches : [.. items.Where(c => name(c).Equals(words, StringComparison.OrdinalIgnoreCase))];
        matches = matches.Count > 0 ? matches : [.. items.Where(c => name(c).StartsWith(words, StringComparison.OrdinalIgnoreCase))];
        return matches.Count switch
        {
            1 => matches[0],
            0 => throw new ArgumentException($"There is no {kind} '{words}'. There are: {string.Join(", ", items.Select(name))}."),
            _ => throw new ArgumentException($"Several {kind}s match '{words}'; name one by its id: {string.Join(", ", matches.Select(c => $"{name(c)} {id(c)}"))}."),
        };
    }
}
