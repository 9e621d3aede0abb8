using System.Text;

namespace Parley.Conversation.Microphones;

/// <summary>Whether words only show that somebody listens. Prepared from a list, thread-safe.</summary>
internal sealed class Backchannel(IReadOnlyList<string> phrases)
{
    private readonly HashSet<string> _phrases = phrases.Select(Normal).ToHashSet(StringComparer.Ordinal);

    public bool Is(string text) => Normal(text) is { Length: > 0 } normal && _phrases.Contains(normal);

    /// <summary>How many of the words are more than that.</summary>
    public int CountWords(string text)
    {
        var count = 0;
        foreach (var word in Normal(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            count += word[0] >= '\u2e80' ? word.Length : 1;
        }

        return Is(text) ? 0 : count;
    }

    private static string Normal(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                normal.Append(char.ToLowerInvariant(c));
            }
            else if (c is not ('\'' or '’') && normal.Length > 0 && normal[^1] != ' ')
            {
                normal.Append(' ');
            }
        }

        return normal.ToString().TrimEnd();
    }
}
