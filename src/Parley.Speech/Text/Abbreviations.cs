using System.Collections.Frozen;

namespace Parley.Speech.Text;

/// <summary>Words whose full stop need not end a sentence.</summary>
internal static class Abbreviations
{
    /// <summary>Something always follows: titles and connectors.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NeverLast = Set(
        "mr", "mrs", "ms", "mx", "dr", "prof", "rev", "hon", "gen", "col", "capt", "lt", "sgt", "maj", "gov", "sen", "rep", "pres",
        "st", "mt", "messrs", "mme", "mlle", "sra", "srta", "dra", "hr", "fr", "vs", "cf", "e.g", "eg", "i.e", "ie", "viz", "approx",
        "z.b", "d.h", "u.a", "bzw", "ca", "evtl", "ggf", "inkl", "vgl", "p.ex", "esp", "incl", "ph");

    /// <summary>An abbreviation only before a number: <c>No. 7</c>, <c>Sept. 3</c>; else an ordinary word.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BeforeNumber = Set(
        "no", "nos", "nr", "vol", "fig", "figs", "p", "pp", "ch", "sec", "art", "ex", "jan", "feb", "apr", "jun", "jul", "aug", "sep",
        "sept", "oct", "nov", "dec", "tel", "ext");

    /// <summary>May end a sentence: it does when the next word begins with a capital.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> MayBeLast = Set(
        "etc", "inc", "ltd", "co", "corp", "jr", "sr", "bros", "dept", "est", "ave", "blvd", "rd", "usw", "a.m", "p.m", "am", "pm",
        "u.s", "u.k", "e.u", "u.n", "d.c", "b.c", "a.d", "ph.d", "m.d", "b.a", "m.a", "al");

    /// <summary>What the word before a full stop says of that full stop.</summary>
    /// <param name="word">The word without the full stop.</param>
    public static FullStop Classify(ReadOnlySpan<char> word)
    {
        if (word.Length is 0 or > 10)
        {
            return FullStop.Ends;
        }

        Span<char> lower = stackalloc char[word.Length];
        word.ToLowerInvariant(lower);
        if (NeverLast.Contains(lower))
        {
            return FullStop.GoesOn;
        }

        if (BeforeNumber.Contains(lower))
        {
            return FullStop.GoesOnBeforeNumber;
        }

        if (MayBeLast.Contains(lower))
        {
            return FullStop.EndsBeforeCapital;
        }

        return AreInitials(word) ? FullStop.GoesOn : FullStop.Ends;
    }

    /// <summary><c>J</c> of "J. Tolkien" and <c>J.R.R</c> of "J.R.R. Tolkien"; the pronoun I alone is a word.</summary>
    private static bool AreInitials(ReadOnlySpan<char> word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (i % 2 == 0 ? !char.IsUpper(word[i]) : word[i] != '.')
            {
                return false;
            }
        }

        return word is not "I";
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(params string[] words) =>
        words.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
