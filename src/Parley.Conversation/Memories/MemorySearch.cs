using System.Collections.Frozen;
using System.Text;

namespace Parley.Conversation.Memories;

/// <summary>Ranks memories by how much of their words a text touches. Pure.</summary>
public static class MemorySearch
{
    private static readonly FrozenSet<string> Common = FrozenSet.ToFrozenSet(
    [
        "the", "and", "for", "are", "but", "not", "you", "your", "all", "any", "can", "had", "has", "have", "her", "his", "him", "she", "was",
        "one", "our", "out", "who", "why", "how", "what", "when", "where", "which", "with", "that", "this", "they", "them", "then", "than", "from",
        "user", "about", "tell", "know", "does", "did", "will", "would", "could", "should", "there", "their", "been", "were", "into", "just",
        "like", "really", "very", "some", "because", "asked", "remember", "said", "lets", "dont",
    ]);

    /// <summary>The memories that fit, best first, each with its score above 0 up to 1.</summary>
    /// <param name="items">What to choose from.</param>
    /// <param name="text">What it should fit.</param>
    /// <param name="limit">At most so many.</param>
    public static IReadOnlyList<(MemoryItem Item, double Score)> Rank(IEnumerable<MemoryItem> items, string text, int limit)
    {
        ArgumentNullException.ThrowIfNull(items);
        var wanted = Words(text).ToHashSet(StringComparer.Ordinal);
        if (wanted.Count == 0)
        {
            return [];
        }

        return
        [
            .. items.Select(item => (Item: item, Score: Score(item, wanted)))
                .Where(hit => hit.Score > 0)
                .OrderByDescending(hit => hit.Score)
                .ThenByDescending(hit => hit.Item.Confidence)
                .ThenByDescending(hit => hit.Item.Updated)
                .ThenBy(hit => hit.Item.Id)
                .Take(limit),
        ];
    }

    /// <summary>The words of a text that say what it is about: lower case, without endings, common words left out.</summary>
    public static IEnumerable<string> Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var word = new StringBuilder();
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ' ';
            if (IsIdeographic(c))
            {
                yield return c.ToString();
            }
            else if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
                continue;
            }

            if (word.Length >= 3 && word.ToString() is var whole && !Common.Contains(whole))
            {
                yield return Stem(whole);
            }

            word.Clear();
        }
    }

    private static bool IsIdeographic(char c) => c is >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u9fff';

    private static double Score(MemoryItem item, HashSet<string> wanted)
    {
        var words = Words(item.Content).Concat(item.Keywords.Select(Stem)).ToHashSet(StringComparer.Ordinal);
        var shared = words.Count(wanted.Contains);
        return shared == 0 ? 0 : (double)shared / Math.Min(words.Count, wanted.Count);
    }

    private static string Stem(string word) => word switch
    {
        _ when word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal) => word[..^3],
        _ when word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        _ when word.Length > 4 && (word.EndsWith("ed", StringComparison.Ordinal) || word.EndsWith("es", StringComparison.Ordinal)) => word[..^2],
        _ when word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) => word[..^1],
        _ => word,
    };
}
