using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Parley.Conversation.Characters.Cards;

/// <summary>The text chunks of PNG files: <c>tEXt</c>, and <c>zTXt</c> and <c>iTXt</c> when reading. Lengths are checked before they are trusted.</summary>
internal static class PngText
{
    private const int MaxTextLength = (CharacterCard.MaxJsonLength / 3 * 4) + 16;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <summary>The texts under the wanted keywords, the first of each.</summary>
    public static Dictionary<string, byte[]> Read(ReadOnlySpan<byte> file, IReadOnlyList<string> keywords)
    {
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var rest = file[Signature.Length..];
        var last = "";
        while (last != "IEND" && TryReadChunk(ref rest, out var type, out var data))
        {
            last = type;
            if (type is not ("tEXt" or "zTXt" or "iTXt") || data.IndexOf((byte)0) is not (> 0 and < 80 and var end))
            {
                continue;
            }

            var keyword = Encoding.Latin1.GetString(data[..end]);
            if (keywords.Contains(keyword) && !found.ContainsKey(keyword))
            {
                found[keyword] = Text(type, data[(end + 1)..]);
            }
        }

        return last == "IEND" ? found : throw CharacterCard.Invalid("The picture is cut off.");
    }

    /// <summary>The file with these texts in place of those of the same keyword.</summary>
    public static byte[] Write(ReadOnlySpan<byte> file, IReadOnlyList<(string Keyword, byte[] Text)> texts)
    {
        using var output = new MemoryStream(file.Length + texts.Sum(t => t.Text.Length + 32));
        output.Write(Signature);
        var rest = file[Signature.Length..];
        var isWritten = false;
        while (TryReadChunk(ref rest, out var type, out var data))
        {
            if (type is "tEXt" or "zTXt" or "iTXt" && data.IndexOf((byte)0) is > 0 and var end && IsAmong(texts, Encoding.Latin1.GetString(data[..end])))
            {
                continue;
            }

            if (type == "IEND")
            {
                WriteTexts(output, texts);
                isWritten = true;
            }

            WriteChunk(output, Encoding.Latin1.GetBytes(type), data);
        }

        if (!isWritten)
        {
            WriteTexts(output, texts);
            WriteChunk(output, "IEND"u8, []);
        }

        return output.ToArray();
    }

    public static void WriteChunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Compute(chunk.AsSpan(4, 4 + data.Length)));
        output.Write(chunk);
    }

    // PNG specification §5.3: length, type, data, CRC over type and data.
    private static bool TryReadChunk(ref ReadOnlySpan<byte> rest, out string type, out ReadOnlySpan<byte> data)
    {
        type = "";
        data = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        if (rest.Length < 12)
        {
            throw CharacterCard.Invalid("The picture is cut off.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12)
        {
            throw CharacterCard.Invalid("The picture is cut off.");
        }

        var body = rest.Slice(4, 4 + (int)length);
        if (Crc32.Compute(body) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
        {
            throw CharacterCard.Invalid("The picture is damaged.");
        }

        type = Encoding.Latin1.GetString(body[..4]);
        data = body[4..];
        rest = rest[(12 + (int)length)..];
        return true;
    }

    private static byte[] Text(string type, ReadOnlySpan<byte> data)
    {
        switch (type)
        {
            case "zTXt":
                return data.Length < 1 || data[0] != 0 ? throw CharacterCard.Invalid("The picture's text is compressed in an unknown way.") : Inflate(data[1..]);
            case "iTXt":
                // Flag, method, language, translated keyword, text.
                var isCompressed = data.Length > 2 && data[0] == 1;
                var rest = data.Length > 2 ? data[2..] : [];
                for (var i = 0; i < 2; i++)
                {
                    var end = rest.IndexOf((byte)0);
                    rest = end < 0 ? [] : rest[(end + 1)..];
                }

                return isCompressed ? Inflate(rest) : Checked(rest);
            default:
                return Checked(data);
        }
    }

    private static byte[] Checked(ReadOnlySpan<byte> data) => data.Length <= MaxTextLength ? data.ToArray() : throw CharacterCard.Invalid("The picture's character card is larger than 8 MiB.");

    private static byte[] Inflate(ReadOnlySpan<byte> data)
    {
        using var input = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        using var output = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = input.Read(buffer)) > 0;)
            {
                if (output.Length + read > MaxTextLength)
                {
                    throw CharacterCard.Invalid("The picture's character card is larger than 8 MiB.");
                }

                output.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException error)
        {
            throw new ConversationException(ConversationErrors.InvalidCard, "The picture's text is damaged.", innerException: error);
        }

        return output.ToArray();
    }

    private static bool IsAmong(IReadOnlyList<(string Keyword, byte[] Text)> texts, string keyword) => texts.Any(t => t.Keyword == keyword);

    private static void WriteTexts(Stream output, IReadOnlyList<(string Keyword, byte[] Text)> texts)
    {
        foreach (var (keyword, text) in texts)
        {
            WriteChunk(output, "tEXt"u8, [.. Encoding.Latin1.GetBytes(keyword), 0, .. text]);
        }
    }
}
