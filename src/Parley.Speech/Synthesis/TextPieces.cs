using Parley.Speech.Text;

namespace Parley.Speech.Synthesis;

/// <summary>Cuts a request's text into pieces that are synthesised one by one: whole paragraphs would delay the first chunk.</summary>
internal static class TextPieces
{
    /// <summary>Longest piece in units of <see cref="Cost"/>: about ten seconds of speech.</summary>
    private const int MaxCost = 180;

    /// <summary>The pieces in order, each with its offset; put together they are the text.</summary>
    public static List<(string Piece, int Offset)> Of(string text, SentenceSplitterOptions options)
    {
        var pieces = new List<(string, int)>();
        var splitter = new SentenceSplitter(options);
        splitter.Append(text);
        var offset = 0;
        while (splitter.TryTake(out var piece))
        {
            pieces.Add((piece, offset));
            offset += piece.Length;
        }

        pieces.Add((splitter.TakeRest(), offset));
        return pieces;
    }

    /// <summary>
    /// The same pieces, cut again where they take long to say whatever their length: a hundred digits or symbols are a minute
    /// of speech, and an engine computes all of it before the first sound.
    /// </summary>
    public static IEnumerable<(string Piece, int Offset)> Short(IEnumerable<(string Piece, int Offset)> pieces)
    {
        foreach (var (piece, offset) in pieces)
        {
            var start = 0;
            for (var end = NextCut(piece, 0); end < piece.Length; end = NextCut(piece, start))
            {
                yield return (piece[start..end], offset + start);
                start = end;
            }

            yield return (piece[start..], offset + start);
        }
    }

    private static int NextCut(string piece, int start)
    {
        var cost = 0;
        var space = -1;
        for (var i = start; i < piece.Length; i++)
        {
            cost += Cost(piece[i]);
            if (cost > MaxCost && i > start)
            {
                var cut = space > start + ((i - start) / 3) ? space + 1 : i;
                return char.IsLowSurrogate(piece[cut]) && cut > start + 1 ? cut - 1 : cut;
            }

            if (char.IsWhiteSpace(piece[i]))
            {
                space = i;
            }
        }

        return piece.Length;
    }

    /// <summary>How long a character takes to say, in letters.</summary>
    private static int Cost(char c) =>
        char.IsAsciiDigit(c) ? 5
        : c is '$' or '%' or '&' or '+' or '=' or '@' or '#' or '<' or '>' or '/' ? 8
        : c is (>= '\u3400' and <= '\u9FFF') or (>= '\u3040' and <= '\u30FF') or (>= '\uAC00' and <= '\uD7A3') ? 3
        : 1;

    /// <summary>The same pieces, put together again as long as they stay within <paramref name="maxLength"/>.</summary>
    public static List<(string Piece, int Offset)> Together(IReadOnlyList<(string Piece, int Offset)> pieces, int maxLength)
    {
        var merged = new List<(string Piece, int Offset)>();
        foreach (var (piece, offset) in pieces)
        {
            if (merged.Count > 0 && merged[^1].Piece.Length + piece.Length <= maxLength)
            {
                merged[^1] = (merged[^1].Piece + piece, merged[^1].Offset);
            }
            else
            {
                merged.Add((piece, offset));
            }
        }

        return merged;
    }
}
