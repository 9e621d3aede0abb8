using System.Globalization;

namespace Parley.Conversation.Replies;

/// <summary>Cleans a reply piece by piece: no blanks or name in front, no words put into others' mouths, no more than allowed.</summary>
internal sealed class ReplyShaper(IReadOnlyList<string> names, ReplyLimits limits)
{
    private int _length;
    private int _sentences;
    private bool _endsBlank = true;

    /// <summary>Whether the reply has reached a limit or began to speak for somebody else.</summary>
    public bool IsFull { get; private set; }

    public string Take(string piece)
    {
        if (IsFull)
        {
            return "";
        }

        // Blanks end a piece and never begin one.
        piece = _endsBlank ? piece.TrimStart() : piece;
        if (_length == 0)
        {
            piece = WithoutName(piece);
        }
        else if (SpeaksForSomebody(piece))
        {
            IsFull = true;
            return "";
        }

        if (_length + piece.Length > limits.MaxLength)
        {
            piece = CutAtGrapheme(piece, limits.MaxLength - _length);
            IsFull = true;
        }

        _length += piece.Length;
        _endsBlank = piece.Length == 0 ? _endsBlank : char.IsWhiteSpace(piece[^1]);
        if (EndsSentence(piece) && ++_sentences >= limits.MaxSentences)
        {
            IsFull = true;
        }

        return piece;
    }

    /// <summary>The longest beginning of at most <paramref name="length"/> UTF-16 units that ends between graphemes.</summary>
    internal static string CutAtGrapheme(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = 0;
        while (end < text.Length)
        {
            var next = end + StringInfo.GetNextTextElementLength(text, end);
            if (next > length)
            {
                break;
            }

            end = next;
        }

        return text[..end];
    }

    // "Rex: Hello" by Rex himself is only "Hello".
    private string WithoutName(string piece)
    {
        var self = names.Count > 0 ? names[0] + ":" : null;
        return self is not null && piece.StartsWith(self, StringComparison.OrdinalIgnoreCase) ? piece[self.Length..].TrimStart() : piece;
    }

    // A first clause is spoken early but is no sentence.
    private static bool EndsSentence(string piece)
    {
        var end = piece.AsSpan().TrimEnd().TrimEnd("\"'”’»)]*");
        return !end.IsEmpty && (end[^1] is '.' or '!' or '?' or '…' or '。' or '！' or '？' || piece.Contains('\n'));
    }

    private bool SpeaksForSomebody(string piece)
    {
        for (var i = 1; i < names.Count; i++)
        {
            if (piece.StartsWith(names[i] + ":", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
