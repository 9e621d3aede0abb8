using Parley.Audio.Resampling;

namespace Parley.Audio.Tests.Resampling;

public sealed class ResamplerTests
{
    public static TheoryData<int, int> Pairs()
    {
        var pairs = new TheoryData<int, int>();
        foreach (var from in Signals.UsualRates)
        {
            foreach (var to in Signals.UsualRates)
            {
                pairs.Add(from, to);
            }
        }

        pairs.Add(8001, 47999);
        pairs.Add(47999, 8001);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_tone_in_the_pass_band_keeps_its_level_and_adds_nothing(int from, int to)
    {
        foreach (var share in new[] { 0.02, 0.3, 0.9 })
        {
            var hertz = Math.Min(from, to) / 2.0 * share;
            var output = Whole(from, to, Signals.Tone(hertz, from, 1));
            Signals.Decibels(Signals.AmplitudeAt(output, hertz, to, 500) / 0.5).ShouldBe(0, 0.1, $"{hertz} Hz");

            // What is not the tone: total power less the tone's.
            var total = Signals.Rms(output.AsSpan(500..^500));
            var tone = Signals.Tone(hertz, to, output.Length / (double)to)[..output.Length];
            Signals.Decibels(Difference(output, tone) / total).ShouldBeLessThan(-60, $"{hertz} Hz");
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_tone_above_the_output_band_does_not_come_back_as_an_alias(int from, int to)
    {
        if (to >= from)
        {
            return;
        }

        foreach (var hertz in new[] { to / 2.0 * 1.01, (to / 2.0 * 1.01 + from / 2.0) / 2, from / 2.0 * 0.99 })
        {
            if (hertz < to / 2.0 * 1.005)
            {
                continue;
            }

            var output = Whole(from, to, Signals.Tone(hertz, from, 0.5));
            Signals.Decibels(Signals.Rms(output.AsSpan(500..^500)) / Math.Sqrt(0.125)).ShouldBeLessThan(-60, $"{hertz} Hz");
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Split_anywhere_equals_whole_and_the_length_is_exact(int from, int to)
    {
        var random = new Random(from ^ to);
        var input = Signals.WhiteNoise(from, 0.3, 0.2);
        input = input[..(input.Length - random.Next(100))];
        var whole = Whole(from, to, input);
        whole.Length.ShouldBe((int)((((long)input.Length * to) + from - 1) / from));

        var resampler = new Resampler(from, to);
        for (var round = 0; round < 2; round++)
        {
            var output = new List<short>();
            for (var at = 0; at < input.Length;)
            {
                var count = Math.Min(input.Length - at, random.Next(4) == 0 ? random.Next(3000) : random.Next(5));
                var buffer = new short[resampler.MaxOutputLength(count)];
                var expected = resampler.OutputLength(count);
                resampler.Process(input.AsSpan(at, count), buffer).ShouldBe(expected);
                output.AddRange(buffer.AsSpan(0, expected));
                at += count;
            }

            var rest = new short[resampler.FlushLength];
            resampler.Flush(rest).ShouldBe(rest.Length);
            output.AddRange(rest);
            output.ToArray().ShouldBe(whole);
        }
    }

    [Theory]
    [InlineData(16_000, 24_000)]
    [InlineData(48_000, 16_000)]
    [InlineData(44_100, 8_000)]
    public void Output_comes_after_the_stated_latency(int from, int to)
    {
        var resampler = new Resampler(from, to);
        resampler.Latency.ShouldBeLessThan(TimeSpan.FromMilliseconds(8));
        resampler.OutputLength(resampler.LatencySamples).ShouldBe(0);
        resampler.OutputLength(resampler.LatencySamples + 1).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_click_stays_where_it_was()
    {
        var input = new short[48_000];
        input[24_000] = 30_000;
        var output = Whole(48_000, 16_000, input);
        Array.IndexOf(output, output.Max()).ShouldBe(8_000);
    }

    [Fact]
    public void Full_scale_clamps_instead_of_wrapping()
    {
        var square = new short[16_000];
        for (var i = 0; i < square.Length; i++)
        {
            square[i] = i / 100 % 2 == 0 ? short.MaxValue : short.MinValue;
        }

        var output = Whole(16_000, 48_000, square);
        for (var i = 3000; i < 40_000; i++)
        {
            // In the middle of each half wave the sign must be the input's.
            if (i % 300 == 150)
            {
                Math.Sign(output[i]).ShouldBe(Math.Sign(square[i / 3]));
            }
        }
    }

    [Fact]
    public void Too_little_room_is_refused_and_nothing_is_lost()
    {
        var input = Signals.Tone(440, 16_000, 0.1);
        var resampler = new Resampler(16_000, 48_000);
        Should.Throw<ArgumentException>(() => resampler.Process(input, new short[10]));
        var output = new short[10_000];
        var written = resampler.Process(input, output);
        Should.Throw<ArgumentException>(() => resampler.Flush(new short[1]));
        written += resampler.Flush(output.AsSpan(written));
        output[..written].ShouldBe(Whole(16_000, 48_000, input));
    }

    [Fact]
    public void Rates_out_of_range_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Resampler(7999, 16_000));
        Should.Throw<ArgumentOutOfRangeException>(() => new Resampler(16_000, 48_001));
    }

    [Fact]
    public void Allocates_nothing()
    {
        var resampler = new Resampler(48_000, 16_000);
        var input = new short[960];
        var output = new short[400];
        Allocations.Of(() => resampler.Process(input, output)).ShouldBe(0);
    }

    private static short[] Whole(int from, int to, short[] input)
    {
        var resampler = new Resampler(from, to);
        var output = new short[resampler.MaxOutputLength(input.Length) + 1];
        var written = resampler.Process(input, output);
        var total = written + resampler.FlushLength;
        Array.Resize(ref output, total);
        resampler.Flush(output.AsSpan(written)).ShouldBe(total - written);
        return output;
    }

    private static double Difference(short[] a, short[] b)
    {
        double sum = 0;
        for (var i = 500; i < a.Length - 500; i++)
        {
            sum += Math.Pow(a[i] - b[i], 2);
        }

        return Math.Sqrt(sum / (a.Length - 1000)) / 32768;
    }
}
