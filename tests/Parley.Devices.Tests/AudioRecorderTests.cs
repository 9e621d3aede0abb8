using Parley.Audio;

namespace Parley.Devices.Tests;

public sealed class AudioRecorderTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly AudioQueue _queue = new(PcmFormat.Speech16K, TimeSpan.FromSeconds(1));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frames_have_one_length_and_the_last_may_be_shorter()
    {
        var samples = Numbers(0, 1_000);
        await using var recorder = new AudioRecorder(new MemorySource(PcmFormat.Speech16K, samples));
        var lengths = new List<int>();
        var all = new List<short>();
        await foreach (var frame in recorder.ReadFramesAsync(Token))
        {
            lengths.Add(frame.Length);
            all.AddRange(frame.Span);
        }

        lengths.ShouldBe([320, 320, 320, 40]);
        all.ToArray().ShouldBe(samples);
        recorder.CapturedSamples.ShouldBe(1_000);
    }

    [Fact]
    public async Task A_handler_gets_frames_until_the_recording_is_stopped_and_it_can_start_again()
    {
        await using var recorder = new AudioRecorder(_queue, TimeSpan.FromMilliseconds(100));
        recorder.FrameLength.ShouldBe(1_600);
        for (var round = 0; round < 3; round++)
        {
            var frames = System.Threading.Channels.Channel.CreateUnbounded<short[]>();
            recorder.Start((frame, _) => frames.Writer.WriteAsync(frame.ToArray(), CancellationToken.None));
            recorder.IsRecording.ShouldBeTrue();
            Should.Throw<InvalidOperationException>(() => recorder.Start((_, _) => default));
            _queue.Push(Numbers(round, 1_600));
            (await frames.Reader.ReadAsync(Token).AsTask().WaitAsync(Deadline, Token)).ShouldBe(Numbers(round, 1_600));
            await recorder.StopAsync().WaitAsync(Deadline, Token);
            recorder.IsRecording.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Muted_frames_are_thrown_away()
    {
        await using var recorder = new AudioRecorder(_queue) { IsMuted = true };
        var frames = recorder.ReadFramesAsync(Token).GetAsyncEnumerator(Token);
        var next = frames.MoveNextAsync().AsTask();
        _queue.Push(Numbers(0, 320));
        while (recorder.CapturedSamples < 320)
        {
            await Task.Yield();
        }

        next.IsCompleted.ShouldBeFalse();
        recorder.Level.Rms.ShouldBe(0);
        recorder.IsMuted = false;
        _queue.Push(Numbers(320, 320));
        (await next.WaitAsync(Deadline, Token)).ShouldBeTrue();
        frames.Current.Span[0].ShouldBe((short)320);
        await frames.DisposeAsync();
    }

    [Fact]
    public async Task A_failing_source_and_a_throwing_handler_end_the_recording_with_their_error()
    {
        await using var recorder = new AudioRecorder(_queue);
        recorder.Start((_, _) => throw new InvalidDataException("handler"));
        _queue.Push(Numbers(0, 320));
        await Should.ThrowAsync<InvalidDataException>(recorder.Completion.WaitAsync(Deadline, Token));
        recorder.Start((_, _) => default);
        _queue.Complete(new AudioDeviceException("unplugged"));
        await Should.ThrowAsync<AudioDeviceException>(recorder.Completion.WaitAsync(Deadline, Token));
        await Should.ThrowAsync<AudioDeviceException>(recorder.StopAsync());
    }

    [Fact]
    public async Task Disposing_stops_a_recording_that_waits()
    {
        var recorder = new AudioRecorder(_queue);
        recorder.Start((_, _) => default);
        await recorder.DisposeAsync().AsTask().WaitAsync(Deadline, Token);
        await recorder.DisposeAsync();
        recorder.Completion.IsCompletedSuccessfully.ShouldBeTrue();
        Should.Throw<ObjectDisposedException>(() => recorder.Start((_, _) => default));
    }

    private static short[] Numbers(int from, int count) => [.. Enumerable.Range(from, count).Select(i => (short)i)];
}
