using System.Globalization;
using System.Text;

namespace Parley.Speech.Synthesis;

/// <summary>What of a text is meant to be heard.</summary>
internal static class SpeakableText
{
    /// <summary>Whether there is a letter, a digit, or a symbol people say ("%", "+", "€"): punctuation and pictures alone are silent.</summary>
    public static bool HasSomethingToSay(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is '%' or '&' or '@' or '#')
            {
                return true;
            }

            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.OtherNumber && !IsLayout(rune))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The text on one line without control characters, broken surrogates, pictures (nobody wants to hear "smiling face with
    /// smiling eyes"), and marks used for layout ("**", "~~").
    /// </summary>
    public static string Clean(ReadOnlySpan<char> text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isSilent = rune == Rune.ReplacementChar || Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || IsLayout(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.PrivateUse;
            clean.Append(isSilent ? " " : rune.ToString());
        }

        return clean.ToString();
    }

    private static bool IsLayout(Rune rune) => rune.Value is '*' or '_' or '~' or '`' or '^' or '|' or '\\';
}
