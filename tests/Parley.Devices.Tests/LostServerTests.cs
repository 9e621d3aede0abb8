namespace Parley.Devices.Tests;

/// <summary>A sound server that is not there, or goes away.</summary>
[Collection(nameof(PulseAudioServer))]
public sealed class LostServerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Without_any_device_the_error_says_so_and_nothing_is_printed()
    {
        PulseAudioServer.SetNative("PULSE_SERVER", "unix:/nonexistent/parley");
        StandardError.During(() =>
        {
            AudioDevices.List().ShouldBeEmpty();
            Should.Throw<AudioDeviceException>(() => Microphone.Open()).Problem.ShouldBe(AudioDeviceProblem.NoDevice);
            Should.Throw<AudioDeviceException>(() => Speaker.Open()).Problem.ShouldBe(AudioDeviceProblem.NoDevice);
        }).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_dies_is_an_error_for_the_reader_and_the_writer()
    {
        var server = new PulseAudioServer();
        await server.InitializeAsync();
        await using var microphone = Microphone.Open();
        await using var speaker = Speaker.Open();
        var buffer = new short[320];
        (await microphone.ReadAsync(buffer, Token).AsTask().WaitAsync(Deadline, Token)).ShouldBeGreaterThan(0);
        await server.DisposeAsync();
        await Should.ThrowAsync<AudioDeviceException>(async () =>
        {
            while (true)
            {
                await microphone.ReadAsync(buffer, Token).AsTask().WaitAsync(Deadline, Token);
            }
        });
        await Should.ThrowAsync<AudioDeviceException>(async () =>
        {
            while (true)
            {
                await speaker.WriteAsync(buffer, Token).AsTask().WaitAsync(Deadline, Token);
            }
        });
        await Should.ThrowAsync<AudioDeviceException>(async () => await speaker.DrainAsync(Token));
    }
}
