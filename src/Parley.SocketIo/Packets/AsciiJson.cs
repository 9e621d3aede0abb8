namespace Parley.SocketIo.Packets;

/// <summary>
/// Copies JSON with every character outside ASCII as <c>\uXXXX</c>. Inside JSON such characters stand only in strings, so a
/// plain replacement keeps the value.
/// </summary>
internal static class AsciiJson
{
    private const int Replacement = 0xFFFD;

    public static bool IsAscii(ReadOnlySpan<byte> json)
    {
#if NET
        return System.Text.Ascii.IsValid(json);
#else
        foreach (var value in json)
        {
            if (value >= 0x80)
            {
                return false;
            }
        }

        return true;
#endif
    }

    public static void Append(ReadOnlySpan<byte> json, PooledBuffer output)
    {
        while (!json.IsEmpty)
        {
            var plain = 0;
            while (plain < json.Length && json[plain] < 0x80)
            {
                plain++;
            }

            output.Append(json[..plain]);
            json = json[plain..];
            if (json.IsEmpty)
            {
                return;
            }

            var scalar = Decode(json, out var length);
            json = json[length..];
            if (scalar >= 0x10000)
            {
                Escape((scalar - 0x10000 >> 10) + 0xD800, output);
                Escape((scalar - 0x10000 & 0x3FF) + 0xDC00, output);
            }
            else
            {
                Escape(scalar, output);
            }
        }
    }

    private static void Escape(int unit, PooledBuffer output)
    {
        var span = output.GetSpan(6);
        span[0] = (byte)'\\';
        span[1] = (byte)'u';
        for (var digit = 0; digit < 4; digit++)
        {
            span[2 + digit] = "0123456789abcdef"u8[(unit >> (12 - (digit * 4))) & 0xF];
        }

        output.Advance(6);
    }

    private static int Decode(ReadOnlySpan<byte> bytes, out int length)
    {
        var first = bytes[0];
        var (follow, scalar, smallest) = first switch
        {
            >= 0xC2 and < 0xE0 => (1, first & 0x1F, 0x80),
            >= 0xE0 and < 0xF0 => (2, first & 0x0F, 0x800),
            >= 0xF0 and < 0xF5 => (3, first & 0x07, 0x10000),
            _ => (0, Replacement, 0),
        };
        length = 1;
        for (; length <= follow; length++)
        {
            if (length >= bytes.Length || (bytes[length] & 0xC0) != 0x80)
            {
                return Replacement;
            }

            scalar = (scalar << 6) | (bytes[length] & 0x3F);
        }

        return scalar < smallest || scalar > 0x10FFFF || scalar is >= 0xD800 and < 0xE000 ? Replacement : scalar;
    }
}
