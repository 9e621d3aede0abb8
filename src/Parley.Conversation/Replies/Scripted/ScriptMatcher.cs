using System.Text;
using System.Text.RegularExpressions;
using Parley.Conversation.Characters;
using Parley.Conversation.Context;

namespace Parley.Conversation.Replies.Scripted;

/// <summary>A character's script ready to be matched. Thread-safe.</summary>
internal sealed class ScriptMatcher
{
    private readonly (ScriptRule Rule, WholeWords[] Words, TextPattern[] Patterns)[] _rules;

    public ScriptMatcher(IReadOnlyList<ScriptRule> rules)
    {
        // Patterns beyond what can be kept built match nothing.
        var left = TextPattern.MaxInUse;
        _rules =
        [
            .. rules.Select(r => (
                r,
                r.When.Where(w => !IsPattern(w)).Select(w => new WholeWords(w)).ToArray(),
                r.When.Where(IsPattern).Select(w => left-- > 0 ? Pattern(w[1..^1]) : null).OfType<TextPattern>().ToArray())),
        ];
    }

    /// <summary>The first rule that matches and fits, with what its groups caught.</summary>
    public (ScriptRule Rule, Func<string, string> Fill)? Match(string text, Func<ScriptRule, bool> fits)
    {
        foreach (var (rule, words, patterns) in _rules)
        {
            if (!fits(rule))
            {
                continue;
            }

            if (rule.When.Count == 0 || Array.Exists(words, w => w.IsIn(text)))
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

    private static bool IsPattern(string when) => when.Length > 2 && when[0] == '/' && when[^1] == '/';

    private static TextPattern? Pattern(string pattern)
    {
        try
        {
            return TextPattern.Create(pattern);
        }
        catch (ConversationException)
        {
            // A rule that cannot be read never matches; the card's other rules still do.
            return null;
        }
    }

    private static string Fill(string template, Match match)
    {
        var text = new StringBuilder(template);
        foreach (var name in match.Groups.Keys)
        {
            text.Replace($"{{{name}}}", match.Groups[name].Value.Trim());
        }

        return text.ToString();
    }
}
