using System.Buffers;
using System.Buffers.Text;

namespace Parley.SocketIo;

/// <summary>
/// Base64 as JavaScript peers read it: the URL-safe alphabet is accepted too, padding may be missing, and bytes outside the
/// alphabet (line breaks above all) are skipped. Pure; safe for concurrent use.
/// </summary>
public static class LenientBase64
{
    private const byte Skip = 255;
    private static readonly byte[] Values = CreateValues();

    /// <summary>An upper bound of the bytes that <paramref name="textLength"/> characters decode to.</summary>
    /// <param name="textLength">Length of the base64 text in bytes; not negative.</param>
    /// <returns>The largest possible number of decoded bytes.</returns>
    public static int GetMaxDecodedLength(int textLength) => (int)((textLength + 3L) / 4 * 3);

    /// <summary>Decodes without ever failing: what is not base64 is skipped.</summary>
    /// <param name="text">Base64 text, ASCII.</param>
    /// <param name="destination">At least <see cref="GetMaxDecodedLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too small.</exception>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        if (destination.Length < GetMaxDecodedLength(text.Length))
        {
            throw new ArgumentException("The destination is smaller than GetMaxDecodedLength.", nameof(destination));
        }

        return Base64.DecodeFromUtf8(text, destination, out _, out var written) == OperationStatus.Done ? written : DecodeSlowly(text, destination);
    }

    private static int DecodeSlowly(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var written = 0;
        var bits = 0;
        var count = 0;
        foreach (var character in text)
        {
            if (character == (byte)'=')
            {
                break;
            }

            var value = Values[character];
            if (value == Skip)
            {
                continue;
            }

            bits = ((bits << 6) | value) & 0xFFFFFF;
            count += 6;
            if (count >= 8)
            {
                count -= 8;
                destination[written++] = (byte)(bits >> count);
            }
        }

        return written;
    }

    private static byte[] CreateValues()
    {
        var values = new byte[256];
        values.AsSpan().Fill(Skip);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        for (var i = 0; i < alphabet.Length; i++)
        {
            values[alphabet[i]] = (byte)i;
        }

        values['-'] = 62;
        values['_'] = 63;
        return values;
    }
}
