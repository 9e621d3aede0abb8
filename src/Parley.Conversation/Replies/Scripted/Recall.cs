using System.Text.RegularExpressions;
using Parley.Conversation.Memories;

namespace Parley.Conversation.Replies.Scripted;

/// <summary>Answers questions about what the player said before, from memories and from the messages of the chat.</summary>
internal static class Recall
{
    // Our own patterns, every quantifier bounded: the ordinary engine stays linear and takes a kilobyte, not a megabyte.
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex MyThing = new(@"\b(?:what|who|which|when)(?:'s|’s| is| was) my (?<k>[\p{L} ]{2,40})|\bdo you (?:know|remember) my (?<k>[\p{L} ]{2,40})|\bwhat am i called(?<k>)", Options);
    private static readonly Regex Where = new(@"\bwhere (?:do i live|am i from|do i come from)\b", Options);
    private static readonly Regex Work = new(@"\b(?:where do i work|what do i do for (?:a living|work)|what is my job)\b", Options);
    private static readonly Regex Age = new(@"\bhow old am i\b", Options);
    private static readonly Regex Likes = new(@"\bwhat do i (?:like|love|enjoy|hate|prefer)\b", Options);
    private static readonly Regex Said = new(@"\bwhat did i (?:just |last )?(?:say|tell you|ask)\b|\brepeat what i said\b", Options);
    private static readonly Regex Known = new(@"\bwhat do you (?:know|remember) (?:about me|of me)\b", Options);

    public static string? Answer(string text, IReadOnlyList<string> earlier, IReadOnlyList<MemoryItem> memories)
    {
        if (Said.IsMatch(text))
        {
            return earlier.Count == 0 ? "You have not said anything before this." : $"You said: {Trim(earlier[^1])}";
        }

        var key = KeyOf(text);
        if (key is not null)
        {
            var sentence = Find(key, earlier, memories);
            return sentence is null ? $"You have not told me {Asked(key)} yet." : ToYou(sentence);
        }

        if (Likes.IsMatch(text))
        {
            var liked = Facts(earlier, memories).Where(f => f.Type == "preference").Select(f => ToYou(f.Content)).Distinct().TakeLast(3).ToArray();
            return liked.Length == 0 ? "You have not told me yet what you like." : string.Join(' ', liked);
        }

        if (Known.IsMatch(text))
        {
            var known = Facts(earlier, memories).Select(f => ToYou(f.Content)).Distinct().TakeLast(5).ToArray();
            return known.Length == 0 ? "Not much yet. Tell me something about yourself." : string.Join(' ', known);
        }

        return null;
    }

    private static string? KeyOf(string text)
    {
        if (Where.Match(text) is { Success: true } where)
        {
            return where.Value.Contains("live", StringComparison.OrdinalIgnoreCase) ? "home" : "origin";
        }

        if (Work.IsMatch(text))
        {
            return "work";
        }

        if (Age.IsMatch(text))
        {
            return "age";
        }

        if (MyThing.Match(text) is not { Success: true } match)
        {
            return null;
        }

        var key = match.Groups["k"].Value.Trim().ToLowerInvariant().Replace("favourite", "favorite", StringComparison.Ordinal);
        key = key.EndsWith(" called", StringComparison.Ordinal) ? key[..^7] : key;
        key = key.EndsWith("s name", StringComparison.Ordinal) ? key[..^6].TrimEnd('\'', '’', ' ') : key;
        return key.Length == 0 ? "name" : key;
    }

    private static string Asked(string key) => key switch
    {
        "home" => "where you live",
        "origin" => "where you come from",
        "work" => "what you do",
        "age" => "how old you are",
        _ => $"your {key}",
    };

    private static string? Find(string key, IReadOnlyList<string> earlier, IReadOnlyList<MemoryItem> memories) =>
        Facts(earlier, memories).LastOrDefault(f => string.Equals(f.Key, key, StringComparison.OrdinalIgnoreCase)).Content;

    // Memories first, so that what was said in this chat wins.
    private static IEnumerable<(string Content, string Type, string? Key)> Facts(IReadOnlyList<string> earlier, IReadOnlyList<MemoryItem> memories) =>
        memories.OrderBy(m => m.Updated).Select(m => (m.Content, m.Type, m.FactKey))
            .Concat(earlier.SelectMany(FactRules.Find).Select(f => (f.Content, f.Type, f.Key)));

    private static string Trim(string text) => text.Length <= 200 ? text : text[..200] + "…";

    private static string ToYou(string sentence) => sentence
        .Replace("The user's ", "Your ", StringComparison.Ordinal)
        .Replace("The user is ", "You are ", StringComparison.Ordinal)
        .Replace("The user has ", "You have ", StringComparison.Ordinal)
        .Replace("The user does ", "You do ", StringComparison.Ordinal)
        .Replace("The user asked to remember: ", "You asked me to remember: ", StringComparison.Ordinal) switch
    {
        // "The user lives in …": the verb loses its s.
        var said when said.StartsWith("The user ", StringComparison.Ordinal) => "You " + WithoutS(said[9..]),
        var said => said,
    };

    private static string WithoutS(string rest)
    {
        var blank = rest.IndexOf(' ');
        return blank > 1 && rest[blank - 1] == 's' ? rest[..(blank - 1)] + rest[blank..] : rest;
    }
}
