using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Parley.Speech.Text;

/// <summary>
/// Cuts text that arrives bit by bit into pieces fit to be spoken one after the other, each as soon as it is certain.
/// The pieces put together give the text back unchanged, white space included. Not thread-safe.
/// </summary>
/// <remarks>
/// A sentence ends at <c>. ! ? …</c> and the closing quotes behind them once white space follows, at a line break, and at
/// <c>。！？；</c> at once. Decimals, abbreviations, initials and list numbers do not end one; where the next word decides
/// (<c>No.</c>, <c>etc.</c>, <c>p.m.</c>), the splitter waits for its first character.
/// </remarks>
public sealed class SentenceSplitter
{
    private readonly SentenceSplitterOptions _options;
    private readonly StringBuilder _text = new();
    private int _scanned;
    private bool _tookFirst;

    /// <summary>Creates a splitter.</summary>
    /// <param name="options">How to cut; null means the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is outside its range.</exception>
    public SentenceSplitter(SentenceSplitterOptions? options = null)
    {
        _options = options ?? new SentenceSplitterOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxLength, 40, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.MaxLength, 10_000, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.FirstClauseLength ?? 1, 1, nameof(options));
    }

    /// <summary>UTF-16 units added and not yet taken.</summary>
    public int PendingLength => _text.Length;

    /// <summary>Adds text.</summary>
    public void Append(ReadOnlySpan<char> text) => _text.Append(text);

    /// <summary>Takes the next piece that is certain.</summary>
    /// <param name="piece">The piece with the white space behind it that has arrived; may be nothing but white space.</param>
    /// <returns>False while more text is needed to tell.</returns>
    public bool TryTake([NotNullWhen(true)] out string? piece)
    {
        var text = _text.ToString();
        var end = FindEnd(text);
        if (end < 0)
        {
            piece = null;
            return false;
        }

        piece = Take(text, end);
        return true;
    }

    /// <summary>Takes everything that is left: nothing will follow. Call <see cref="TryTake"/> until it is false first.</summary>
    /// <returns>The rest; empty when nothing is left. The next text begins afresh.</returns>
    public string TakeRest()
    {
        var rest = _text.ToString();
        Clear();
        return rest;
    }

    /// <summary>Forgets what is pending; the next text begins afresh.</summary>
    public void Clear()
    {
        _text.Clear();
        _scanned = 0;
        _tookFirst = false;
    }

    private string Take(string text, int end)
    {
        _text.Remove(0, end);
        _scanned = 0;
        _tookFirst = true;
        return text[..end];
    }

    /// <summary>Index behind the next piece, or −1. Remembers how far it has looked.</summary>
    private int FindEnd(string text)
    {
        var limit = Math.Min(text.Length, _options.MaxLength);
        for (var i = _scanned; i < limit; i++)
        {
            var (verdict, end) = Examine(text, i);
            if (verdict == Verdict.Wait && text.Length <= _options.MaxLength)
            {
                _scanned = i;
                return -1;
            }

            if (verdict == Verdict.End)
            {
                return end;
            }
        }

        _scanned = limit;
        return text.Length > _options.MaxLength ? ForcedEnd(text) : -1;
    }

    private (Verdict Verdict, int End) Examine(string text, int i)
    {
        switch (text[i])
        {
            case '\n' or '\r' or '\u2028' or '\u2029':
                return (Verdict.End, SkipSpaces(text, i + 1));
            case '。' or '！' or '？' or '；' or '｡':
                return (Verdict.End, SkipSpaces(text, SkipClosers(text, i + 1)));
            case '.' or '!' or '?' or '…':
                return AfterMark(text, i);
            case ',' or ';' or ':' or '—' or '–' or '，' or '、' or '：' when IsFirstClause(text, i):
                return AfterClause(text, i);
            default:
                return default;
        }
    }

    private static (Verdict Verdict, int End) AfterMark(string text, int i)
    {
        if (i + 1 < text.Length && IsMark(text[i + 1]))
        {
            return default; // The run's last mark decides.
        }

        var after = SkipClosers(text, i + 1);
        if (after == text.Length)
        {
            return (Verdict.Wait, 0);
        }

        if (!char.IsWhiteSpace(text[after]))
        {
            return default;
        }

        var next = SkipSpaces(text, after);
        if (text[i] != '.' || (i > 0 && IsMark(text[i - 1])))
        {
            return (Verdict.End, next);
        }

        return Judge(text, i) switch
        {
            FullStop.Ends => (Verdict.End, next),
            FullStop.GoesOn => default,
            _ when next == text.Length => (Verdict.Wait, 0),
            FullStop.GoesOnBeforeNumber => char.IsDigit(text[next]) ? default : (Verdict.End, next),
            _ => char.IsUpper(text[next]) || IsOpener(text[next]) ? (Verdict.End, next) : default,
        };
    }

    private static FullStop Judge(string text, int dot)
    {
        var start = dot;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '.'))
        {
            start--;
        }

        var word = text.AsSpan(start, dot - start);
        var isListNumber = word.Length is 1 or 2 && !word.ContainsAnyExceptInRange('0', '9') && text.AsSpan(0, start).IsWhiteSpace();
        return isListNumber ? FullStop.GoesOn : Abbreviations.Classify(word);
    }

    private bool IsFirstClause(string text, int i) => !_tookFirst && i + 1 >= _options.FirstClauseLength && ContainsLetterOrDigit(text.AsSpan(0, i));

    private static (Verdict Verdict, int End) AfterClause(string text, int i)
    {
        if (text[i] is '，' or '、' or '：')
        {
            return (Verdict.End, SkipSpaces(text, i + 1));
        }

        if (i + 1 == text.Length)
        {
            return (Verdict.Wait, 0);
        }

        return char.IsWhiteSpace(text[i + 1]) ? (Verdict.End, SkipSpaces(text, i + 1)) : default;
    }

    /// <summary>Where to cut a sentence that is too long.</summary>
    private int ForcedEnd(string text)
    {
        var window = text.AsSpan(0, _options.MaxLength);
        for (var i = window.Length - 2; i > window.Length / 3; i--)
        {
            if (window[i] is '，' or '、' or '：' || (window[i] is ',' or ';' or ':' or '—' or '–' && char.IsWhiteSpace(window[i + 1])))
            {
                return SkipSpaces(text, i + 1);
            }
        }

        for (var i = window.Length - 1; i > 0; i--)
        {
            if (char.IsWhiteSpace(window[i]))
            {
                return i + 1;
            }
        }

        return LastCharacterBoundary(text, window.Length);
    }

    /// <summary>The last grapheme boundary at or before <paramref name="limit"/>, or <paramref name="limit"/> inside one endless grapheme.</summary>
    private static int LastCharacterBoundary(string text, int limit)
    {
        var end = 0;
        while (true)
        {
            var next = end + StringInfo.GetNextTextElementLength(text, end);
            if (next > limit)
            {
                return end > 0 ? end : limit - (char.IsHighSurrogate(text[limit - 1]) ? 1 : 0);
            }

            end = next;
        }
    }

    private static int SkipClosers(string text, int i)
    {
        while (i < text.Length && text[i] is '"' or '\'' or ')' or ']' or '}' or '”' or '’' or '»' or '›' or '」' or '』' or '）' or '】' or '》' or '〉')
        {
            i++;
        }

        return i;
    }

    /// <summary>Spaces belong to the piece before them; a line break behind them too.</summary>
    private static int SkipSpaces(string text, int i)
    {
        while (i < text.Length && char.IsWhiteSpace(text[i]))
        {
            i++;
        }

        return i;
    }

    private static bool ContainsLetterOrDigit(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMark(char c) => c is '.' or '!' or '?' or '…';

    private static bool IsOpener(char c) => c is '"' or '\'' or '(' or '[' or '“' or '‘' or '«' or '‹' or '„';

    private enum Verdict
    {
        GoOn,
        Wait,
        End,
    }
}
