using Parley.Speech.Text;

namespace Parley.Speech.Synthesis;

/// <summary>Cuts a request's text into pieces that are synthesised one by one: whole paragraphs would delay the first chunk.</summary>
internal static class TextPieces
{
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
