using Parley.Audio.Wav;

namespace Parley.Audio.Tests.Wav;

public sealed class WavFileTests
{
    private static readonly short[] Speech = Signals.WhiteNoise(16_000, 1.3, 0.1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read_and_the_header_says_its_length()
    {
        var stream = new MemoryStream();
        stream.Write([1, 2, 3]);
        await using (var writer = new WavWriter(stream, PcmFormat.Speech16K, leaveOpen: true))
        {
            await writer.WriteAsync(Speech.AsMemory(0, 5), Token);
            await writer.WriteAsync(Speech.AsMemory(5), Token);
            writer.WrittenSamples.ShouldBe(Speech.Length);
        }

        var expected = new byte[44];
        WavHeader.Write(expected, PcmFormat.Speech16K, Speech.Length * 2);
        var file = stream.ToArray();
        file[..3].ShouldBe([1, 2, 3]);
        file[3..47].ShouldBe(expected);
        stream.Position = 3;
        await using var reader = await WavReader.OpenAsync(stream, cancellationToken: Token);
        reader.Format.ShouldBe(PcmFormat.Speech16K);
        reader.TotalSamples.ShouldBe(Speech.Length);
        (await ReadAll(reader)).ShouldBe(Speech);
        stream.CanRead.ShouldBeTrue();
        await reader.DisposeAsync();
        stream.CanRead.ShouldBeFalse();
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_says_unknown_and_is_read_to_its_end()
    {
        var stream = new MemoryStream();
        await using (var writer = new WavWriter(new OneWay(stream, 1 << 20), PcmFormat.Speech16K))
        {
            await writer.WriteAsync(Speech, Token);
        }

        var bytes = stream.ToArray();
        await using var reader = await WavReader.OpenAsync(new OneWay(new MemoryStream(bytes), 7), cancellationToken: Token);
        reader.TotalSamples.ShouldBeNull();
        (await ReadAll(reader)).ShouldBe(Speech);
    }

    [Fact]
    public async Task Nothing_written_is_a_good_empty_file()
    {
        var path = Path.GetTempFileName();
        try
        {
            await WavWriter.Create(path, new PcmFormat(24_000)).DisposeAsync();
            new FileInfo(path).Length.ShouldBe(44);
            await using var reader = await WavReader.OpenAsync(path, Token);
            reader.Format.SampleRate.ShouldBe(24_000);
            (await ReadAll(reader)).ShouldBeEmpty();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_file_that_ends_early_gives_what_is_there_and_then_the_error()
    {
        var file = WavBytes.File(WavBytes.Format(1, 1, 16_000, 16), WavBytes.Chunk("data", WavBytes.Samples(Speech)));
        await using var reader = await WavReader.OpenAsync(new MemoryStream(file[..^10]), cancellationToken: Token);
        var samples = new List<short>();
        var buffer = new short[1000];
        var error = await Should.ThrowAsync<AudioFormatException>(async () =>
        {
            while (true)
            {
                samples.AddRange(buffer.AsSpan(0, await reader.ReadAsync(buffer, Token)));
            }
        });
        error.Problem.ShouldBe(AudioFormatProblem.Truncated);
        samples.ToArray().ShouldBe(Speech[..^5]);
    }

    [Fact]
    public async Task A_refused_stream_is_closed()
    {
        var stream = new MemoryStream("not a WAV file at all"u8.ToArray());
        await Should.ThrowAsync<AudioFormatException>(async () => await WavReader.OpenAsync(stream, cancellationToken: Token));
        stream.CanRead.ShouldBeFalse();
    }

    [Fact]
    public void The_wire_header_refuses_what_does_not_fit()
    {
        Should.Throw<ArgumentException>(() => WavHeader.Write(new byte[43], PcmFormat.Speech16K));
        Should.Throw<ArgumentOutOfRangeException>(() => WavHeader.Write(new byte[44], PcmFormat.Speech16K, -1));
        Should.Throw<ArgumentOutOfRangeException>(() => WavHeader.Write(new byte[44], PcmFormat.Speech16K, uint.MaxValue - 35L));
        WavHeader.Write(new byte[44], PcmFormat.Speech16K, uint.MaxValue - 36L).ShouldBe(44);
    }

    private static async Task<short[]> ReadAll(WavReader reader)
    {
        var samples = new List<short>();
        var buffer = new short[333];
        while (await reader.ReadAsync(buffer, Token) is var count && count > 0)
        {
            samples.AddRange(buffer.AsSpan(0, count));
        }

        return [.. samples];
    }

    /// <summary>A pipe-like stream: no seeking, few bytes at a time.</summary>
    private sealed class OneWay(Stream inner, int most) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, most));

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
