namespace Parley.Audio.Tests;

public sealed class G711Tests
{
    // What sox makes of the codes 0 to 127; with the highest bit the sign turns.
    private static readonly short[] MuLaw =
    [
        -32124, -31100, -30076, -29052, -28028, -27004, -25980, -24956, -23932, -22908, -21884, -20860, -19836, -18812, -17788, -16764,
        -15996, -15484, -14972, -14460, -13948, -13436, -12924, -12412, -11900, -11388, -10876, -10364, -9852, -9340, -8828, -8316,
        -7932, -7676, -7420, -7164, -6908, -6652, -6396, -6140, -5884, -5628, -5372, -5116, -4860, -4604, -4348, -4092,
        -3900, -3772, -3644, -3516, -3388, -3260, -3132, -3004, -2876, -2748, -2620, -2492, -2364, -2236, -2108, -1980,
        -1884, -1820, -1756, -1692, -1628, -1564, -1500, -1436, -1372, -1308, -1244, -1180, -1116, -1052, -988, -924,
        -876, -844, -812, -780, -748, -716, -684, -652, -620, -588, -556, -524, -492, -460, -428, -396,
        -372, -356, -340, -324, -308, -292, -276, -260, -244, -228, -212, -196, -180, -164, -148, -132,
        -120, -112, -104, -96, -88, -80, -72, -64, -56, -48, -40, -32, -24, -16, -8, 0,
    ];

    private static readonly short[] ALaw =
    [
        -5504, -5248, -6016, -5760, -4480, -4224, -4992, -4736, -7552, -7296, -8064, -7808, -6528, -6272, -7040, -6784,
        -2752, -2624, -3008, -2880, -2240, -2112, -2496, -2368, -3776, -3648, -4032, -3904, -3264, -3136, -3520, -3392,
        -22016, -20992, -24064, -23040, -17920, -16896, -19968, -18944, -30208, -29184, -32256, -31232, -26112, -25088, -28160, -27136,
        -11008, -10496, -12032, -11520, -8960, -8448, -9984, -9472, -15104, -14592, -16128, -15616, -13056, -12544, -14080, -13568,
        -344, -328, -376, -360, -280, -264, -312, -296, -472, -456, -504, -488, -408, -392, -440, -424,
        -88, -72, -120, -104, -24, -8, -56, -40, -216, -200, -248, -232, -152, -136, -184, -168,
        -1376, -1312, -1504, -1440, -1120, -1056, -1248, -1184, -1888, -1824, -2016, -1952, -1632, -1568, -1760, -1696,
        -688, -656, -752, -720, -560, -528, -624, -592, -944, -912, -1008, -976, -816, -784, -880, -848,
    ];

    private static readonly byte[] Codes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
    private static readonly short[] Everything = [.. Enumerable.Range(short.MinValue, 65536).Select(i => (short)i)];

    [Fact]
    public void Every_code_has_its_value()
    {
        Decode(G711.FromMuLaw, Codes).ShouldBe([.. MuLaw, .. MuLaw.Select(s => (short)-s)]);
        Decode(G711.FromALaw, Codes).ShouldBe([.. ALaw, .. ALaw.Select(s => (short)-s)]);
    }

    [Fact]
    public void A_decoded_code_is_encoded_as_itself()
    {
        // Mu-law has two zeros; the positive one is written.
        Encode(G711.ToMuLaw, Decode(G711.FromMuLaw, Codes)).ShouldBe(Codes.Select(c => c == 0x7F ? (byte)0xFF : c));
        Encode(G711.ToALaw, Decode(G711.FromALaw, Codes)).ShouldBe(Codes);
    }

    [Fact]
    public void Every_sample_keeps_its_order_and_is_off_by_half_a_step_at_most()
    {
        var muLaw = Decode(G711.FromMuLaw, Encode(G711.ToMuLaw, Everything));
        var aLaw = Decode(G711.FromALaw, Encode(G711.ToALaw, Everything));
        for (var i = 0; i < Everything.Length; i++)
        {
            var magnitude = Math.Abs((int)Everything[i]);

            // A step is a sixteenth of the power of two below the magnitude, which mu-law counts from its bias; the last of mu-law ends early.
            Math.Abs(muLaw[i] - Everything[i]).ShouldBeLessThanOrEqualTo(magnitude > 32_635 ? 644 : Math.Max(4, PowerBelow(magnitude + 0x84) / 32));
            Math.Abs(aLaw[i] - Everything[i]).ShouldBeLessThanOrEqualTo(Math.Max(8, PowerBelow(magnitude) / 32));
            (i == 0 || (muLaw[i] >= muLaw[i - 1] && aLaw[i] >= aLaw[i - 1])).ShouldBeTrue();
        }
    }

    [Fact]
    public void Too_little_room_is_refused()
    {
        Should.Throw<ArgumentException>(() => G711.FromMuLaw(new byte[2], new short[1]));
        Should.Throw<ArgumentException>(() => G711.FromALaw(new byte[2], new short[1]));
        Should.Throw<ArgumentException>(() => G711.ToMuLaw(new short[2], new byte[1]));
        Should.Throw<ArgumentException>(() => G711.ToALaw(new short[2], new byte[1]));
    }

    private delegate int Decoder(ReadOnlySpan<byte> bytes, Span<short> samples);

    private delegate int Encoder(ReadOnlySpan<short> samples, Span<byte> bytes);

    private static short[] Decode(Decoder decode, byte[] codes)
    {
        var samples = new short[codes.Length];
        decode(codes, samples).ShouldBe(codes.Length);
        return samples;
    }

    private static byte[] Encode(Encoder encode, short[] samples)
    {
        var codes = new byte[samples.Length];
        encode(samples, codes).ShouldBe(samples.Length);
        return codes;
    }

    private static int PowerBelow(int value)
    {
        var power = 1;
        while (power * 2 <= value)
        {
            power *= 2;
        }

        return power;
    }
}
