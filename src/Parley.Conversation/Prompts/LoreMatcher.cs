using Parley.Conversation.Characters;
using Parley.Conversation.Context;
using Parley.Conversation.Replies;

namespace Parley.Conversation.Prompts;

/// <summary>Finds the entries of a lore-book that the newest messages touch (Character Card V2/V3). Prepared once, thread-safe.</summary>
internal sealed class LoreMatcher
{
    private const int DefaultScanDepth = 4;
    private const int DefaultBudget = 512;
    private const int MaxPasses = 4;

    // What one pass looks through of the entries found before: whole books of matches would take minutes.
    private const int MaxFoundLength = 64 * 1024;

    private readonly LoreBook _book;
    private readonly (LoreEntry Entry, TextPattern?[] Patterns)[] _entries;

    public LoreMatcher(LoreBook book)
    {
        _book = book;

        // Patterns beyond what can be kept built match nothing.
        var left = TextPattern.MaxInUse;
        _entries =
        [
            .. book.Entries.Where(e => e.Enabled && e.Content.Length > 0)
                .Select(e => (e, e.UseRegex ? e.Keys.Select(k => left-- > 0 ? Pattern(k, e) : null).ToArray() : [])),
        ];
    }

    /// <summary>The entries in the order of the prompt, within the book's budget.</summary>
    /// <param name="newest">Texts of the newest messages, oldest first.</param>
    public IReadOnlyList<LoreEntry> Match(IReadOnlyList<string> newest)
    {
        var texts = newest.TakeLast(Math.Max(1, _book.ScanDepth ?? DefaultScanDepth)).ToList();
        var matched = new List<LoreEntry>();
        var known = new HashSet<LoreEntry>(ReferenceEqualityComparer.Instance);
        for (var pass = 0; pass < (_book.RecursiveScanning ? MaxPasses : 1); pass++)
        {
            var found = _entries.Where(e => !known.Contains(e.Entry) && IsMatch(e.Entry, e.Patterns, texts)).Select(e => e.Entry).ToArray();
            if (found.Length == 0)
            {
                break;
            }

            matched.AddRange(found);
            known.UnionWith(found);
            texts.AddRange(Contents(found));
        }

        return Fit(matched);
    }

    private static IEnumerable<string> Contents(LoreEntry[] found)
    {
        var left = MaxFoundLength;
        return found.Select(e => e.Content).TakeWhile(c => (left -= c.Length) >= 0);
    }

    private static TextPattern? Pattern(string key, LoreEntry entry)
    {
        // V3 allows "/pattern/flags" and a bare pattern.
        var end = key.Length > 2 && key[0] == '/' ? key.LastIndexOf('/') : 0;
        var (pattern, ignoreCase) = end > 0 ? (key[1..end], key[(end + 1)..].Contains('i')) : (key, !entry.CaseSensitive);
        try
        {
            return TextPattern.Create(pattern, ignoreCase);
        }
        catch (ConversationException)
        {
            return null;
        }
    }

    private static bool IsMatch(LoreEntry entry, TextPattern?[] patterns, List<string> texts)
    {
        if (entry.Constant)
        {
            return true;
        }

        var isHit = entry.UseRegex ? patterns.Any(p => p is not null && texts.Exists(p.IsMatch)) : entry.Keys.Any(k => Contains(texts, k, entry.CaseSensitive));
        return isHit && (!entry.Selective || entry.SecondaryKeys.Count == 0 || entry.SecondaryKeys.Any(k => Contains(texts, k, entry.CaseSensitive)));
    }

    private static bool Contains(List<string> texts, string key, bool caseSensitive)
    {
        key = key.Trim();
        var comparison = caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return key.Length > 0 && texts.Exists(text =>
        {
            for (var at = text.IndexOf(key, comparison); at >= 0; at = text.IndexOf(key, at + 1, comparison))
            {
                if (!Continues(text, at - 1, key[0]) && !Continues(text, at + key.Length, key[^1]))
                {
                    return true;
                }
            }

            return false;
        });
    }

    // "mill" is not in "million", but 磨 is in 磨坊: only alphabets have word boundaries.
    private static bool Continues(string text, int index, char edge) =>
        index >= 0 && index < text.Length && edge < '\u2e80' && char.IsLetterOrDigit(edge) && char.IsLetterOrDigit(text[index]);

    private LoreEntry[] Fit(List<LoreEntry> matched)
    {
        var budget = _book.TokenBudget ?? DefaultBudget;
        var kept = new HashSet<LoreEntry>(ReferenceEqualityComparer.Instance);
        foreach (var entry in matched.OrderByDescending(e => e.Constant).ThenByDescending(e => e.Priority ?? 10).ThenBy(e => e.InsertionOrder))
        {
            var tokens = TokenEstimate.Count(entry.Content);
            if (tokens <= budget)
            {
                budget -= tokens;
                kept.Add(entry);
            }
        }

        return [.. matched.Where(kept.Contains).OrderBy(e => e.InsertionOrder)];
    }
}
