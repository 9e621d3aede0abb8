using System.Globalization;
using System.Text.RegularExpressions;

namespace Parley.Conversation.Context;

/// <summary>
/// A regular expression from a client or a file: non-backtracking, so time is linear in the text, and bounded in size. Thread-safe.
/// </summary>
/// <remarks>
/// A built automaton takes 0.1 to 1.5 MB, 3 MB and 80 ms at the length limit (measured), so patterns keep their text and share what is built in <see cref="PatternCache"/>;
/// plain words are searched without one.
/// </remarks>
internal sealed partial class TextPattern
{
    /// <summary>Patterns beyond plain text that one chat, lore-book or script may have: as many as <see cref="PatternCache"/> keeps built.</summary>
    public const int MaxInUse = 64;

    private const int MaxLength = 250;
    private const long MaxRepetition = 1_000;

    private readonly string _pattern;
    private readonly bool _ignoreCase;

    private TextPattern(string pattern, bool ignoreCase)
    {
        _pattern = pattern;
        _ignoreCase = ignoreCase;
        IsLiteral = IsPlain(pattern);
    }

    /// <summary>Whether it is plain text, which costs nothing.</summary>
    public bool IsLiteral { get; }

    /// <summary>Whether a pattern is plain text, without reading it.</summary>
    public static bool IsPlain(string pattern) => pattern.AsSpan().IndexOfAny(@"\.^$|?*+()[]{}") < 0;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="ConversationException">It is too long or cannot be matched without backtracking.</exception>
    public static TextPattern Create(string pattern, bool ignoreCase = true)
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

        var created = new TextPattern(pattern, ignoreCase);
        if (!created.IsLiteral)
        {
            created.Built();
        }

        return created;
    }

    public bool IsMatch(string text) => IsLiteral
        ? text.Contains(_pattern, _ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
        : Built().IsMatch(text);

    /// <summary>The first match with its groups.</summary>
    public Match Match(string text) => Built().Match(text);

    private Regex Built()
    {
        try
        {
            return PatternCache.Get(_pattern, _ignoreCase);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new ConversationException(ConversationErrors.InvalidArgument, "A pattern is malformed or needs backtracking.", innerException: error);
        }
    }

    [GeneratedRegex(@"\{(?<min>\d{1,9})(,(?<max>\d{1,9})?)?\}")]
    private static partial Regex Repetition();
}
