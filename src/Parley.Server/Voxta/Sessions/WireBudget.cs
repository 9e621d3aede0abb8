namespace Parley.Server.Voxta.Sessions;

/// <summary>
/// Bounds the texts of one message: the Python client closes at a WebSocket message above 1 MiB. Texts are whole while the budget lasts,
/// and cut short after that.
/// </summary>
internal sealed class WireBudget(int bytes)
{
    private const int ShortLength = 100;

    private int _left = bytes;

    public string Text(string text)
    {
        if (Take(SizeOf(text)))
        {
            return text;
        }

        return text.Length <= ShortLength ? text : text[..(char.IsHighSurrogate(text[ShortLength - 1]) ? ShortLength - 1 : ShortLength)] + "…";
    }

    /// <summary>Whether so many bytes more fit; they are counted if they do.</summary>
    public bool Take(long size)
    {
        if (size > _left)
        {
            return false;
        }

        _left -= (int)size;
        return true;
    }

    /// <summary>Bytes that a text takes in JSON at most: what is not plainly a letter, digit or sign may be escaped.</summary>
    public static long SizeOf(string text)
    {
        const int Escaped = 6;
        const int LongestUnescaped = 3;
        var size = 0L;
        foreach (var c in text)
        {
            size += c is >= ' ' and <= '~' and not ('"' or '\\') ? 1
                : !char.IsAscii(c) && (char.IsLetterOrDigit(c) || char.IsPunctuation(c)) ? LongestUnescaped
                : Escaped;
        }

        return size;
    }
}
