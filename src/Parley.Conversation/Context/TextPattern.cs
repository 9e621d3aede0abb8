using System.Globalization;
using System.Text.RegularExpressions;

namespace Parley.Conversation.Context;

/// <summary>Regular expressions from clients and files: non-backtracking, so time is linear in the text, and bounded in size.</summary>
internal static partial class TextPattern
{
    private const int MaxLength = 500;
    private const long MaxRepetition = 1_000;

    /// <summary>Builds a case-insensitive pattern.</summary>
    /// <exception cref="ConversationException">It is too long or cannot be matched without backtracking.</exception>
    public static Regex Create(string pattern, bool ignoreCase = true)
    {
        if (pattern.Length > MaxLength)
        {
            throw new ConversationException(ConversationErrors.InvalidArgument, $"A pattern may have at most {MaxLength} characters.");
        }

        // Counted repetition multiplies the automaton: {1000}{1000} would be a million states.
        long product = 1;
        foreach (Match match in Repetition().Matches(pattern))
        {
            product *= Math.Max(1, long.Parse(match.Groups["max"].Success ? match.Groups["max"].Value : match.Groups["min"].Value, CultureInfo.InvariantCulture));
            if (product > MaxRepetition)
            {
                throw new ConversationException(ConversationErrors.InvalidArgument, $"The repetitions of a pattern may multiply to at most {MaxRepetition}.");
            }
        }

        try
        {
            var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
            return new Regex(pattern, options, TimeSpan.FromSeconds(1));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new ConversationException(ConversationErrors.InvalidArgument, "A pattern is malformed or needs backtracking.", innerException: error);
        }
    }

    [GeneratedRegex(@"\{(?<min>\d{1,9})(,(?<max>\d{1,9})?)?\}")]
    private static partial Regex Repetition();
}
