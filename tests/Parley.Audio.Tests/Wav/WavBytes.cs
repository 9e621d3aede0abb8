using System.Buffers.Binary;
using System.Text;

namespace Parley.Audio.Tests.Wav;

/// <summary>Builds WAV files of every kind, good and bad.</summary>
internal static class WavBytes
{
    public static byte[] File(params byte[][] chunks) => Riff((uint)(4 + chunks.Sum(c => c.Length)), chunks);

    public static byte[] Riff(uint size, params byte[][] chunks) => [.. "RIFF"u8, .. U32(size), .. "WAVE"u8, .. chunks.SelectMany(c => c)];

    public static byte[] Chunk(string id, byte[] body, uint? size = null) =>
        [.. Encoding.ASCII.GetBytes(id), .. U32(size ?? (uint)body.Length), .. body, .. new byte[size is null ? body.Length & 1 : 0]];

    public static byte[] Format(int tag, int channels, int rate, int bits, int? bytesPerFrame = null)
    {
        var frame = bytesPerFrame ?? channels * bits / 8;
        return Chunk("fmt ", [.. U16(tag), .. U16(channels), .. U32((uint)rate), .. U32((uint)(rate * frame)), .. U16(frame), .. U16(bits)]);
    }

    public static byte[] Extensible(int tag, int channels, int rate, int bits, int validBits)
    {
        var frame = channels * bits / 8;
        return Chunk("fmt ", [
            .. U16(0xFFFE), .. U16(channels), .. U32((uint)rate), .. U32((uint)(rate * frame)), .. U16(frame), .. U16(bits),
            .. U16(22), .. U16(validBits), .. U32(0), .. U16(tag), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71,
        ]);
    }

    public static byte[] Samples(params short[] samples)
    {
        var bytes = new byte[samples.Length * 2];
        Pcm16.ToBytes(samples, bytes);
        return bytes;
    }

    public static byte[] U16(int value) => [(byte)value, (byte)(value >> 8)];

    public static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
