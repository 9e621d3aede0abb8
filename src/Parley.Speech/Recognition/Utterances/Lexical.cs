namespace Parley.Speech.Recognition.Utterances;

/// <summary>The form of <see cref="RecognizedWord.Text"/>.</summary>
internal static class Lexical
{
    /// <summary>Lower case, without white space, punctuation or symbols around it; empty when nothing else is there.</summary>
    public static string Form(string? word)
    {
        var text = word.AsSpan();
        while (text.Length > 0 && !char.IsLetterOrDigit(text[0]) && !char.IsSurrogate(text[0]))
        {
            text = text[1..];
        }

        while (text.Length > 0 && !char.IsLetterOrDigit(text[^1]) && !char.IsSurrogate(text[^1]) && char.GetUnicodeCategory(text[^1]) is not
            (System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark))
        {
            text = text[..^1];
        }

        return text.ToString().ToLowerInvariant();
    }
}
