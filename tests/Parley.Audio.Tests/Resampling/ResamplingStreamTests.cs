using Parley.Audio.Resampling;

namespace Parley.Audio.Tests.Resampling;

public sealed class ResamplingStreamTests
{
    private static readonly short[] Noise = Signals.WhiteNoise(44_100, 0.7, 0.1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_source_at_another_rate_gives_all_of_it()
    {
        await using var source = new ResamplingSource(new MemorySource(new PcmFormat(44_100), Noise), 16_000);
        source.Format.SampleRate.ShouldBe(16_000);
        var samples = new List<short>();
        var buffer = new short[77];
        while (await source.ReadAsync(buffer, Token) is var count && count > 0)
        {
            samples.AddRange(buffer.AsSpan(0, count));
        }

        samples.ToArray().ShouldBe(Whole());
        (await source.ReadAsync(buffer, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_sink_at_another_rate_plays_all_of_it_with_the_drain()
    {
        var memory = new MemorySink(PcmFormat.Speech16K);
        await using var sink = new ResamplingSink(memory, 44_100);
        await sink.WriteAsync(Noise.AsMemory(0, 1_000), Token);
        await sink.WriteAsync(Noise.AsMemory(1_000), Token);
        await sink.DrainAsync(Token);
        memory.ToArray().ShouldBe(Whole());
        sink.PlayedSamples.ShouldBeInRange(Noise.Length - 3, Noise.Length + 3);

        // What was cut off by a clear does not sound in what follows.
        await sink.WriteAsync(Noise, Token);
        sink.Clear();
        var before = memory.ToArray().Length;
        await sink.WriteAsync(new short[4_410], Token);
        await sink.DrainAsync(Token);
        memory.ToArray()[before..].ShouldAllBe(s => s == 0);
    }

    private static short[] Whole()
    {
        var resampler = new Resampler(44_100, 16_000);
        var output = new short[resampler.MaxOutputLength(Noise.Length)];
        var written = resampler.Process(Noise, output);
        return output[..(written + resampler.Flush(output.AsSpan(written)))];
    }
}
