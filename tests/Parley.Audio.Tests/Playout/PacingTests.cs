using Parley.Audio.Playout;
using Parley.Testing;

namespace Parley.Audio.Tests.Playout;

public sealed class PacingTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sender_stays_within_its_lead()
    {
        var clock = new PlayoutClock(PcmFormat.Speech16K, _time);
        using var pacer = new PlayoutPacer(clock, TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < 5; i++)
        {
            (await pacer.QueueAsync(320, Token).AsTask().WaitAsync(Deadline, Token)).ShouldBe(i * 320);
        }

        for (var i = 5; i < 50; i++)
        {
            var next = pacer.QueueAsync(320, Token).AsTask();
            next.IsCompleted.ShouldBeFalse();
            _time.Advance(TimeSpan.FromMilliseconds(20));
            (await next.WaitAsync(Deadline, Token)).ShouldBe(i * 320);
            clock.Ahead.ShouldBe(TimeSpan.FromMilliseconds(100));
        }
    }

    [Fact]
    public async Task A_chunk_longer_than_the_lead_waits_for_silence()
    {
        var clock = new PlayoutClock(PcmFormat.Speech16K, _time);
        using var pacer = new PlayoutPacer(clock, TimeSpan.FromMilliseconds(50));
        await pacer.QueueAsync(3_200, Token);
        var next = pacer.QueueAsync(3_200, Token).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(199));
        next.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await next.WaitAsync(Deadline, Token)).ShouldBe(3_200);
    }

    [Fact]
    public async Task A_pause_holds_the_sender_and_a_clear_lets_it_go()
    {
        var clock = new PlayoutClock(PcmFormat.Speech16K, _time);
        using var pacer = new PlayoutPacer(clock, TimeSpan.FromMilliseconds(20));
        await pacer.QueueAsync(320, Token);
        clock.Pause();
        var next = pacer.QueueAsync(320, Token).AsTask();
        _time.Advance(TimeSpan.FromMinutes(1));
        next.IsCompleted.ShouldBeFalse();
        clock.Clear();
        await next.WaitAsync(Deadline, Token);
        var last = pacer.QueueAsync(320, Token).AsTask();
        clock.Resume();
        _time.Advance(TimeSpan.FromMilliseconds(20));
        await last.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task A_cancelled_wait_queues_nothing_and_the_next_works()
    {
        var clock = new PlayoutClock(PcmFormat.Speech16K, _time);
        using var pacer = new PlayoutPacer(clock, TimeSpan.FromMilliseconds(20));
        await pacer.QueueAsync(320, Token);
        for (var i = 0; i < 3; i++)
        {
            using var cancel = new CancellationTokenSource();
            var next = pacer.QueueAsync(320, cancel.Token).AsTask();
            cancel.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(next.WaitAsync(Deadline, Token));
            clock.Queued.ShouldBe(320);
        }

        var last = pacer.QueueAsync(320, Token).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(20));
        (await last.WaitAsync(Deadline, Token)).ShouldBe(320);
    }

    [Fact]
    public async Task A_paced_source_delivers_when_a_microphone_would()
    {
        var noise = Signals.WhiteNoise(16_000, 0.05, 0.1);
        await using var source = new RealTimeSource(new MemorySource(PcmFormat.Speech16K, noise), _time);
        var buffer = new short[1_000];
        var first = source.ReadAsync(buffer, Token).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(19.9));
        first.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(0.1));
        (await first.WaitAsync(Deadline, Token)).ShouldBe(320);
        buffer[..320].ShouldBe(noise[..320]);

        // A late reader gets what is due without waiting.
        _time.Advance(TimeSpan.FromMilliseconds(25));
        (await source.ReadAsync(buffer, Token).AsTask().WaitAsync(Deadline, Token)).ShouldBe(320);
        var last = source.ReadAsync(buffer, Token).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(5));
        (await last.WaitAsync(Deadline, Token)).ShouldBe(160);
        (await source.ReadAsync(buffer, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_paced_sink_plays_in_real_time_and_hands_on_only_what_was_played()
    {
        var noise = Signals.WhiteNoise(16_000, 1, 0.1);
        var memory = new MemorySink(PcmFormat.Speech16K);
        var sink = new RealTimeSink(memory, _time, TimeSpan.FromMilliseconds(100));
        var write = sink.WriteAsync(noise.AsMemory(0, 8_000), Token).AsTask();
        write.IsCompleted.ShouldBeFalse();
        await AdvanceUntil(write, 20);

        // The clock may go a step further between a look at it and the wait that follows.
        var written = _time.GetUtcNow().Millisecond;
        written.ShouldBeInRange(400, 440);
        sink.PlayedSamples.ShouldBe(written * 16);
        await AdvanceUntil(sink.DrainAsync(Token).AsTask(), 20);
        sink.PlayedSamples.ShouldBe(8_000);
        memory.ToArray().ShouldBe(noise[..8_000]);

        // A barge-in: what was queued and not played never reaches the inner sink.
        await sink.WriteAsync(noise.AsMemory(8_000, 1_600), Token).AsTask().WaitAsync(Deadline, Token);
        _time.Advance(TimeSpan.FromMilliseconds(30));
        sink.Clear();
        _time.Advance(TimeSpan.FromMilliseconds(500));
        sink.PlayedSamples.ShouldBe(8_480);
        await sink.WriteAsync(noise.AsMemory(12_000, 320), Token).AsTask().WaitAsync(Deadline, Token);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        await sink.DisposeAsync();
        memory.ToArray().ShouldBe([.. noise[..8_480], .. noise[12_000..12_320]]);
    }

    [Fact]
    public async Task A_clear_frees_a_writer_that_waits_for_room()
    {
        await using var sink = new RealTimeSink(new MemorySink(PcmFormat.Speech16K), _time, TimeSpan.FromMilliseconds(100));
        await sink.WriteAsync(new short[1_600], Token);
        var write = sink.WriteAsync(new short[320], Token).AsTask();
        write.IsCompleted.ShouldBeFalse();
        sink.Clear();
        await write.WaitAsync(Deadline, Token);
        var drain = sink.DrainAsync(Token).AsTask();
        sink.Clear();
        await drain.WaitAsync(Deadline, Token);
        sink.PlayedSamples.ShouldBe(0);
    }

    /// <summary>Moves the clock in steps, each once the writer has come to its next wait.</summary>
    private async Task AdvanceUntil(Task task, double milliseconds)
    {
        while (!task.IsCompleted)
        {
            while (_time.ActiveTimers == 0 && !task.IsCompleted)
            {
                await Task.Yield();
            }

            if (!task.IsCompleted)
            {
                _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            }
        }
    }
}
