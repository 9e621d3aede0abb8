using System.Runtime.InteropServices;
using Parley.Audio.Wav;
using static Parley.Audio.Tests.Wav.WavBytes;

namespace Parley.Audio.Tests.Wav;

public sealed class WavDecoderTests
{
    private static readonly byte[] Mono16 = Format(1, 1, 16_000, 16);
    private static readonly short[] Three = [1, -2, 32767];

    public static TheoryData<string, byte[], short[]> Good() => new()
    {
        { "canonical", File(Mono16, Chunk("data", Samples(Three))), Three },
        { "8 bit", File(Format(1, 1, 8000, 8), Chunk("data", [0, 128, 255])), [-32768, 0, 32512] },
        { "24 bit", File(Format(1, 1, 8000, 24), Chunk("data", [0, 0, 0x80, 0x7F, 0x00, 0x00, 0x81, 0, 0, 0xFF, 0xFF, 0x7F])), [-32768, 0, 1, 32767] },
        { "32 bit", File(Format(1, 1, 48_000, 32), Chunk("data", [0, 0, 1, 0, 0, 0, 0, 0x80])), [1, -32768] },
        { "float", File(Format(3, 1, 44_100, 32), Chunk("data", Bytes([0.5f, -1f, 2f, float.NaN]))), [16384, -32768, 32767, 0] },
        { "double", File(Format(3, 1, 44_100, 64), Chunk("data", Bytes([0.5d, -1d, 2d]))), [16384, -32768, 32767] },
        { "stereo", File(Format(1, 2, 16_000, 16), Chunk("data", Samples(100, 300, -32768, -32768, 1, 2))), [200, -32768, 2] },
        { "six channels", File(Format(1, 6, 16_000, 16), Chunk("data", Samples(6, 12, 18, 24, 30, 36))), [21] },
        { "extensible PCM", File(Extensible(1, 1, 16_000, 16, 16), Chunk("data", Samples(Three))), Three },
        { "extensible float", File(Extensible(3, 2, 16_000, 32, 32), Chunk("data", Bytes([0.5f, 0f]))), [8192] },
        { "24 valid bits in 32", File(Extensible(1, 1, 16_000, 32, 24), Chunk("data", [0, 0, 1, 0])), [1] },
        { "12 bits in 16", File(Format(1, 1, 16_000, 12, 2), Chunk("data", Samples(16))), [16] },
        { "mu-law", File(Format(7, 1, 8000, 8), Chunk("data", [0x00, 0x80, 0xFF, 0x7F, 0x10])), [-32124, 32124, 0, 0, -15996] },
        { "A-law", File(Format(6, 1, 8000, 8), Chunk("data", [0x2A, 0xAA, 0xD5, 0x55])), [-32256, 32256, 8, -8] },
        { "stereo mu-law", File(Format(7, 2, 8000, 8), Chunk("data", [0x80, 0xFF, 0x80, 0x00])), [16062, 0] },
        { "extensible A-law", File(Extensible(6, 2, 8000, 8, 8), Chunk("data", [0xAA, 0x2A, 0xAA, 0xAA])), [0, 32256] },
        { "chunks around", File(Chunk("LIST", [1, 2, 3]), Mono16, Chunk("fact", U32(3)), Chunk("data", Samples(Three)), Chunk("id3 ", [9, 9, 9])), Three },
        { "format with extra size", File([.. "fmt "u8, .. U32(18), .. Mono16[8..], 0, 0], Chunk("data", Samples(Three))), Three },
        { "unknown 0", Riff(0, Mono16, Chunk("data", Samples(Three), 0)), Three },
        { "unknown 0, naive RIFF size", Riff(36, Mono16, Chunk("data", Samples(Three), 0)), Three },
        { "unknown all ones", Riff(uint.MaxValue, Mono16, Chunk("data", Samples(Three), uint.MaxValue)), Three },
        { "unknown 2^31-1", Riff(0x7FFFFFFF, Mono16, Chunk("data", Samples(Three), 0x7FFFFFFF)), Three },
        { "unknown as sox and espeak-ng say it", Riff(0x7FFFF024, Mono16, Chunk("data", Samples(Three), 0x7FFFF000)), Three },
        { "unknown and cut within a sample", Riff(0, Mono16, Chunk("data", [.. Samples(Three), 7], 0)), Three },
        { "really empty", File(Mono16, Chunk("data", []), Chunk("LIST", [1, 2, 3, 4])), [] },
        { "RF64", [.. "RF64"u8, .. U32(uint.MaxValue), .. "WAVE"u8, .. Chunk("ds64", [.. new byte[8], .. U32(6), .. new byte[16]]), .. Mono16, .. Chunk("data", [.. Samples(Three), 1, 2], uint.MaxValue)], Three },
    };

    public static TheoryData<string, byte[], AudioFormatProblem> Bad() => new()
    {
        { "empty", [], AudioFormatProblem.Truncated },
        { "text", "Hello there, I am text."u8.ToArray(), AudioFormatProblem.Malformed },
        { "MP3", [0xFF, 0xFB, 0x90, 0x64, 0, 0], AudioFormatProblem.Malformed },
        { "another RIFF", [.. "RIFF"u8, .. U32(100), .. "AVI "u8, 0, 0], AudioFormatProblem.Malformed },
        { "big-endian RIFX", [.. "RIFX"u8, .. U32(100), .. "WAVE"u8], AudioFormatProblem.Malformed },
        { "data first", File(Chunk("data", Samples(Three)), Mono16), AudioFormatProblem.Malformed },
        { "no data", File(Mono16), AudioFormatProblem.Malformed },
        { "empty format", File(Chunk("fmt ", [])), AudioFormatProblem.Malformed },
        { "short format", File(Chunk("fmt ", new byte[15])), AudioFormatProblem.Malformed },
        { "extensible without extension", File(Chunk("fmt ", [0xFE, 0xFF, .. new byte[14]])), AudioFormatProblem.Malformed },
        { "no channels", File(Format(1, 0, 16_000, 16, 2)), AudioFormatProblem.Malformed },
        { "frame size wrong", File(Format(1, 2, 16_000, 16, 3)), AudioFormatProblem.Malformed },
        { "frame size zero", File(Format(1, 1, 16_000, 16, 0)), AudioFormatProblem.Malformed },
        { "bits beyond frame", File(Format(1, 1, 16_000, 24, 2)), AudioFormatProblem.Malformed },
        { "no bits", File(Format(1, 1, 16_000, 0, 2)), AudioFormatProblem.Malformed },
        { "ADPCM", File(Format(2, 1, 16_000, 4, 256)), AudioFormatProblem.Unsupported },
        { "16-bit mu-law", File(Format(7, 1, 8000, 16)), AudioFormatProblem.Unsupported },
        { "16-bit A-law", File(Format(6, 1, 8000, 16)), AudioFormatProblem.Unsupported },
        { "GSM 6.10", File(Format(0x31, 1, 8000, 8)), AudioFormatProblem.Unsupported },
        { "MP3 in WAV", File(Format(0x55, 1, 8000, 8)), AudioFormatProblem.Unsupported },
        { "64-bit integers", File(Format(1, 1, 16_000, 64)), AudioFormatProblem.Unsupported },
        { "16-bit float", File(Format(3, 1, 16_000, 16)), AudioFormatProblem.Unsupported },
        { "96 kHz", File(Format(1, 1, 96_000, 16)), AudioFormatProblem.Unsupported },
        { "0 Hz", File(Format(1, 1, 0, 16)), AudioFormatProblem.Unsupported },
        { "4 GHz", File(Format(1, 1, -1, 16)), AudioFormatProblem.Unsupported },
        { "truncated header", File(Mono16, Chunk("data", Samples(Three)))[..30], AudioFormatProblem.Truncated },
        { "truncated audio", File(Mono16, Chunk("data", Samples(Three)))[..^1], AudioFormatProblem.Truncated },
        { "truncated before audio", File(Mono16, Chunk("data", Samples(Three)))[..^6], AudioFormatProblem.Truncated },
        { "endless junk chunk", Riff(0, Chunk("junk", new byte[100], 0xFFFFFFF0)), AudioFormatProblem.Truncated },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Reads_it_whole_and_split_at_every_byte(string name, byte[] file, short[] samples)
    {
        Decode(file).ShouldBe(samples, name);
        for (var split = 0; split <= file.Length; split++)
        {
            Decode(file[..split], file[split..]).ShouldBe(samples, $"{name}, split at {split}");
        }

        Decode([.. file.Select(b => new[] { b })]).ShouldBe(samples, $"{name}, byte by byte");
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Says_what_is_wrong_whole_and_byte_by_byte(string name, byte[] file, AudioFormatProblem problem)
    {
        Should.Throw<AudioFormatException>(() => Decode(file), name).Problem.ShouldBe(problem, name);
        Should.Throw<AudioFormatException>(() => Decode([.. file.Select(b => new[] { b })]), name).Problem.ShouldBe(problem, name);
    }

    [Fact]
    public void Tells_the_layout_as_soon_as_audio_begins()
    {
        var file = File(Format(1, 2, 44_100, 24), Chunk("data", new byte[60]));
        var decoder = new WavDecoder();
        decoder.Decode(file.AsSpan(0, 43), new short[43]).ShouldBe(0);
        decoder.Source.ShouldBeNull();
        decoder.Decode(file.AsSpan(43, 1), new short[1]).ShouldBe(0);
        decoder.Source.ShouldBe(new WavFormat(WavEncoding.Pcm, 44_100, 2, 24));
        decoder.Format.ShouldBe(new PcmFormat(44_100));
        decoder.TotalSamples.ShouldBe(10);
        decoder.IsEnded.ShouldBeFalse();
        decoder.Decode(file.AsSpan(44), new short[60]).ShouldBe(10);
        decoder.DecodedSamples.ShouldBe(10);
        decoder.IsEnded.ShouldBeTrue();
        decoder.Decode([1, 2, 3], new short[3]).ShouldBe(0);
    }

    [Fact]
    public void Damaged_files_give_samples_or_the_typed_error_and_nothing_else()
    {
        var random = new Random(3);
        var seeds = Good().Select(row => row.Data.Item2).ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var file = (byte[])seeds[random.Next(seeds.Length)].Clone();
            for (var damage = random.Next(1, 4); damage > 0; damage--)
            {
                file[random.Next(Math.Min(file.Length, 60))] = (byte)random.Next(256);
            }

            try
            {
                Decode(file[..random.Next(file.Length + 1)]);
            }
            catch (AudioFormatException)
            {
            }
        }
    }

    [Fact]
    public void Too_little_room_is_refused()
    {
        Should.Throw<ArgumentException>(() => new WavDecoder().Decode(new byte[10], new short[9]));
    }

    [Fact]
    public void Allocates_nothing_within_the_audio()
    {
        var decoder = new WavDecoder();
        var header = Riff(0, Format(1, 2, 48_000, 24), Chunk("data", [], 0));
        decoder.Decode(header, new short[header.Length]);
        var bytes = new byte[1001];
        var samples = new short[1001];
        Allocations.Of(() => decoder.Decode(bytes, samples)).ShouldBe(0);
    }

    [Theory]
    [InlineData("RIFF\0\0\0\0WAVEfmt ", true)]
    [InlineData("RIFF\0\0\0\0WA", true)]
    [InlineData("RI", true)]
    [InlineData("", true)]
    [InlineData("RF64\0\0\0\0WAVE", true)]
    [InlineData("RIFF\0\0\0\0AVI ", false)]
    [InlineData("Ri", false)]
    public void A_beginning_is_recognised(string start, bool matches) =>
        WavHeader.Matches(System.Text.Encoding.Latin1.GetBytes(start)).ShouldBe(matches);

    private static byte[] Bytes<T>(T[] values)
        where T : struct => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static short[] Decode(params byte[][] pieces)
    {
        var decoder = new WavDecoder();
        var samples = new List<short>();
        foreach (var piece in pieces)
        {
            var buffer = new short[piece.Length];
            samples.AddRange(buffer.AsSpan(0, decoder.Decode(piece, buffer)));
        }

        decoder.Complete();
        return [.. samples];
    }
}
