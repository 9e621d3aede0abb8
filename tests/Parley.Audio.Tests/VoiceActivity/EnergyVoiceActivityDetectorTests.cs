using Parley.Audio.VoiceActivity;

namespace Parley.Audio.Tests.VoiceActivity;

public sealed class EnergyVoiceActivityDetectorTests
{
    public static TheoryData<int> Rates() => [.. Signals.UsualRates];

    public static TheoryData<string> Speech() => [.. Recordings.Names];

    [Theory]
    [MemberData(nameof(Rates))]
    public void Silence_steady_noise_and_steady_tones_are_not_speech(int rate)
    {
        Share(rate, new short[rate * 3]).ShouldBe(0);
        foreach (var rms in new[] { 0.001, 0.01, 0.1, 0.3 })
        {
            Share(rate, Signals.WhiteNoise(rate, 5, rms)).ShouldBeLessThan(0.01);
            Share(rate, [.. new short[rate * 2], .. Signals.WhiteNoise(rate, 5, rms), .. new short[rate]]).ShouldBeLessThan(0.01);
        }

        foreach (var hertz in new[] { 50, 100, 123, 220, 440, 1000, 3000 })
        {
            var tone = Signals.Tone(hertz, rate, 4);
            Utterances(rate, tone).ShouldBe(0, $"{hertz} Hz");
            Utterances(rate, [.. new short[rate], .. tone, .. new short[rate]]).ShouldBe(0, $"{hertz} Hz out of silence");
        }
    }

    [Theory]
    [MemberData(nameof(Speech))]
    public void People_are_heard_at_every_rate_and_as_one_utterance(string name)
    {
        foreach (var rate in Signals.UsualRates)
        {
            var speech = Recordings.Read(name, rate);
            Share(rate, speech).ShouldBeGreaterThan(0.5, $"at {rate} Hz");
            Utterances(rate, [.. speech, .. new short[rate]]).ShouldBe(1, $"at {rate} Hz");
        }
    }

    [Theory]
    [MemberData(nameof(Speech))]
    public void People_are_heard_when_quiet_and_through_noise(string name)
    {
        var speech = Recordings.Read(name);
        var quiet = (short[])speech.Clone();
        Pcm16.Amplify(quiet, 0.1f);
        Utterances(16_000, [.. quiet, .. new short[16_000]]).ShouldBe(1, "20 dB down");

        // Noise 15 dB below the speech, beginning two seconds before it.
        var level = Signals.Rms(speech) * 0.18;
        var noisy = Signals.WhiteNoise(16_000, 4 + (speech.Length / 16_000.0), level);
        for (var i = 0; i < speech.Length; i++)
        {
            noisy[i + 32_000] = (short)Math.Clamp(noisy[i + 32_000] + speech[i], short.MinValue, short.MaxValue);
        }

        Utterances(16_000, noisy).ShouldBe(1, "15 dB above noise");
    }

    [Fact]
    public void The_noise_floor_follows_the_noise_up_and_down()
    {
        var detector = new EnergyVoiceActivityDetector(16_000);
        Run(detector, Signals.WhiteNoise(16_000, 6, 0.01));
        detector.NoiseDecibels.ShouldBe(-40, 2);
        Run(detector, Signals.WhiteNoise(16_000, 6, 0.1));
        detector.NoiseDecibels.ShouldBe(-20, 2);
        Run(detector, Signals.WhiteNoise(16_000, 0.1, 0.003));
        detector.NoiseDecibels.ShouldBeLessThan(-45);
    }

    [Fact]
    public void Reset_hears_the_same_again()
    {
        var speech = Recordings.Read("goforward.raw");
        var detector = new EnergyVoiceActivityDetector(16_000);
        var first = Run(detector, speech);
        detector.Reset();
        Run(detector, speech).ShouldBe(first);
    }

    [Fact]
    public void Frames_of_another_length_are_refused() =>
        Should.Throw<ArgumentException>(() => new EnergyVoiceActivityDetector(16_000).Process(new short[319]));

    [Fact]
    public void Every_input_gives_a_probability()
    {
        var random = new Random(5);
        var detector = new EnergyVoiceActivityDetector(8_000);
        var frame = new short[160];
        for (var i = 0; i < 5000; i++)
        {
            var amplitude = random.Next(32768);
            for (var j = 0; j < frame.Length; j++)
            {
                frame[j] = (short)(random.Next(8) == 0 ? random.Next(-amplitude, amplitude + 1) : amplitude);
            }

            detector.Process(frame).ShouldBeInRange(0f, 1f);
        }
    }

    [Fact]
    public void Allocates_nothing()
    {
        var detector = new EnergyVoiceActivityDetector(16_000);
        var speech = Recordings.Read("goforward.raw");
        Allocations.Of(() =>
        {
            for (var i = 0; i + 320 <= speech.Length; i += 320)
            {
                detector.Process(speech.AsSpan(i, 320));
            }
        }).ShouldBe(0);
    }

    private static float[] Run(EnergyVoiceActivityDetector detector, short[] samples)
    {
        var probabilities = new float[samples.Length / detector.FrameLength];
        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = detector.Process(samples.AsSpan(i * detector.FrameLength, detector.FrameLength));
        }

        return probabilities;
    }

    private static double Share(int rate, short[] samples) => Run(new(rate), samples).Average(p => p >= 0.5f ? 1.0 : 0.0);

    private static int Utterances(int rate, short[] samples)
    {
        var detector = new EnergyVoiceActivityDetector(rate);
        var gate = new SpeechGate(rate);
        return Run(detector, samples).Count(p => gate.Process(p, detector.FrameLength) is { Kind: SpeechGateEventKind.Started });
    }
}
