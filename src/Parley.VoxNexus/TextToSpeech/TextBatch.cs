using System.Text;

namespace Parley.VoxNexus;

/// <summary>
/// Collects pieces of streamed text and cuts them where any service joins them right: after white space, or beside
/// characters of scripts that have none. A word is never split, since a service may put a space into the gap.
/// </summary>
internal sealed class TextBatch
{
    /// <summary>Length from which text goes out without waiting.</summary>
    public const int FullLength = 80;

    // A run without a place to cut is cut anyway before the service's limit of one message.
    private const int LongestRun = 2_000;

    private readonly StringBuilder _text = new();

    public int Length => _text.Length;

    public void Append(string piece) => _text.Append(piece);

    /// <summary>Whether it should go out now: a sentence is complete, or there is enough.</summary>
    public bool IsDue => _text.Length >= FullLength || EndsSentence();

    /// <summary>Takes what can be cut off; null when there is nothing.</summary>
    public string? TakeCut()
    {
        var cut = _text.Length;
        while (cut > 0 && !IsCut(cut))
        {
            cut--;
        }

        if (cut == 0 && _text.Length >= LongestRun)
        {
            cut = char.IsHighSurrogate(_text[LongestRun - 1]) ? LongestRun - 1 : LongestRun;
        }

        return cut == 0 ? null : Take(cut);
    }

    /// <summary>Takes everything.</summary>
    public string TakeAll() => Take(_text.Length);

    private string Take(int length)
    {
        var text = _text.ToString(0, length);
        _text.Remove(0, length);
        return text;
    }

    private bool EndsSentence()
    {
        for (var i = _text.Length - 1; i >= 0; i--)
        {
            var c = _text[i];
            if (c is '\n' or '。' or '！' or '？' or '；')
            {
                return true;
            }

            // A full stop may be a decimal's: it ends a sentence once white space follows.
            if (c is '.' or '!' or '?' or '…' && i + 1 < _text.Length && char.IsWhiteSpace(_text[i + 1]))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsCut(int at)
    {
        var before = _text[at - 1];
        return char.IsWhiteSpace(before) || before is '。' or '！' or '？' or '；' or '，' or '、' || (IsUnspaced(before) && (at == _text.Length || IsUnspaced(_text[at])));
    }

    // Kana, Han and their extensions in the BMP, Thai, Lao, Burmese, Khmer.
    private static bool IsUnspaced(char c) =>
        c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF')
            or (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF');
}
