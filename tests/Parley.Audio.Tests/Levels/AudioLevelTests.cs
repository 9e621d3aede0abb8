using Parley.Audio.Levels;

namespace Parley.Audio.Tests.Levels;

public sealed class AudioLevelTests
{
    [Theory]
    [InlineData(1.0, -3.01, 0)]
    [InlineData(0.5, -9.03, -6.02)]
    [InlineData(0.01, -43.01, -40)]
    public void A_sine_has_its_level(double amplitude, double rms, double peak)
    {
        var level = AudioLevel.Of(Signals.Tone(440, 48_000, 1, amplitude));
        level.RmsDecibels.ShouldBe((float)rms, 0.02f);
        level.PeakDecibels.ShouldBe((float)peak, 0.02f);
    }

    [Fact]
    public void Silence_and_nothing_read_the_floor()
    {
        AudioLevel.Of([]).RmsDecibels.ShouldBe(-96);
        AudioLevel.Of(new short[100]).PeakDecibels.ShouldBe(-96);
    }

    [Fact]
    public void The_negative_extreme_is_full_scale() =>
        AudioLevel.Of([short.MinValue]).ShouldBe(new AudioLevel(1, 1));

    [Fact]
    public void Every_length_measures_like_the_plain_sum()
    {
        var noise = Signals.WhiteNoise(16_000, 1, 0.3);
        for (var length = 1; length < noise.Length; length += 1 + (length / 7))
        {
            var part = noise.AsSpan(0, length);
            AudioLevel.Of(part).Rms.ShouldBe((float)Signals.Rms(part), 1e-5f);
            AudioLevel.Of(part).Peak.ShouldBe(part.ToArray().Max(s => Math.Abs((int)s)) / 32768f);
        }
    }

    [Fact]
    public void The_meter_steps_every_50_ms_and_its_peak_falls_slowly()
    {
        var meter = new LevelMeter(PcmFormat.Speech16K);
        meter.Process(Signals.Tone(1000, 16_000, 0.049));
        meter.Level.ShouldBe(AudioLevel.Silence);
        meter.Process(Signals.Tone(1000, 16_000, 0.051));
        meter.Level.RmsDecibels.ShouldBe(-9.03f, 0.1f);
        meter.Level.PeakDecibels.ShouldBe(-6.02f, 0.1f);
        meter.Process(new short[16_000]);
        meter.Level.RmsDecibels.ShouldBe(-96);
        meter.Level.PeakDecibels.ShouldBe(-26.02f, 0.1f);
        meter.Reset();
        meter.Level.ShouldBe(AudioLevel.Silence);
    }

    [Fact]
    public void Allocates_nothing()
    {
        var meter = new LevelMeter(PcmFormat.Speech16K);
        var samples = new short[1000];
        Allocations.Of(() => meter.Process(samples)).ShouldBe(0);
    }
}
