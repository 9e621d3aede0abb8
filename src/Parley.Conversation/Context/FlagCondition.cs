namespace Parley.Conversation.Context;

/// <summary>
/// A condition on flags: names, <c>!</c>, <c>&amp;&amp;</c>, <c>||</c> and parentheses. Grammar:
/// <c>or = and { "||" and } ; and = not { "&amp;&amp;" not } ; not = "!" not | "(" or ")" | name [ "." value ]</c>.
/// </summary>
public sealed class FlagCondition
{
    private const int MaxLength = 2_000;
    private const int MaxDepth = 32;

    private readonly Func<Func<string, bool>, bool> _evaluate;

    private FlagCondition(Func<Func<string, bool>, bool> evaluate) => _evaluate = evaluate;

    /// <summary>Holds always.</summary>
    public static FlagCondition Always { get; } = new(static _ => true);

    /// <summary>Reads a condition; null and blank hold always.</summary>
    /// <exception cref="ConversationException">It cannot be read (<see cref="ConversationErrors.InvalidArgument"/>).</exception>
    public static FlagCondition Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Always;
        }

        if (text.Length > MaxLength)
        {
            throw Invalid();
        }

        var position = 0;
        var evaluate = ParseOr(text, ref position, 0);
        SkipBlanks(text, ref position);
        return position == text.Length ? new FlagCondition(evaluate) : throw Invalid();
    }

    /// <summary>Whether it holds.</summary>
    /// <param name="isSet">Whether a flag, <c>name</c> or <c>key.value</c>, is set.</param>
    public bool Holds(Func<string, bool> isSet) => _evaluate(isSet);

    private static Func<Func<string, bool>, bool> ParseOr(string text, ref int position, int depth)
    {
        var left = ParseAnd(text, ref position, depth);
        while (TryTake(text, ref position, "||"))
        {
            var (a, b) = (left, ParseAnd(text, ref position, depth));
            left = isSet => a(isSet) || b(isSet);
        }

        return left;
    }

    private static Func<Func<string, bool>, bool> ParseAnd(string text, ref int position, int depth)
    {
        var left = ParseNot(text, ref position, depth);
        while (TryTake(text, ref position, "&&"))
        {
            var (a, b) = (left, ParseNot(text, ref position, depth));
            left = isSet => a(isSet) && b(isSet);
        }

        return left;
    }

    private static Func<Func<string, bool>, bool> ParseNot(string text, ref int position, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Invalid();
        }

        if (TryTake(text, ref position, "!"))
        {
            var inner = ParseNot(text, ref position, depth + 1);
            return isSet => !inner(isSet);
        }

        if (TryTake(text, ref position, "("))
        {
            var inner = ParseOr(text, ref position, depth + 1);
            return TryTake(text, ref position, ")") ? inner : throw Invalid();
        }

        var start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '_' or '.'))
        {
            position++;
        }

        var name = text[start..position];
        return FlagChange.TryParse(name, out _) ? isSet => isSet(name) : throw Invalid();
    }

    private static bool TryTake(string text, ref int position, string token)
    {
        SkipBlanks(text, ref position);
        if (string.CompareOrdinal(text, position, token, 0, token.Length) != 0)
        {
            return false;
        }

        position += token.Length;
        SkipBlanks(text, ref position);
        return true;
    }

    private static void SkipBlanks(string text, ref int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }
    }

    private static ConversationException Invalid() =>
        new(ConversationErrors.InvalidArgument, "A flag condition cannot be read: names, !, &&, || and parentheses are allowed.");
}
