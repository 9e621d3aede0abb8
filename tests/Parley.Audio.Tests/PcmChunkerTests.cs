using FsCheck;
using FsCheck.Fluent;

namespace Parley.Audio.Tests;

public sealed class PcmChunkerTests
{
    [Fact]
    public void Any_split_gives_the_same_chunks_and_the_remainder()
    {
        var property = Prop.ForAll<byte[], int[]>((bytes, cuts) =>
        {
            var all = new byte[3000];
            new Random(bytes.Length).NextBytes(all);
            bytes.CopyTo(all, 0);
            all = all[..(2500 + (bytes.Length % 500))];
            var chunker = new PcmChunker(new PcmFormat(8000), TimeSpan.FromMilliseconds(20));
            var chunks = new List<byte>();
            var at = 0;
            var index = 0;
            while (at < all.Length)
            {
                var count = cuts.Length == 0 ? all.Length : Math.Abs(cuts[index++ % cuts.Length] % 700) + 1;
                ReadOnlySpan<byte> piece = all.AsSpan(at, Math.Min(count, all.Length - at));
                at += piece.Length;
                while (chunker.TryRead(ref piece, out var chunk))
                {
                    chunk.Length.ShouldBe(320);
                    chunks.AddRange(chunk.Span);
                }

                piece.Length.ShouldBe(0);
            }

            chunker.HeldBytes.ShouldBe(all.Length % 320);
            if (chunker.TryFlush(out var rest))
            {
                chunks.AddRange(rest.Span);
            }

            chunks.ToArray().ShouldBe(all[..(all.Length & ~1)]);
            chunker.TryFlush(out _).ShouldBeFalse();
        });
        property.QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Memory_and_samples_go_in_as_well()
    {
        var chunker = new PcmChunker(PcmFormat.Speech16K, TimeSpan.FromMilliseconds(100));
        chunker.ChunkBytes.ShouldBe(3200);
        ReadOnlyMemory<byte> bytes = new byte[5000];
        chunker.TryRead(ref bytes, out _).ShouldBeTrue();
        bytes.Length.ShouldBe(1800);
        chunker.TryRead(ref bytes, out _).ShouldBeFalse();
        ReadOnlySpan<short> samples = new short[701];
        chunker.TryRead(ref samples, out var chunk).ShouldBeTrue();
        chunk.Length.ShouldBe(3200);
        chunker.TryRead(ref samples, out _).ShouldBeFalse();
        chunker.HeldBytes.ShouldBe(2);
        bytes = new byte[1];
        chunker.TryRead(ref bytes, out _).ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() =>
        {
            ReadOnlySpan<short> more = new short[1];
            chunker.TryRead(ref more, out _);
        });
        chunker.Reset();
        chunker.HeldBytes.ShouldBe(0);
    }

    [Theory]
    [InlineData(19)]
    [InlineData(201)]
    [InlineData(-1)]
    public void Lengths_out_of_range_are_refused(int milliseconds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new PcmChunker(PcmFormat.Speech16K, TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Frames_are_cut_from_samples_split_anywhere()
    {
        var random = new Random(2);
        var all = Signals.WhiteNoise(16_000, 1, 0.1);
        var splitter = new FrameSplitter(512);
        var frames = new List<short>();
        for (var at = 0; at < all.Length;)
        {
            ReadOnlySpan<short> piece = all.AsSpan(at, Math.Min(random.Next(2000), all.Length - at));
            at += piece.Length;
            while (splitter.TryRead(ref piece, out var frame))
            {
                frame.Length.ShouldBe(512);
                frames.AddRange(frame);
            }
        }

        splitter.Held.ShouldBe(all.Length % 512);
        splitter.TryFlush(out var rest).ShouldBeTrue();
        frames.AddRange(rest);
        frames.ToArray().ShouldBe(all);
        splitter.TryFlush(out _).ShouldBeFalse();
    }

    [Fact]
    public void Allocates_nothing()
    {
        var chunker = new PcmChunker(PcmFormat.Speech16K, TimeSpan.FromMilliseconds(20));
        var splitter = new FrameSplitter(512);
        var bytes = new byte[1001];
        var samples = new short[700];
        Allocations.Of(() =>
        {
            ReadOnlySpan<byte> left = bytes;
            while (chunker.TryRead(ref left, out _))
            {
            }

            ReadOnlySpan<short> leftSamples = samples;
            while (splitter.TryRead(ref leftSamples, out _))
            {
            }
        }).ShouldBe(0);
    }
}
