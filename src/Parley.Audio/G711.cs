namespace Parley.Audio;

/// <summary>
/// The logarithmic 8-bit samples of telephony (ITU-T G.711, in North America and Japan mu-law, elsewhere A-law), to and from signed
/// 16-bit samples. Usually at 8,000 Hz, which they do not say themselves. Thread-safe; nothing is allocated.
/// </summary>
public static class G711
{
    // What mu-law adds to a magnitude so that each segment begins at a power of two; its largest magnitude just fits then.
    private const int Bias = 0x84;
    private const int LargestMuLaw = short.MaxValue - Bias;

    // On the line every other bit of A-law is inverted, and every bit of mu-law.
    private const int ALawInversion = 0x55;

    private static readonly short[] MuLawSamples = Table(static code => MuLawSample((byte)~code));
    private static readonly short[] ALawSamples = Table(static code => ALawSample(code ^ ALawInversion));

    /// <summary>Reads mu-law samples.</summary>
    /// <param name="bytes">One byte a sample.</param>
    /// <param name="samples">Room for <c>bytes.Length</c> samples.</param>
    /// <returns>How many samples were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="samples"/> is too short.</exception>
    public static int FromMuLaw(ReadOnlySpan<byte> bytes, Span<short> samples) => Decode(MuLawSamples, bytes, samples);

    /// <summary>Reads A-law samples.</summary>
    /// <param name="bytes">One byte a sample.</param>
    /// <param name="samples">Room for <c>bytes.Length</c> samples.</param>
    /// <returns>How many samples were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="samples"/> is too short.</exception>
    public static int FromALaw(ReadOnlySpan<byte> bytes, Span<short> samples) => Decode(ALawSamples, bytes, samples);

    /// <summary>Writes samples as mu-law, each as the middle of the step it lies in; those beyond ±32,635 as the last.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="bytes">Room for <c>samples.Length</c> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is too short.</exception>
    public static int ToMuLaw(ReadOnlySpan<short> samples, Span<byte> bytes)
    {
        CheckRoom(samples.Length, bytes.Length, nameof(bytes));
        for (var i = 0; i < samples.Length; i++)
        {
            var magnitude = Math.Min(Math.Abs((int)samples[i]), LargestMuLaw) + Bias;
            bytes[i] = (byte)~(Segment(magnitude) | (samples[i] < 0 ? 0x80 : 0));
        }

        return samples.Length;
    }

    /// <summary>Writes samples as A-law, each as the middle of the step it lies in.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="bytes">Room for <c>samples.Length</c> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is too short.</exception>
    public static int ToALaw(ReadOnlySpan<short> samples, Span<byte> bytes)
    {
        CheckRoom(samples.Length, bytes.Length, nameof(bytes));
        for (var i = 0; i < samples.Length; i++)
        {
            // -1 lies as near to zero as 0 does: the steps of the two signs meet between them.
            var magnitude = samples[i] < 0 ? ~samples[i] : samples[i];
            var code = magnitude < 0x100 ? magnitude >> 4 : Segment(magnitude);
            bytes[i] = (byte)((code | (samples[i] < 0 ? 0 : 0x80)) ^ ALawInversion);
        }

        return samples.Length;
    }

    internal static short MuLaw(byte code) => MuLawSamples[code];

    internal static short ALaw(byte code) => ALawSamples[code];

    // Sign, three bits of segment, four bits within it. A segment is twice as wide as the one below.
    private static int MuLawSample(int code)
    {
        var magnitude = ((((code & 0xF) << 3) + Bias) << ((code >> 4) & 7)) - Bias;
        return (code & 0x80) != 0 ? -magnitude : magnitude;
    }

    // The lowest two segments are equally wide; a set sign bit means positive.
    private static int ALawSample(int code)
    {
        var segment = (code >> 4) & 7;
        var within = ((code & 0xF) << 4) + 8;
        var magnitude = segment == 0 ? within : (within + 0x100) << (segment - 1);
        return (code & 0x80) != 0 ? magnitude : -magnitude;
    }

    // Segment and position within it of a magnitude from 0x80 to 0x7FFF.
    private static int Segment(int magnitude)
    {
        var segment = 0;
        while (magnitude >> (segment + 8) != 0)
        {
            segment++;
        }

        return (segment << 4) | ((magnitude >> (segment + 3)) & 0xF);
    }

    private static short[] Table(Func<int, int> sample) => [.. Enumerable.Range(0, 256).Select(code => (short)sample(code))];

    private static int Decode(short[] table, ReadOnlySpan<byte> bytes, Span<short> samples)
    {
        CheckRoom(bytes.Length, samples.Length, nameof(samples));
        for (var i = 0; i < bytes.Length; i++)
        {
            samples[i] = table[bytes[i]];
        }

        return bytes.Length;
    }

    private static void CheckRoom(int needed, int room, string name)
    {
        if (room < needed)
        {
            throw new ArgumentException($"Room for {needed} is needed.", name);
        }
    }
}
