using System.Buffers;
using System.Buffers.Text;

namespace Parley.VoxNexus.Wire;

/// <summary>
/// Base64 as this wire has it. Out: RFC 4648 standard alphabet, padded, no line breaks, since browsers' <c>atob</c> must
/// read it. In: also the URL-safe alphabet, missing padding, white space, a <c>data:…;base64,</c> prefix, and JSON escapes.
/// </summary>
public static class WireBase64
{
    /// <summary>Decodes a JSON string's bytes.</summary>
    /// <param name="value">The bytes between the quotes.</param>
    /// <param name="escaped">Whether they hold JSON escapes, as <c>Utf8JsonReader.ValueIsEscaped</c> says.</param>
    /// <param name="output">Where the bytes go; nothing is written on failure.</param>
    /// <returns>False when it is not base64.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> value, bool escaped, IBufferWriter<byte> output)
    {
        if (value.IsEmpty)
        {
            return true;
        }

        var target = output.GetSpan(Base64.GetMaxDecodedFromUtf8Length(value.Length) + 3);
        if (!escaped
            && Base64.DecodeFromUtf8(value, target, out var consumed, out var written) == OperationStatus.Done
            && consumed == value.Length)
        {
            output.Advance(written);
            return true;
        }

        return TryDecodeLeniently(value, target, output);
    }

    /// <summary>Writes the strict form.</summary>
    /// <param name="bytes">What to encode.</param>
    /// <param name="output">Where the ASCII goes.</param>
    public static void Encode(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(Math.Max(1, Base64.GetMaxEncodedToUtf8Length(bytes.Length)));
        Base64.EncodeToUtf8(bytes, target, out _, out var written);
        output.Advance(written);
    }

    private static bool TryDecodeLeniently(ReadOnlySpan<byte> value, Span<byte> target, IBufferWriter<byte> output)
    {
        var plain = ArrayPool<byte>.Shared.Rent(value.Length + 3);
        try
        {
            if (!TryNormalise(value, plain, out var length))
            {
                return false;
            }

            if (Base64.DecodeFromUtf8(plain.AsSpan(0, length), target, out var consumed, out var written) != OperationStatus.Done || consumed != length)
            {
                return false;
            }

            output.Advance(written);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    // To the standard alphabet with padding and nothing else.
    private static bool TryNormalise(ReadOnlySpan<byte> value, Span<byte> plain, out int length)
    {
        length = 0;
        var rest = AfterDataPrefix(value);
        var padding = 0;
        while (!rest.IsEmpty)
        {
            if (!TryTake(ref rest, out var c))
            {
                return false;
            }

            switch (c)
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f':
                    break;
                case (byte)'=':
                    padding++;
                    break;
                default:
                    if (padding > 0)
                    {
                        return false;
                    }

                    plain[length++] = c switch { (byte)'-' => (byte)'+', (byte)'_' => (byte)'/', _ => c };
                    break;
            }
        }

        if (length % 4 == 1 || padding > 2)
        {
            return false;
        }

        while (length % 4 != 0)
        {
            plain[length++] = (byte)'=';
        }

        return true;
    }

    // One character; a JSON escape counts as the character it stands for.
    private static bool TryTake(ref ReadOnlySpan<byte> rest, out byte c)
    {
        c = rest[0];
        if (c != (byte)'\\')
        {
            rest = rest[1..];
            return true;
        }

        if (rest.Length < 2)
        {
            return false;
        }

        c = rest[1] switch { (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', (byte)'t' => (byte)'\t', (byte)'f' => (byte)'\f', var other => other };
        if (c != (byte)'u')
        {
            rest = rest[2..];
            return true;
        }

        if (rest.Length < 6 || !Utf8Parser.TryParse(rest.Slice(2, 4), out ushort code, out var read, 'X') || read != 4 || code > 0x7F)
        {
            return false;
        }

        c = (byte)code;
        rest = rest[6..];
        return true;
    }

    private static ReadOnlySpan<byte> AfterDataPrefix(ReadOnlySpan<byte> value)
    {
        if (!value.StartsWith("data:"u8))
        {
            return value;
        }

        var comma = value.IndexOf((byte)',');
        return comma >= 0 && value[..comma].EndsWith(";base64"u8) ? value[(comma + 1)..] : value;
    }
}
