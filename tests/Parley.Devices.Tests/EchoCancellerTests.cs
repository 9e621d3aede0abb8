using Parley.Audio;
using Parley.Audio.Tests;
using Parley.Audio.VoiceActivity;
using Parley.Devices.Echo;

namespace Parley.Devices.Tests;

public sealed class EchoCancellerTests
{
    private const int Rate = 16_000;
    private static readonly PcmFormat Format = new(Rate);

    [Fact]
    public void The_speakers_own_voice_goes_and_the_talker_stays()
    {
        var played = Recordings.Read("librivox/sense_and_sensibility_01_austen_64kb-0870.wav", "librivox/sense_and_sensibility_01_austen_64kb-0890.wav");
        var echo = Room(played, delayMilliseconds: 70);
        var clean = Run(played, echo);

        Level(clean, 3 * Rate).ShouldBeLessThan(Level(echo, 3 * Rate) - 20);
        Utterances(echo).ShouldBeGreaterThan(0, "without cancellation the echo is speech");
        Utterances(clean).ShouldBe(0, "echo alone must not interrupt");

        // A person who talks into it is heard: barge-in.
        var person = Recordings.Read("goforward.raw");
        var both = (short[])echo.Clone();
        var at = 6 * Rate;
        for (var i = 0; i < person.Length && at + i < both.Length; i++)
        {
            both[at + i] = (short)Math.Clamp(both[at + i] + (4 * person[i]), short.MinValue, short.MaxValue);
        }

        Utterances(Run(played, both)).ShouldBe(1, "the person");
    }

    [Fact]
    public void With_nothing_played_the_microphone_is_untouched()
    {
        var person = Recordings.Read("goforward.raw");
        Run(new short[person.Length], person).ShouldBe(person[..(person.Length / 320 * 320)]);
    }

    [Fact]
    public void Bursts_and_a_late_reader_do_not_break_the_pairing()
    {
        var played = Recordings.Read("librivox/sense_and_sensibility_01_austen_64kb-0870.wav", "librivox/sense_and_sensibility_01_austen_64kb-0890.wav");
        var echo = Room(played, delayMilliseconds: 90);
        using var canceller = new EchoCanceller(Format);

        // What a speaker had played before the microphone was opened must not stand between the two.
        canceller.Played(new short[Rate]);
        var clean = new short[echo.Length];
        for (var at = 0; at + 640 <= echo.Length; at += 640)
        {
            canceller.Played(played.AsSpan(at, 640));
            canceller.Process(echo.AsSpan(at, 320), clean.AsSpan(at));
            canceller.Process(echo.AsSpan(at + 320, 320), clean.AsSpan(at + 320));
        }

        Level(clean, 6 * Rate).ShouldBeLessThan(Level(echo, 6 * Rate) - 15);
    }

    [Fact]
    public void Allocates_nothing_and_passes_through_once_disposed()
    {
        var canceller = new EchoCanceller(Format);
        var frame = new short[320];
        frame[5] = 1_000;
        var clean = new short[320];
        void Step()
        {
            canceller.Played(frame);
            canceller.Process(frame, clean);
        }

        Allocations.Of(Step).ShouldBe(0);
        Should.Throw<ArgumentException>(() => canceller.Process(new short[319], clean));
        Should.Throw<ArgumentOutOfRangeException>(() => new EchoCanceller(Format, TimeSpan.FromMilliseconds(10)));
        canceller.Dispose();
        canceller.Dispose();
        canceller.Process(frame, clean);
        clean.ShouldBe(frame);
    }

    private static short[] Run(short[] played, short[] captured)
    {
        using var canceller = new EchoCanceller(Format);
        var clean = new short[captured.Length / 320 * 320];
        for (var at = 0; at < clean.Length; at += 320)
        {
            canceller.Played(played.AsSpan(at, 320));
            canceller.Process(captured.AsSpan(at, 320), clean.AsSpan(at));
        }

        return clean;
    }

    /// <summary>A small room: a delay, a first sound 10 dB down, reflections that die away over 60 ms, and noise at -70 dBFS.</summary>
    private static short[] Room(short[] played, int delayMilliseconds)
    {
        var random = new Random(9);
        var taps = Enumerable.Range(0, Rate * 60 / 1000).Select(i => i == 0 ? 0.32 : 0.1 * (random.NextDouble() - 0.5) * Math.Exp(-i / 200.0)).ToArray();
        var delay = Rate * delayMilliseconds / 1000;
        var echo = new short[played.Length];
        for (var i = delay; i < echo.Length; i++)
        {
            var sum = (random.NextDouble() - 0.5) * 36;
            for (var j = 0; j < taps.Length && j <= i - delay; j++)
            {
                sum += taps[j] * played[i - delay - j];
            }

            echo[i] = (short)sum;
        }

        return echo;
    }

    private static double Level(short[] samples, int from)
    {
        var sum = samples.Skip(from).Sum(s => (double)s * s);
        return 10 * Math.Log10((sum / (samples.Length - from)) + 1);
    }

    private static int Utterances(short[] samples)
    {
        var detector = new EnergyVoiceActivityDetector(Rate);
        var gate = new SpeechGate(Rate);
        var count = 0;
        for (var at = 0; at + 320 <= samples.Length; at += 320)
        {
            var e = gate.Process(detector.Process(samples.AsSpan(at, 320)), 320);
            count += e is { Kind: SpeechGateEventKind.Started } ? 1 : 0;
        }

        return count;
    }
}
