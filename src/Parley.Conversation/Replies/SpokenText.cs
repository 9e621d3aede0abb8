using System.Globalization;

namespace Parley.Conversation.Replies;

/// <summary>
/// What of a text is spoken: markup and pictures become blanks of the same length, so that a word's place in the spoken text is its place
/// in the message.
/// </summary>
internal static class SpokenText
{
    public static string From(string text)
    {
        if (!NeedsChange(text))
        {
            return text;
        }

        return string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                if (i + 1 < source.Length && char.IsSurrogatePair(source[i], source[i + 1]))
                {
                    var isSpoken = IsSpoken(CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(source[i], source[i + 1])));
                    target[i] = isSpoken ? source[i] : ' ';
                    target[i + 1] = isSpoken ? source[i + 1] : ' ';
                    i++;
                    continue;
                }

                target[i] = IsSpoken(source[i]) ? source[i] : ' ';
            }
        });
    }

    /// <summary>Whether there is anything to say.</summary>
    public static bool IsSpeakable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (System.Text.Rune.IsLetterOrDigit(rune))
            {
                return true;
            }
        }

        return false;
    }

    private static bool NeedsChange(string text)
    {
        foreach (var c in text)
        {
            if (char.IsSurrogate(c) || !IsSpoken(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSpoken(char c) => c is not ('*' or '_' or '#' or '`' or '~' or '|' or '<' or '>' or '\uFFFD' or '\u200D' or '\uFE0F')
        && (!char.IsControl(c) || c is '\n' or '\r' or '\t') && (char.IsSurrogate(c) || IsSpoken(CharUnicodeInfo.GetUnicodeCategory(c)) || c is '+' or '=' or '$' or '€' or '£' or '°');

    private static bool IsSpoken(UnicodeCategory category) =>
        category is not (UnicodeCategory.OtherSymbol or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
