using System.Buffers;
using System.Globalization;
using System.Text;

namespace Parley.Speech.Engines.Flite;

/// <summary>
/// A text as Flite can read it: printable ASCII, no endless words; with the way back to the original's offsets.
/// What has no reading in English (other scripts, pictures) is left out.
/// </summary>
internal sealed class FliteText
{
    /// <summary>Words are cut at this length: letter-to-sound rules take time by the square of it, and no word is longer.</summary>
    private const int LongestWord = 48;

    private readonly byte[] _ascii;
    private readonly int[] _offsets;
    private int _length;
    private int _wordLength;

    private FliteText(int capacity)
    {
        _ascii = new byte[capacity + 1];
        _offsets = new int[capacity];
    }

    /// <summary>The text, with a zero behind it.</summary>
    public ReadOnlySpan<byte> Ascii => _ascii.AsSpan(0, _length);

    /// <summary>Whether there is a letter or digit, or a symbol with a name.</summary>
    public bool HasSomethingToSay { get; private set; }

    /// <summary>Offset in the original of the character at <paramref name="index"/>.</summary>
    public int OriginalOffset(int index) => _offsets[index];

    public static FliteText From(ReadOnlySpan<char> text)
    {
        // Decomposition and expansions need room: at most 4 for one character, and a space per cut word.
        var result = new FliteText((text.Length * 4) + (text.Length / LongestWord) + 8);
        for (var i = 0; i < text.Length;)
        {
            var status = Rune.DecodeFromUtf16(text[i..], out var rune, out var used);
            if (status == OperationStatus.Done)
            {
                result.Append(rune, i);
            }

            i += used;
        }

        result._ascii[result._length] = 0;
        return result;
    }

    private void Append(Rune rune, int offset)
    {
        if (rune.IsAscii)
        {
            AppendAscii((char)rune.Value, offset);
            return;
        }

        switch (rune.Value)
        {
            case '\u2018' or '\u2019' or '\u02BC' or '\u2032':
                AppendAscii('\'', offset);
                return;
            case '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB':
                AppendAscii('"', offset);
                return;
            case '\u2026':
                AppendAscii('.', offset);
                return;
            case '\u2010' or '\u2011':
                AppendAscii('-', offset);
                return;
            case '\u2013' or '\u2014' or '\u2015':
                // A dash between words is a pause; Flite reads "--" as nothing.
                AppendAscii(',', offset);
                AppendAscii(' ', offset);
                return;
            case 'ß':
                AppendAll("ss", offset);
                return;
            case 'æ' or 'Æ' or 'œ' or 'Œ':
                AppendAll(rune.Value is 'æ' or 'Æ' ? "ae" : "oe", offset);
                return;
            case 'ø' or 'Ø':
                AppendAscii('o', offset);
                return;
            case 'ł' or 'Ł':
                AppendAscii('l', offset);
                return;
            case '€':
                AppendAll(" eu ", offset);
                return;
            case '。' or '．':
                AppendAll(". ", offset);
                return;
            case '，' or '、':
                AppendAll(", ", offset);
                return;
        }

        AppendDecomposed(rune, offset);
    }

    /// <summary>Keeps the base letters of accented ones and the plain forms of full-width, superscript and ligature characters.</summary>
    private void AppendDecomposed(Rune rune, int offset)
    {
        if (Rune.IsWhiteSpace(rune))
        {
            AppendAscii(' ', offset);
            return;
        }

        var appended = 0;
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKD))
        {
            if ((char.IsAscii(part) || part == '\u2044') && appended < 4)
            {
                AppendAscii(part == '\u2044' ? '/' : part, offset);
                appended++;
            }
        }

        if (appended == 0 && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
        {
            AppendAscii(' ', offset);
        }
    }

    private void AppendAll(string text, int offset)
    {
        foreach (var c in text)
        {
            AppendAscii(c, offset);
        }
    }

    private void AppendAscii(char c, int offset)
    {
        // Flite would read the marks people use for layout aloud: "asterisk asterisk".
        if (c is < ' ' or '\x7F' or '*' or '_' or '~' or '^' or '`' or '|' or '\\')
        {
            c = ' ';
        }

        if (c == ' ')
        {
            _wordLength = 0;
        }
        else if (++_wordLength > LongestWord)
        {
            Put(' ', offset);
            _wordLength = 1;
        }

        HasSomethingToSay |= char.IsAsciiLetterOrDigit(c) || c is '$' or '%' or '&' or '+' or '=' or '@' or '#' or '<' or '>' or '/';
        Put(c, offset);
    }

    private void Put(char c, int offset)
    {
        _ascii[_length] = (byte)c;
        _offsets[_length++] = offset;
    }
}
