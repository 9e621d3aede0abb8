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
}
