namespace Parley.VoxNexus;

/// <summary>
/// Cuts captions into cues that can be read: at most two lines of 42 characters and 7 seconds, times from the words where
/// there are any, else by share of the characters. Cues never overlap and last at least a millisecond.
/// </summary>
internal sealed class CaptionLayout
{
    public const int LineLength = 42;
    public const int Lines = 2;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private TimeSpan _last;

    public readonly record struct Cue(TimeSpan Start, TimeSpan End, string Text);

    /// <summary>The cues of the next caption; captions come in order of time.</summary>
    public IEnumerable<Cue> Cut(Caption caption)
    {
        var pieces = Pieces(caption);
        for (var first = 0; first < pieces.Count;)
        {
            var count = Fit(pieces, first);
            var start = Max(_last, Whole(pieces[first].Start));
            var end = Whole(pieces[first + count - 1].End);
            end = end > start ? end : start + Shortest;
            _last = end;
            yield return new Cue(start, end, Wrap(pieces.Skip(first).Take(count)));
            first += count;
        }
    }

    private readonly record struct Piece(string Text, TimeSpan Start, TimeSpan End);

    // How many pieces from this one on make a cue.
    private static int Fit(List<Piece> pieces, int first)
    {
        int count = 1, line = pieces[first].Text.Length, lines = 1;
        while (first + count < pieces.Count)
        {
            var next = pieces[first + count];
            var length = line + 1 + next.Text.Length;
            if (length > LineLength)
            {
                lines++;
                length = next.Text.Length;
            }

            if (lines > Lines || next.End - pieces[first].Start > Longest)
            {
                break;
            }

            line = length;
            count++;
        }

        return count;
    }

    private static string Wrap(IEnumerable<Piece> pieces)
    {
        var text = new System.Text.StringBuilder();
        var line = 0;
        foreach (var piece in pieces)
        {
            if (line > 0 && line + 1 + piece.Text.Length > LineLength)
            {
                text.Append('\n');
                line = 0;
            }
            else if (line > 0)
            {
                text.Append(' ');
                line++;
            }

            text.Append(piece.Text);
            line += piece.Text.Length;
        }

        return text.ToString();
    }

    // The caption's own words (with their punctuation), each with its time.
    private static List<Piece> Pieces(Caption caption)
    {
        var words = caption.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SelectMany(Break).ToList();
        var pieces = new List<Piece>(words.Count);
        var length = Math.Max(1, words.Sum(w => w.Length));
        var duration = caption.End - caption.Start;
        var timed = caption.Words.Count == words.Count;
        var done = 0;
        for (var i = 0; i < words.Count; i++)
        {
            var start = timed ? caption.Words[i].Start : caption.Start + TimeSpan.FromTicks(duration.Ticks * done / length);
            done += words[i].Length;
            var end = timed ? caption.Words[i].End : caption.Start + TimeSpan.FromTicks(duration.Ticks * done / length);
            pieces.Add(new Piece(words[i], start, end));
        }

        // What precedes the first word and follows the last belongs to the caption too.
        if (pieces.Count > 0)
        {
            pieces[0] = pieces[0] with { Start = Min(caption.Start, pieces[0].Start) };
            pieces[^1] = pieces[^1] with { End = Max(caption.End, pieces[^1].End) };
        }

        return pieces;
    }

    // A run longer than a line (a script without spaces, an address) is cut between characters as they are seen.
    private static IEnumerable<string> Break(string word)
    {
        if (word.Length <= LineLength)
        {
            yield return word;
            yield break;
        }

        var line = new System.Text.StringBuilder();
        var elements = System.Globalization.StringInfo.GetTextElementEnumerator(word);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (line.Length > 0 && line.Length + element.Length > LineLength)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(element);
        }

        yield return line.ToString();
    }

    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Max(0, Math.Floor(time.TotalMilliseconds)));

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
