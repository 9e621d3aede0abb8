using System.Text;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>What of a client's text can be spoken.</summary>
internal static class SpokenText
{
    /// <summary>The text without control characters (tab and line ends stay) and with U+FFFD for broken surrogates.</summary>
    /// <param name="text">As received.</param>
    /// <param name="length">Its Unicode scalar values, before cleaning.</param>
    public static string Clean(string text, out int length)
    {
        length = 0;
        var clean = true;
        foreach (var rune in text.EnumerateRunes())
        {
            length++;
            clean &= !IsDropped(rune) && rune != Rune.ReplacementChar;
        }

        if (clean)
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsDropped(rune))
            {
                kept.Append(rune);
            }
        }

        return kept.ToString();
    }

    /// <summary>Whether there is a letter or a digit: emoji and punctuation alone count as blank.</summary>
    public static bool IsPronounceable(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDropped(Rune rune) => Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r');
}
