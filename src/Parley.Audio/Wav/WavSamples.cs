using System.Buffers.Binary;

namespace Parley.Audio.Wav;

/// <summary>Turns stored frames into mono samples: the mean of the channels, rounded to 16 bits.</summary>
internal static class WavSamples
{
    public static void ToMono(WavFormat format, ReadOnlySpan<byte> frames, Span<short> samples)
    {
        if (format is { Encoding: WavEncoding.Pcm, BitsPerSample: 16, Channels: 1 })
        {
            Pcm16.FromBytes(frames, samples);
            return;
        }

        if (format is { Encoding: WavEncoding.MuLaw, Channels: 1 })
        {
            G711.FromMuLaw(frames, samples);
            return;
        }

        if (format is { Encoding: WavEncoding.ALaw, Channels: 1 })
        {
            G711.FromALaw(frames, samples);
            return;
        }

        var width = format.BitsPerSample / 8;
        var share = 1f / format.Channels;
        for (var i = 0; !frames.IsEmpty; i++)
        {
            var sum = 0f;
            for (var channel = 0; channel < format.Channels; channel++)
            {
                sum += Read(format.Encoding, width, frames[(channel * width)..]);
            }

            samples[i] = Pcm16.FromFloat(sum * share);
            frames = frames[format.BytesPerFrame..];
        }
    }

    private static float Read(WavEncoding encoding, int width, ReadOnlySpan<byte> bytes) => (encoding, width) switch
    {
        (WavEncoding.Pcm, 1) => (bytes[0] - 128) / 128f,
        (WavEncoding.Pcm, 2) => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768f,
        (WavEncoding.Pcm, 3) => ((bytes[0] << 8) | (bytes[1] << 16) | (bytes[2] << 24)) / 2147483648f,
        (WavEncoding.Pcm, _) => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2147483648f,
        (WavEncoding.MuLaw, _) => G711.MuLaw(bytes[0]) / 32768f,
        (WavEncoding.ALaw, _) => G711.ALaw(bytes[0]) / 32768f,
        (_, 4) => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        _ => (float)BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
    };
}
