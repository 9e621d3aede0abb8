using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Parley.Audio;
using Parley.Server.VoxNexus.SpeechToText;

namespace Parley.Server.Tests.VoxNexus;

public sealed class AudioInputTests
{
    private static readonly short[] Tone = [.. Enumerable.Range(0, 1000).Select(i => (short)((i * 37) - 16000))];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1599)]
    [InlineData(5000)]
    public void Samples_may_be_cut_anywhere(int size) => Feed(new AudioInput(16_000), Bytes(Tone), size).ShouldBe(Tone);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(43)]
    [InlineData(4096)]
    public void A_wav_header_is_found_however_it_is_cut(int size) => Feed(new AudioInput(16_000), Wav(Tone, 16_000), size).ShouldBe(Tone);

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void A_header_may_leave_its_size_open(uint dataSize)
    {
        var wav = Wav(Tone, 16_000);
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(40), dataSize);
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(4), dataSize);
        Feed(new AudioInput(16_000), wav, 100).ShouldBe(Tone);
    }

    [Fact]
    public void The_headers_rate_wins()
    {
        var input = new AudioInput(16_000);
        Feed(input, Wav(Tone, 8_000), 300).Length.ShouldBe(2 * Tone.Length);
    }

    [Fact]
    public void Samples_that_merely_begin_like_a_header_are_samples()
    {
        byte[] bytes = [.. "RIFFxxxxNOPE and more of it."u8];
        Feed(new AudioInput(16_000), bytes, 3).ShouldBe(MemoryMarshal.Cast<byte, short>(bytes).ToArray());
    }

    [Fact]
    public void A_session_of_a_few_bytes_that_look_like_a_header_is_not_lost()
    {
        var input = new AudioInput(16_000);
        Feed(input, [.. "RIFF"u8], 4).ShouldBe(MemoryMarshal.Cast<byte, short>("RIFF"u8).ToArray());
    }

    [Fact]
    public void Each_session_begins_anew_and_drops_an_odd_byte()
    {
        var input = new AudioInput(16_000);
        Feed(input, [1, 0, 9], 3).ShouldBe([(short)1]);
        Feed(input, [2, 0], 2).ShouldBe([(short)2]);
        Feed(input, Wav(Tone, 16_000), 700).ShouldBe(Tone);
        Feed(input, [3, 0], 2).ShouldBe([(short)3]);
    }

    [Fact]
    public void A_codec_that_is_not_supported_ends_the_session_only()
    {
        var input = new AudioInput(16_000);
        var wav = Wav(Tone, 16_000);
        wav[20] = 0x55; // MP3 in WAV.
        Should.Throw<AudioFormatException>(() => Feed(input, wav, wav.Length)).Problem.ShouldBe(AudioFormatProblem.Unsupported);
        Feed(input, Bytes(Tone), 100).ShouldBeEmpty();
        Feed(input, Bytes(Tone), 100).ShouldBe(Tone);
    }

    private static short[] Feed(AudioInput input, byte[] bytes, int size)
    {
        List<short> samples = [];
        foreach (var chunk in bytes.Chunk(size))
        {
            var buffer = ArrayPool<short>.Shared.Rent((chunk.Length / 2) + 2);
            chunk.CopyTo(MemoryMarshal.AsBytes(buffer.AsSpan())[input.Lead..]);
            Keep(input.Take(buffer, chunk.Length));
        }

        Keep(input.EndSession());
        return [.. samples];

        void Keep(AudioBlock block)
        {
            samples.AddRange(block.Samples.Span);
            block.Release();
        }
    }

    private static byte[] Bytes(short[] samples) => MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();

    private static byte[] Wav(short[] samples, int rate)
    {
        var wav = new byte[44 + (samples.Length * 2)];
        Parley.Audio.Wav.WavHeader.Write(wav, new PcmFormat(rate), samples.Length * 2);
        Bytes(samples).CopyTo(wav, 44);
        return wav;
    }
}
