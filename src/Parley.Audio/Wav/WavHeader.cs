using System.Buffers.Binary;

namespace Parley.Audio.Wav;

/// <summary>The canonical 44-byte header of 16-bit mono PCM, as it goes in front of audio on a wire or in a file.</summary>
public static class WavHeader
{
    /// <summary>Its length in bytes.</summary>
    public const int Length = 44;

    // The greatest data length whose RIFF size still fits 32 bits.
    internal const long MaxDataBytes = uint.MaxValue - (Length - 8);

    // Writers that cannot know mark it by 0, 0xFFFFFFFF or something just below 2^31 (sox and espeak-ng: 0x7FFFF000).
    private const uint UnknownFrom = 0x7FFF_0000;
    private const uint UnknownTo = 0x7FFF_FFFF;

    /// <summary>Writes the header.</summary>
    /// <param name="destination">Room for <see cref="Length"/> bytes.</param>
    /// <param name="format">The format of the samples that follow.</param>
    /// <param name="dataBytes">How many bytes of audio follow; null when that is not known (both sizes become 0xFFFFFFFF).</param>
    /// <returns><see cref="Length"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dataBytes"/> is negative or too great for a WAV file.</exception>
    public static int Write(Span<byte> destination, PcmFormat format, long? dataBytes = null)
    {
        if (destination.Length < Length)
        {
            throw new ArgumentException($"Room for {Length} bytes is needed.", nameof(destination));
        }

        if (dataBytes is < 0 or > MaxDataBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(dataBytes), dataBytes, $"A WAV file holds 0 to {MaxDataBytes} bytes of audio.");
        }

        "RIFF"u8.CopyTo(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], dataBytes is { } known ? (uint)(known + Length - 8) : uint.MaxValue);
        "WAVEfmt "u8.CopyTo(destination[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[20..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[22..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[24..], (uint)format.SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[28..], (uint)format.BytesPerSecond);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[32..], PcmFormat.BytesPerSample);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[34..], 8 * PcmFormat.BytesPerSample);
        "data"u8.CopyTo(destination[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[40..], (uint)(dataBytes ?? uint.MaxValue));
        return Length;
    }

    /// <summary>
    /// Whether these bytes, however few, are the beginning of a WAV file: <c>RIFF????WAVE</c> as far as they go.
    /// True for no bytes at all: ask again when there are <c>12</c>.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> start) =>
        (StartsAlike(start, "RIFF"u8) || StartsAlike(start, "RF64"u8)) && (start.Length <= 8 || StartsAlike(start[8..], "WAVE"u8));

    internal static bool IsUnknown(uint size) => size is uint.MaxValue or (>= UnknownFrom and <= UnknownTo);

    private static bool StartsAlike(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> word)
    {
        var length = Math.Min(bytes.Length, word.Length);
        return bytes[..length].SequenceEqual(word[..length]);
    }
}
