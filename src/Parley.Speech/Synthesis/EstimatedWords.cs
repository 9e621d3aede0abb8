using System.Globalization;

namespace Parley.Speech.Synthesis;

/// <summary>Word times for engines that give none: the time of a piece is shared out by characters.</summary>
internal static class EstimatedWords
{
    /// <summary>The words of a piece: runs between white space without the punctuation around them; in Han and kana, each character.</summary>
    /// <param name="text">The request's whole text.</param>
    /// <param name="start">Where the piece begins in it.</param>
    /// <param name="length">Its length.</param>
    /// <param name="from">When its first word is heard.</param>
    /// <param name="duration">How long its words take together.</param>
    public static IReadOnlyList<SpokenWord> Share(string text, int start, int length, TimeSpan from, TimeSpan duration)
    {
        var spans = new List<(int Start, int Length, int Weight)>();
        var end = start + length;
        for (var i = start; i < end;)
        {
            if (!IsWordCharacter(text, i))
            {
                i++;
                continue;
            }

            var wordEnd = EndOfWord(text, i, end);
            spans.Add((i, wordEnd - i, IsIdeograph(text[i]) ? 3 : wordEnd - i + 1));
            i = wordEnd;
        }

        var total = spans.Sum(s => (double)s.Weight);
        var words = new SpokenWord[spans.Count];
        var passed = 0.0;
        for (var i = 0; i < words.Length; i++)
        {
            var (at, count, weight) = spans[i];
            words[i] = new SpokenWord(text.Substring(at, count), at, count, from + (duration * (passed / total)), duration * (weight / total), IsEstimate: true);
            passed += weight;
        }

        return words;
    }

    private static int EndOfWord(string text, int start, int end)
    {
        var i = start + 1;
        if (IsIdeograph(text[start]))
        {
            return i;
        }

        // Marks inside a word belong to it: "don't", "3.5", "well-known".
        while (i < end && !IsIdeograph(text[i]) && (IsWordCharacter(text, i) || (i + 1 < end && !char.IsWhiteSpace(text[i]) && IsWordCharacter(text, i + 1) && !IsIdeograph(text[i + 1]))))
        {
            i++;
        }

        return i;
    }

    private static bool IsWordCharacter(string text, int i) =>
        char.IsLetterOrDigit(text[i]) || char.IsSurrogate(text[i])
        || char.GetUnicodeCategory(text[i]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.CurrencySymbol;

    private static bool IsIdeograph(char c) => c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');
}
