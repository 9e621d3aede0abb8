using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Parley.Server.VoxNexus.Protocol;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>
/// Decodes the base64 of an <c>audio</c> message. The standard form takes one pass from the receive buffer into its place; missing
/// padding, the URL-safe alphabet, white space, a <c>data:</c> prefix and JSON escapes are taken too, by way of a copy.
/// </summary>
internal static class AudioData
{
    /// <summary>The most bytes that <see cref="TryDecode"/> writes.</summary>
    public static int MaxLength(int encodedLength) => Base64.GetMaxDecodedFromUtf8Length((encodedLength + 3) & ~3);

    /// <param name="envelope">An <c>audio</c> message with data.</param>
    /// <param name="message">Its bytes.</param>
    /// <param name="destination">Room for <see cref="MaxLength"/> bytes.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <returns>False when it is no base64.</returns>
    public static bool TryDecode(Envelope envelope, ReadOnlySpan<byte> message, Span<byte> destination, out int written)
    {
        return (!envelope.DataIsEscaped && Base64.DecodeFromUtf8(envelope.Data(message), destination, out _, out written) == OperationStatus.Done)
            || TryDecodeLenient(envelope, message, destination, out written);
    }

    private static bool TryDecodeLenient(Envelope envelope, ReadOnlySpan<byte> message, Span<byte> destination, out int written)
    {
        var encoded = envelope.Data(message);
        written = 0;
        var rented = ArrayPool<byte>.Shared.Rent(encoded.Length + 4);
        try
        {
            int length;
            if (envelope.DataIsEscaped)
            {
                if (!TryUnescape(envelope.QuotedData(message), rented, out length))
                {
                    return false;
                }
            }
            else
            {
                encoded.CopyTo(rented);
                length = encoded.Length;
            }

            return TryNormalize(rented, ref length) && Base64.DecodeFromUtf8(rented.AsSpan(0, length), destination, out _, out written) == OperationStatus.Done;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool TryUnescape(ReadOnlySpan<byte> quoted, Span<byte> plain, out int length)
    {
        length = 0;
        try
        {
            var reader = new Utf8JsonReader(quoted);
            reader.Read();
            length = reader.CopyString(plain);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // Half of a surrogate pair.
        }
    }

    /// <summary>Brings what clients send to the standard alphabet with padding, in place.</summary>
    private static bool TryNormalize(Span<byte> bytes, ref int length)
    {
        var from = 0;
        if (bytes[..length].StartsWith("data:"u8))
        {
            from = bytes[..length].IndexOf((byte)',') + 1;
            if (from == 0)
            {
                return false;
            }
        }

        var count = 0;
        foreach (var b in bytes[from..length])
        {
            if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f'))
            {
                bytes[count++] = b switch { (byte)'-' => (byte)'+', (byte)'_' => (byte)'/', _ => b };
            }
        }

        while (count > 0 && bytes[count - 1] == (byte)'=')
        {
            count--;
        }

        while (count % 4 is 2 or 3)
        {
            bytes[count++] = (byte)'=';
        }

        length = count;
        return count % 4 == 0;
    }
}
