using System.Globalization;
using System.Text;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>Whether a space belongs between two segments that carry none.</summary>
internal static class JoinRule
{
    /// <param name="before">The last characters of the text so far; not empty.</param>
    /// <param name="segment">The segment that follows; not empty.</param>
    public static bool NeedsSpace(ReadOnlySpan<char> before, ReadOnlySpan<char> segment)
    {
        Rune.DecodeLastFromUtf16(before, out var left, out var leftLength);
        Rune.DecodeFromUtf16(segment, out var right, out _);
        if (!IsWord(right) || IsUnspaced(right) || IsUnspaced(left))
        {
            return false;
        }

        if (IsWord(left) || IsMark(left))
        {
            return true;
        }

        Rune.DecodeLastFromUtf16(before[..^leftLength], out var beforeLeft, out _);
        return left.Value switch
        {
            // "3." and "14", "1," and "000", "10:" and "30" are halves of a number.
            '.' or ',' or ':' => !(Rune.IsDigit(beforeLeft) && Rune.IsDigit(right)),
            ';' or '!' or '?' or '…' or ')' or ']' or '}' or '"' or '”' or '»' => true,

            // An apostrophe inside a word ("don'" and "t") is no closing quote.
            '\'' or '’' => !Rune.IsLetterOrDigit(beforeLeft),
            _ => false,
        };
    }

    /// <summary>The rule of <see cref="TextJoin.Space"/>.</summary>
    public static bool TakesSpace(ReadOnlySpan<char> segment)
    {
        Rune.DecodeFromUtf16(segment, out var right, out _);
        return Rune.GetUnicodeCategory(right) is not (UnicodeCategory.OtherPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation)
            || right.Value is '¿' or '¡' or '"' or '\'' or '@' or '#' or '&';
    }

    private static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune);

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Scripts written without spaces: Han, kana, Bopomofo, Thai, Lao, Khmer, Myanmar, and their full-width punctuation.</summary>
    private static bool IsUnspaced(Rune rune) => rune.Value is
        (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0x19E0 and <= 0x19FF)
        or (>= 0x2E80 and <= 0x312F) or (>= 0x31A0 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xA9E0 and <= 0xA9FF)
        or (>= 0xAA60 and <= 0xAA7F) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE4F) or (>= 0xFF00 and <= 0xFFEF)
        or (>= 0x1B000 and <= 0x1B16F) or (>= 0x20000 and <= 0x3FFFF);
}
