using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Devices.Native;
using Parley.Testing;

namespace Parley.Devices.Tests;

public sealed class AudioEndpointsTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_take_the_place_of_devices_in_real_time_and_at_the_rate_wanted()
    {
        var folder = Directory.CreateTempSubdirectory("parley-endpoints-").FullName;
        try
        {
            var path = Path.Combine(folder, "a.WAV");
            await using (var speaker = AudioEndpoints.OpenSink(path, 24_000, _time))
            {
                await speaker.WriteAsync(Enumerable.Repeat((short)1_000, 2_400).ToArray(), Token);
                var drain = speaker.DrainAsync(Token).AsTask();
                drain.IsCompleted.ShouldBeFalse();
                _time.Advance(TimeSpan.FromMilliseconds(100));
                await drain.WaitAsync(Deadline, Token);
            }

            await using (var written = await WavReader.OpenAsync(path, Token))
            {
                written.TotalSamples.ShouldBe(2_400);
                written.Format.SampleRate.ShouldBe(24_000);
            }

            await using var microphone = await AudioEndpoints.OpenSourceAsync(path, 16_000, _time, cancellationToken: Token);
            microphone.Format.ShouldBe(PcmFormat.Speech16K);
            var total = 0;
            var buffer = new short[320];
            while (true)
            {
                var read = microphone.ReadAsync(buffer, Token).AsTask();
                while (!read.IsCompleted && _time.ActiveTimers == 0)
                {
                    await Task.Yield();
                }

                _time.Advance(TimeSpan.FromMilliseconds(20));
                var count = await read.WaitAsync(Deadline, Token);
                total += count;
                if (count == 0)
                {
                    break;
                }
            }

            total.ShouldBe(1_600);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_WAV_file_is_said_to_be_none()
    {
        var path = Path.ChangeExtension(Path.GetTempFileName(), ".wav");
        await File.WriteAllTextAsync(path, "not a WAV file", Token);
        await Should.ThrowAsync<AudioFormatException>(async () => await AudioEndpoints.OpenSourceAsync(path, cancellationToken: Token));
        File.Delete(path);
        await Should.ThrowAsync<IOException>(async () => await AudioEndpoints.OpenSourceAsync(path, cancellationToken: Token));
    }

    [Fact]
    public void A_missing_library_is_an_ordinary_answer_and_its_error_names_the_package()
    {
        SharedLibrary.TryLoad("libparley-does-not-exist.so.1").ShouldBeNull();
        var error = AudioDeviceException.MissingLibrary("PortAudio", "libportaudio2", "");
        error.Problem.ShouldBe(AudioDeviceProblem.LibraryMissing);
        error.Message.ShouldContain("apt-get install libportaudio2");
        Should.Throw<AudioDeviceException>(() => SharedLibrary.TryLoad("libc.so.6")!.Get("no_such_function")).Problem.ShouldBe(AudioDeviceProblem.LibraryMissing);
    }
}
