using System.Diagnostics;
using Parley.Audio;
using Parley.Audio.VoiceActivity;
using Parley.Audio.Wav;
using Parley.Devices.Echo;

namespace Parley.Devices.Tests;

/// <summary>Real devices' code against a real sound server; the devices are null sinks.</summary>
[Collection(nameof(PulseAudioServer))]
public sealed class PulseAudioTests(PulseAudioServer server) : IClassFixture<PulseAudioServer>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Devices_are_listed_with_their_defaults_and_nothing_is_printed()
    {
        IReadOnlyList<AudioDevice> devices = [];
        StandardError.During(() => devices = AudioDevices.List()).ShouldBeEmpty();
        devices.Single(d => d.IsDefaultInput).InputChannels.ShouldBeGreaterThan(0);
        devices.Single(d => d.IsDefaultOutput).OutputChannels.ShouldBeGreaterThan(0);
        devices.ShouldContain(d => d.Name == "pulse");
    }

    [Fact]
    public void An_unknown_device_is_refused_with_the_names_there_are()
    {
        var error = Should.Throw<AudioDeviceException>(() => Microphone.Open(new() { Device = "no such thing" }));
        error.Problem.ShouldBe(AudioDeviceProblem.UnknownDevice);
        error.Message.ShouldContain("\"pulse\"");
        Should.Throw<AudioDeviceException>(() => Speaker.Open(new() { Device = "no such thing" })).Problem.ShouldBe(AudioDeviceProblem.UnknownDevice);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Microphone.Open(new() { SampleRate = 7_999 }));
        Should.Throw<ArgumentOutOfRangeException>(() => Microphone.Open(new() { Buffer = TimeSpan.FromMilliseconds(39) }));
        Should.Throw<ArgumentOutOfRangeException>(() => Speaker.Open(new() { Buffer = TimeSpan.FromSeconds(11) }));
        using var echo = new EchoCanceller(new PcmFormat(8_000));
        Should.Throw<ArgumentException>(() => Microphone.Open(new() { EchoCanceller = echo }));
    }

    [Fact]
    public async Task What_is_said_into_the_microphone_is_heard_as_speech()
    {
        await using var microphone = Microphone.Open(new() { Device = "pulse" });
        await using var recorder = new AudioRecorder(microphone);
        var path = Path.GetTempFileName();
        try
        {
            await using (var writer = WavWriter.Create(path, PcmFormat.Speech16K))
            {
                await writer.WriteAsync(Recordings.Read("goforward.raw"), Token);
            }

            var spoken = server.RunAsync("paplay", "--device=mic", path);
            var detector = new EnergyVoiceActivityDetector(16_000);
            var gate = new SpeechGate(16_000);
            var loudest = -96f;
            await foreach (var frame in recorder.ReadFramesAsync(Token).WithDeadline(Deadline))
            {
                loudest = Math.Max(loudest, recorder.Level.RmsDecibels);
                if (gate.Process(detector.Process(frame.Span), frame.Length) is { Kind: SpeechGateEventKind.Ended } end)
                {
                    end.Position.ShouldBeGreaterThan(8_000);
                    break;
                }
            }

            await spoken;
            loudest.ShouldBeInRange(-45, -5);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task What_is_played_comes_out_of_the_speaker_and_is_counted()
    {
        using var listener = server.Start("parecord", "--raw", "--device=spk.monitor", "--format=s16le", "--rate=16000", "--channels=1");
        var heard = HearToneAsync(listener);
        await using (var speaker = Speaker.Open(new() { SampleRate = 22_050 }))
        {
            var tone = Tone(22_050, 1);
            while (!heard.IsCompleted)
            {
                await speaker.WriteAsync(tone, Token).AsTask().WaitAsync(Deadline, Token);
            }

            speaker.Level.RmsDecibels.ShouldBe(-13, 1);
            await speaker.DrainAsync(Token).AsTask().WaitAsync(Deadline, Token);
            (speaker.PlayedSamples % tone.Length).ShouldBe(0);
            speaker.PlayedSamples.ShouldBeGreaterThan(0);
        }

        (await heard).ShouldBeTrue();
        listener.Kill();
    }

    [Fact]
    public async Task A_clear_drops_what_was_not_played_and_frees_the_writer()
    {
        await using var speaker = Speaker.Open();
        var write = speaker.WriteAsync(Tone(24_000, 20), Token).AsTask();
        while (speaker.PlayedSamples == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }

        while (!write.IsCompleted)
        {
            speaker.Clear();
            await Task.Yield();
        }

        await write;
        speaker.Clear();
        await speaker.DrainAsync(Token).AsTask().WaitAsync(Deadline, Token);
        var played = speaker.PlayedSamples;
        played.ShouldBeLessThan(20 * 24_000);

        await speaker.WriteAsync(Tone(24_000, 0.1), Token).AsTask().WaitAsync(Deadline, Token);
        await speaker.DrainAsync(Token).AsTask().WaitAsync(Deadline, Token);
        (speaker.PlayedSamples - played).ShouldBe(2_400);
    }

    [Fact]
    public async Task A_slow_reader_loses_the_oldest_and_is_told_how_much()
    {
        await using var microphone = Microphone.Open(new() { Buffer = TimeSpan.FromMilliseconds(40) });
        while (microphone.DroppedSamples == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }

        (await microphone.ReadAsync(new short[16_000], Token)).ShouldBeInRange(1, 640);
    }

    [Fact]
    public async Task An_open_microphone_beside_the_speaker_does_not_hear_it()
    {
        using var canceller = new EchoCanceller(PcmFormat.Speech16K);
        await using var speaker = Speaker.Open(new() { EchoCanceller = canceller });
        await using var microphone = Microphone.Open(new() { EchoCanceller = canceller });
        await using var plain = Microphone.Open();
        await using var room = await server.EchoAsync(20);
        var speech = Resampled(Recordings.Read("librivox/sense_and_sensibility_01_austen_64kb-0870.wav", "librivox/sense_and_sensibility_01_austen_64kb-0890.wav"), 24_000);
        using var playing = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var play = Task.Run(
            async () =>
            {
                while (true)
                {
                    await speaker.WriteAsync(speech, playing.Token);
                }
            },
            Token);

        // Three seconds of echo at a time, after four for adapting. A drop-out makes the canceller adapt anew: then the next three seconds
        // count, up to a minute. A machine without a quiet three seconds still hears the difference; how good it gets is tested in memory.
        const int Adapting = 200, Window = 150, Most = 3_000;
        var left = double.PositiveInfinity;
        double clean = 0, echo = 0;
        var first = new short[320];
        var second = new short[320];
        for (var heard = 0; heard < Most && left >= -10;)
        {
            await FillAsync(plain, first);
            await FillAsync(microphone, second);
            var power = Power(first);
            heard += power > 1e-5 ? 1 : 0;
            if (heard <= Adapting)
            {
                continue;
            }

            echo += power;
            clean += Power(second);
            if (power > 1e-5 && (heard - Adapting) % Window == 0)
            {
                left = Math.Min(left, 10 * Math.Log10(clean / echo));
                (clean, echo) = (0, 0);
            }
        }

        playing.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(play);
        left.ShouldBeLessThan(-5, "decibels of the echo that are left");
    }

    private static double Power(short[] samples) => samples.Average(s => s / 32768.0 * s / 32768.0);

    private static async Task FillAsync(Microphone microphone, short[] frame)
    {
        for (var held = 0; held < frame.Length;)
        {
            held += await microphone.ReadAsync(frame.AsMemory(held), Token).AsTask().WaitAsync(Deadline, Token);
        }
    }

    private static short[] Resampled(short[] samples, int rate)
    {
        var resampler = new Parley.Audio.Resampling.Resampler(16_000, rate);
        var output = new short[resampler.MaxOutputLength(samples.Length)];
        return output[..resampler.Process(samples, output)];
    }

    private static short[] Tone(int rate, double seconds) =>
        [.. Enumerable.Range(0, (int)(rate * seconds)).Select(i => (short)(10_000 * Math.Sin(2 * Math.PI * 1_000 * i / rate)))];

    /// <summary>Whether 50 ms of a clean 1 kHz tone come out of the program.</summary>
    private static async Task<bool> HearToneAsync(Process listener)
    {
        var stream = listener.StandardOutput.BaseStream;
        var bytes = new byte[1_600];
        var samples = new short[800];
        using var late = new CancellationTokenSource(Deadline, TimeProvider.System);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token, late.Token);
        while (true)
        {
            await stream.ReadExactlyAsync(bytes, deadline.Token);
            Pcm16.FromBytes(bytes, samples);
            double re = 0, im = 0;
            for (var i = 0; i < samples.Length; i++)
            {
                re += samples[i] * Math.Cos(2 * Math.PI * i / 16);
                im += samples[i] * Math.Sin(2 * Math.PI * i / 16);
            }

            if (Math.Sqrt((re * re) + (im * im)) * 2 / samples.Length is > 9_000 and < 11_000)
            {
                return true;
            }
        }
    }
}
