using System.Diagnostics.CodeAnalysis;
using System.Text;
using Parley.Speech.Text;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>
/// Joins the segments of one utterance and gives out its sentences as soon as they are whole. Pure; not thread-safe.
/// </summary>
/// <remarks>
/// A word list ("Hello", "world") carries no spaces, a language model's tokens ("Hel", "lo", " world") carry their own.
/// White space at any inner boundary shows the second kind: what has not been given out is then joined again, verbatim.
/// </remarks>
internal sealed class TextAccumulator(TextJoin join)
{
    private readonly SentenceSplitter _splitter = new();

    /// <summary>The pending text as sent; what the splitter holds besides is the inserted spaces.</summary>
    private readonly StringBuilder _raw = new();

    /// <summary>Where in the splitter's pending text spaces were inserted, ascending.</summary>
    private readonly List<int> _inserted = [];

    private bool _verbatim = join == TextJoin.Verbatim;
    private string _tail = "";

    /// <summary>Whether something pronounceable waits.</summary>
    public bool HasPending => SpokenText.IsPronounceable(_raw.ToString());

    /// <summary>Adds a segment that is clean (<see cref="SpokenText.Clean"/>). An empty one makes no boundary.</summary>
    public void Append(string segment)
    {
        if (segment.Length == 0)
        {
            return;
        }

        if (_tail.Length > 0 && !_verbatim)
        {
            Join(segment);
        }

        _raw.Append(segment);
        _splitter.Append(segment);
        _tail = segment.Length >= 4 ? segment[^4..] : string.Concat(_tail, segment) is { Length: > 4 } tail ? tail[^4..] : _tail + segment;
    }

    /// <summary>Gives out the next whole sentence, trimmed.</summary>
    public bool TryTakeSentence([NotNullWhen(true)] out string? sentence)
    {
        while (_splitter.TryTake(out var piece))
        {
            Forget(piece.Length);
            if (SpokenText.IsPronounceable(piece))
            {
                sentence = piece.Trim();
                return true;
            }
        }

        sentence = null;
        return false;
    }

    /// <summary>Gives out what is left, trimmed; null when nothing of it can be spoken. Take the whole sentences first.</summary>
    public string? TakeRest()
    {
        var rest = _splitter.TakeRest();
        _raw.Clear();
        _inserted.Clear();
        return SpokenText.IsPronounceable(rest) ? rest.Trim() : null;
    }

    private void Join(string segment)
    {
        var hasSpace = char.IsWhiteSpace(_tail[^1]) || char.IsWhiteSpace(segment[0]);
        if (hasSpace && join == TextJoin.Auto)
        {
            _verbatim = true;
            _inserted.Clear();
            _splitter.Clear();
            _splitter.Append(_raw.ToString());
        }
        else if (!hasSpace && (join == TextJoin.Space ? JoinRule.TakesSpace(segment) : JoinRule.NeedsSpace(_tail, segment)))
        {
            _inserted.Add(_splitter.PendingLength);
            _splitter.Append(" ");
        }
    }

    private void Forget(int taken)
    {
        var spaces = _inserted.FindIndex(at => at >= taken) is >= 0 and var index ? index : _inserted.Count;
        _inserted.RemoveRange(0, spaces);
        for (var i = 0; i < _inserted.Count; i++)
        {
            _inserted[i] -= taken;
        }

        _raw.Remove(0, taken - spaces);
    }
}
