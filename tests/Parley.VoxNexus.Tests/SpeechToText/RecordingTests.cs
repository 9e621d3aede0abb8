using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.SpeechToText;

public class RecordingTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ScriptedService _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_runs_until_it_is_stopped_and_may_begin_again()
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        await client.StartRecordingAsync(new ArraySource(16_000, SendingTests.Ramp(3_200), thenWait: true), Token);
        (await session.NextAudioAsync(Token)).Length.ShouldBe(1_600);
        (await session.NextAudioAsync(Token)).Length.ShouldBe(1_600);
        await Should.ThrowAsync<InvalidOperationException>(() => client.StartRecordingAsync(new ArraySource(16_000, []), Token));
        await client.StopRecordingAsync(Token).WaitAsync(Deadline, Token);
        await client.StopRecordingAsync(Token).WaitAsync(Deadline, Token);
        await client.StartRecordingAsync(new ArraySource(16_000, SendingTests.Ramp(1_600)), Token);
        (await session.NextAudioAsync(Token)).Length.ShouldBe(1_600);
    }

    [Fact]
    public async Task Disposing_the_client_ends_the_recording()
    {
        var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        await client.StartRecordingAsync(new ArraySource(16_000, [], thenWait: true), Token);
        var disposing = client.DisposeAsync().AsTask();
        await session.Closed.WaitAsync(Deadline, Token);
        await disposing.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task A_source_that_breaks_is_told_when_the_recording_is_stopped()
    {
        await using var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        await client.StartRecordingAsync(new BrokenSource(), Token);
        await Should.ThrowAsync<IOException>(client.StopRecordingAsync(Token).WaitAsync(Deadline, Token));
    }

    private sealed class BrokenSource : Parley.Audio.IAudioSource
    {
        public Parley.Audio.PcmFormat Format => Parley.Audio.PcmFormat.Speech16K;

        public ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default) =>
            ValueTask.FromException<int>(new IOException("unplugged"));

        public ValueTask DisposeAsync() => default;
    }
}
