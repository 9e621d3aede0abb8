using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Parley.Conversation.Characters;
using Parley.Conversation.Context;

namespace Parley.Conversation.Replies.Scripted;

/// <summary>A character's script ready to be matched. Thread-safe.</summary>
internal sealed class ScriptMatcher
{
    private readonly (ScriptRule Rule, Regex[] Patterns)[] _rules;

    public ScriptMatcher(IReadOnlyList<ScriptRule> rules) => _rules = [.. rules.Select(r => (r, r.When.Select(Pattern).OfType<Regex>().ToArray()))];

    /// <summary>The first rule that matches and fits, with what its groups caught.</summary>
    public (ScriptRule Rule, Func<string, string> Fill)? Match(string text, Func<ScriptRule, bool> fits)
    {
        foreach (var (rule, patterns) in _rules)
        {
            if (!fits(rule))
            {
                continue;
            }

            if (rule.When.Count == 0)
            {
                return (rule, static template => template);
            }

            foreach (var pattern in patterns)
            {
                if (pattern.Match(text) is { Success: true } match)
                {
                    return (rule, template => Fill(template, match));
                }
            }
        }

        return null;
    }

    private static Regex? Pattern(string when)
    {
        try
        {
            return when.Length > 2 && when[0] == '/' && when[^1] == '/'
                ? TextPattern.Create(when[1..^1])
                : TextPattern.Create($@"(^|[^\p{{L}}\p{{N}}]){Words(when)}($|[^\p{{L}}\p{{N}}])");
        }
        catch (ConversationException)
        {
            // A rule that cannot be read never matches; the card's other rules still do.
            return null;
        }
    }

    // Blanks match any white space, so that a transcript's spacing does not matter.
    private static string Words(string when) => string.Join(@"\s+", when.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape));

    private static string Fill(string template, Match match)
    {
        var text = new StringBuilder(template);
        foreach (var name in match.Groups.Keys)
        {
            text.Replace($"{{{name}}}", match.Groups[name].Value.Trim());
        }

        return text.ToString().Replace("{0}", match.Value.Trim().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
