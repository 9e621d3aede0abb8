using System.Text.RegularExpressions;

namespace Parley.Conversation.Memories;

/// <summary>Finds facts in English sentences of the player without a language model: plain patterns, deliberately few.</summary>
internal static class FactRules
{
    // Our own patterns, every quantifier bounded: the ordinary engine stays linear and takes a kilobyte, not a megabyte.
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly (Regex Pattern, Func<Match, LearnedFact?> Make)[] Rules =
    [
        (New(@"\b(?:my name is|my name's|i am called|i'm called|call me|people call me) (?<v>[\p{L}][\p{L}'’-]{0,40}(?: [\p{Lu}][\p{L}'’-]{0,40})?)"),
            m => Core(m, "name", Name(Value(m)), v => $"The user's name is {v}.")),
        (New(@"\bi (?:live|am living) in (?<v>[^.,;!?]{2,60})"), m => Core(m, "home", Value(m), v => $"The user lives in {v}.")),
        (New(@"\bi(?: a|')m from (?<v>[^.,;!?]{2,60})|\bi come from (?<v>[^.,;!?]{2,60})"), m => Core(m, "origin", Value(m), v => $"The user comes from {v}.")),
        (New(@"\bi(?: a|')m (?<v>\d{1,3}|[a-z]{1,20}(?:[ -][a-z]{1,20})?) years old"), m => Core(m, "age", Value(m), v => $"The user is {v} years old.")),
        (New(@"\bi work (?:as|at|for|in) (?<v>[^.,;!?]{2,60})"), m => Core(m, "work", m.Value[(m.Value.IndexOf("work", StringComparison.OrdinalIgnoreCase) + 5)..].Trim(), v => $"The user works {v}.")),
        (New(@"\bmy birthday is (?:on )?(?<v>[^.,;!?]{2,40})"), m => Core(m, "birthday", Value(m), v => $"The user's birthday is {v}.")),
        (New(@"\bmy favou?rite (?<k>[\p{L} ]{2,30}?) is (?<v>[^.,;!?]{1,60})"),
            m => Core(m, "favorite " + m.Groups["k"].Value.Trim().ToLowerInvariant(), Value(m), v => $"The user's favorite {m.Groups["k"].Value.Trim().ToLowerInvariant()} is {v}.")),
        (New(@"\bmy (?<k>dog|cat|horse|pet|wife|husband|partner|girlfriend|boyfriend|son|daughter|mother|father|mom|mum|dad|sister|brother|friend|boss|car|boat)(?:'s name is|’s name is| is called| is named) (?<v>[\p{L}][\p{L}'’ -]{0,40})"),
            m => Core(m, m.Groups["k"].Value.ToLowerInvariant(), Value(m), v => $"The user's {m.Groups["k"].Value.ToLowerInvariant()} is called {v}.")),
        (New(@"\bi (?:really |just )?(?<k>like|love|enjoy|adore|hate|dislike|prefer) (?<v>[^.,;!?]{2,80})"), Preference),
        (New(@"\bi don(?:'|’)?t like (?<v>[^.,;!?]{2,80})"), m => new LearnedFact($"The user does not like {Value(m)}.", "preference", m.Value)),
        (New(@"\bi have (?<v>(?:a|an|two|three|four|five|some|\d+) [^.,;!?]{2,60})"), m => new LearnedFact($"The user has {Value(m)}.", "fact", m.Value)),
        (New(@"\b(?:please )?remember (?:that )?(?<v>[^.;!?]{4,160})"), m => IsQuestion(m) ? null : new LearnedFact($"The user asked to remember: {Value(m)}.", "fact", m.Value)),
    ];

    /// <summary>The facts in a text, at most eight; questions teach nothing.</summary>
    public static IReadOnlyList<LearnedFact> Find(string text)
    {
        List<LearnedFact>? facts = null;
        foreach (var sentence in Sentences(text))
        {
            if (sentence.EndsWith('?'))
            {
                continue;
            }

            foreach (var (pattern, make) in Rules)
            {
                if (pattern.Match(sentence) is { Success: true } match && make(match) is { } fact && facts is not { Count: >= 8 })
                {
                    (facts ??= []).Add(fact);
                }
            }
        }

        return facts ?? (IReadOnlyList<LearnedFact>)[];
    }

    private static Regex New(string pattern) => new(pattern, Options);

    private static IEnumerable<string> Sentences(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '.' or '!' or '?' or '\n' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])))
            {
                yield return text[start..(i + 1)].Trim();
                start = i + 1;
            }
        }

        if (start < text.Length)
        {
            yield return text[start..].Trim();
        }
    }

    private static string Value(Match match)
    {
        var value = match.Groups["v"].Value.Trim();

        // "… and I" begins the next statement.
        foreach (var joint in (string[])[" and i ", " and my ", " but "])
        {
            var cut = value.IndexOf(joint, StringComparison.OrdinalIgnoreCase);
            value = cut > 0 ? value[..cut] : value;
        }

        return value;
    }

    /// <summary>One or two words; the second one only when it looks like a name: "Ann and I live …" is Ann.</summary>
    private static string Name(string value)
    {
        var words = value.Split(' ');
        var isOne = words.Length == 1 || (char.IsUpper(words[0][0]) && !char.IsUpper(words[1][0]))
            || words[1].ToLowerInvariant() is "and" or "but" or "from" or "i" or "i'm" or "in" or "the" or "so" or "what" or "you" or "not" or "by" or "or" or "who" or "please";
        return string.Join(' ', words.Take(isOne ? 1 : 2).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }

    private static bool IsQuestion(Match match) => match.Groups["v"].Value.StartsWith("me", StringComparison.OrdinalIgnoreCase)
        || match.Groups["v"].Value.StartsWith("what ", StringComparison.OrdinalIgnoreCase)
        || match.Groups["v"].Value.StartsWith("my name", StringComparison.OrdinalIgnoreCase);

    private static LearnedFact? Core(Match match, string key, string value, Func<string, string> sentence) =>
        value.Length == 0 ? null : new LearnedFact(sentence(value), "fact", match.Value, key, value);

    private static LearnedFact? Preference(Match match)
    {
        var value = Value(match);
        return value.StartsWith("to know", StringComparison.OrdinalIgnoreCase) || value.StartsWith("it", StringComparison.OrdinalIgnoreCase) || value.StartsWith("you", StringComparison.OrdinalIgnoreCase)
            ? null
            : new LearnedFact($"The user {match.Groups["k"].Value.ToLowerInvariant()}s {value}.", "preference", match.Value);
    }
}
