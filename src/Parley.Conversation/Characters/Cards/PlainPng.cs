using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Conversation.Characters.Cards;

/// <summary>A picture for a character that has none: one colour, the same for the same name.</summary>
internal static class PlainPng
{
    private const int Width = 256;
    private const int Height = 384;

    public static ReadOnlyMemory<byte> Create(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        using var output = new MemoryStream();
        output.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);

        // IHDR: size, 8 bits, palette, default compression, filter and interlace.
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        header[8] = 8;
        header[9] = 3;
        PngText.WriteChunk(output, "IHDR"u8, header);
        PngText.WriteChunk(output, "PLTE"u8, [(byte)(64 + (hash[0] / 2)), (byte)(64 + (hash[1] / 2)), (byte)(64 + (hash[2] / 2))]);
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.Optimal, leaveOpen: true))
        {
            // Every row is its filter byte and the first palette entry throughout: zeros.
            zlib.Write(new byte[(Width + 1) * Height]);
        }

        PngText.WriteChunk(output, "IDAT"u8, rows.ToArray());
        PngText.WriteChunk(output, "IEND"u8, []);
        return output.ToArray();
    }
}
