using System.Buffers.Binary;

namespace Parley.Audio.Wav;

/// <summary>The sample layout that a WAV file's <c>fmt </c> chunk describes.</summary>
/// <param name="Encoding">Integers, floating point or one of the two laws of G.711.</param>
/// <param name="SampleRate">Frames per second, 8,000 to 48,000 Hz.</param>
/// <param name="Channels">Interleaved channels, at least 1.</param>
/// <param name="BitsPerSample">Width of a stored sample: 8, 16, 24 or 32 for integers, 32 or 64 for floating point, 8 for G.711.</param>
public readonly record struct WavFormat(WavEncoding Encoding, int SampleRate, int Channels, int BitsPerSample)
{
    internal const int LongestChunk = 40;
    private const int ShortestChunk = 16;
    private const int ExtensibleSubFormatEnd = 26;
    private const int TagPcm = 1;
    private const int TagFloat = 3;
    private const int TagALaw = 6;
    private const int TagMuLaw = 7;
    private const int TagExtensible = 0xFFFE;

    /// <summary>Bytes of one frame: one sample of every channel.</summary>
    public int BytesPerFrame => Channels * BitsPerSample / 8;

    // fmt: tag u16, channels u16, rate u32, bytes per second u32, bytes per frame u16, bits u16
    //      [, extra size u16, valid bits u16, speakers u32, sub-format GUID whose first two bytes are the tag]
    internal static WavFormat Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < ShortestChunk)
        {
            throw new AudioFormatException($"The WAV format chunk has {chunk.Length} bytes; it needs {ShortestChunk}.");
        }

        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int frame = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (tag == TagExtensible)
        {
            if (chunk.Length < ExtensibleSubFormatEnd)
            {
                throw new AudioFormatException("The WAV format chunk says that it is extensible and lacks the extension.");
            }

            tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        }

        var encoding = tag switch
        {
            TagPcm => WavEncoding.Pcm,
            TagFloat => WavEncoding.Float,
            TagALaw => WavEncoding.ALaw,
            TagMuLaw => WavEncoding.MuLaw,
            _ => throw Unsupported($"The WAV codec 0x{tag:X4} is not supported: only PCM (1), floating point (3), A-law (6) and mu-law (7) are."),
        };

        if (channels == 0 || frame == 0 || frame % channels != 0)
        {
            throw new AudioFormatException($"The WAV format chunk contradicts itself: {channels} channels in frames of {frame} bytes.");
        }

        // Samples narrower than their bytes (12 in 16, 20 in 24) are left-justified, so the container's width is what counts.
        var width = frame / channels * 8;
        if (bits == 0 || bits > width)
        {
            throw new AudioFormatException($"The WAV format chunk contradicts itself: {bits} bits in samples of {width} bits.");
        }

        var isKnownWidth = encoding switch
        {
            WavEncoding.Pcm => width <= 32,
            WavEncoding.Float => width is 32 or 64,
            _ => width == 8,
        };
        if (!isKnownWidth)
        {
            throw Unsupported($"WAV samples of {width} bits ({encoding}) are not supported.");
        }

        if (rate is < PcmFormat.MinSampleRate or > PcmFormat.MaxSampleRate)
        {
            throw Unsupported($"The WAV sample rate of {rate} Hz is not supported: {PcmFormat.MinSampleRate} to {PcmFormat.MaxSampleRate} Hz are.");
        }

        return new WavFormat(encoding, (int)rate, channels, width);
    }

    private static AudioFormatException Unsupported(string message) => new(AudioFormatProblem.Unsupported, message);
}
