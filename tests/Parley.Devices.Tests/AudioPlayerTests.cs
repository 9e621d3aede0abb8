using System.Threading.Channels;
using Parley.Audio;
using Parley.Audio.Playout;
using Parley.Devices.Playback;
using Parley.Testing;

namespace Parley.Devices.Tests;

public sealed class AudioPlayerTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();
    private readonly MemorySink _heard = new(PcmFormat.Speech16K);
    private readonly Channel<object> _events = Channel.CreateUnbounded<object>();
    private readonly RealTimeSink _sink;
    private readonly AudioPlayer _player;

    public AudioPlayerTests()
    {
        _sink = new RealTimeSink(_heard, _time, TimeSpan.FromMilliseconds(100));
        _player = new AudioPlayer(_sink, TimeSpan.FromSeconds(2));
        _player.Started += id => _events.Writer.TryWrite(id);
        _player.Completed += completed => _events.Writer.TryWrite(completed);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _player.DisposeAsync();

    [Fact]
    public async Task Messages_play_one_after_another_and_report_both_ends()
    {
        (await _player.EnqueueAsync("a", Numbers(0, 3_200), null, Token)).ShouldBeTrue();
        (await NextAsync()).ShouldBe("a");
        _player.CurrentMessageId.ShouldBe("a");
        await _player.EnqueueAsync("a", Numbers(3_200, 1_600), null, Token);
        _player.Complete("a");
        await _player.EnqueueAsync("b", Numbers(4_800, 1_600), null, Token);
        _player.Complete("b");
        (await NextAsync()).ShouldBe(new PlaybackCompleted("a", TimeSpan.FromMilliseconds(300), false));
        (await NextAsync()).ShouldBe("b");
        (await NextAsync()).ShouldBe(new PlaybackCompleted("b", TimeSpan.FromMilliseconds(100), false));
        await _player.DrainAsync(Token).WaitAsync(Deadline, Token);
        _heard.ToArray().ShouldBe(Numbers(0, 6_400));
        _time.GetUtcNow().Millisecond.ShouldBe(400);
        _player.DropOuts.ShouldBe(0);
        _player.CurrentMessageId.ShouldBeNull();
    }

    [Fact]
    public async Task An_interruption_stops_at_once_and_late_audio_is_dropped()
    {
        await _player.EnqueueAsync("a", Numbers(0, 16_000), null, Token);
        await _player.EnqueueAsync("b", Numbers(0, 8_000), null, Token);
        (await NextAsync()).ShouldBe("a");
        await TimersAsync();
        _time.Advance(TimeSpan.FromMilliseconds(50));
        _player.Interrupt();
        (await NextAsync()).ShouldBe(new PlaybackCompleted("a", TimeSpan.FromMilliseconds(50), true));
        (await NextAsync()).ShouldBe(new PlaybackCompleted("b", TimeSpan.Zero, true));
        _player.Queued.ShouldBe(TimeSpan.Zero);
        (await _player.EnqueueAsync("a", Numbers(0, 320), null, Token)).ShouldBeFalse();
        (await _player.EnqueueAsync("b", Numbers(0, 320), null, Token)).ShouldBeFalse();
        _player.Complete("a");
        await _player.EnqueueAsync("c", Numbers(5_000, 320), null, Token);
        _player.Complete("c");
        (await NextAsync()).ShouldBe("c");
        (await NextAsync()).ShouldBe(new PlaybackCompleted("c", TimeSpan.FromMilliseconds(20), false));
        _heard.ToArray().ShouldBe([.. Numbers(0, 800), .. Numbers(5_000, 320)]);
    }

    [Fact]
    public async Task Interrupting_an_idle_player_changes_nothing()
    {
        _player.Interrupt();
        _player.Interrupt();
        await _player.EnqueueAsync("a", Numbers(0, 320), null, Token);
        _player.Complete("a");
        (await NextAsync()).ShouldBe("a");
        (await NextAsync()).ShouldBe(new PlaybackCompleted("a", TimeSpan.FromMilliseconds(20), false));
    }

    [Fact]
    public async Task A_message_without_audio_completes_in_its_turn()
    {
        await _player.EnqueueAsync("a", Numbers(0, 320), null, Token);
        _player.Complete("b");
        (await NextAsync()).ShouldBe("a");
        (await NextAsync()).ShouldBe(new PlaybackCompleted("a", TimeSpan.FromMilliseconds(20), false));
        (await NextAsync()).ShouldBe(new PlaybackCompleted("b", TimeSpan.Zero, false));
        (await _player.EnqueueAsync("b", Numbers(0, 320), null, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_that_runs_dry_waits_and_counts_the_gap()
    {
        await _player.EnqueueAsync("a", Numbers(0, 320), null, Token);
        (await NextAsync()).ShouldBe("a");
        while (_sink.PlayedSamples < 320)
        {
            await Task.Yield();
            _time.Advance(TimeSpan.FromMilliseconds(20));
        }

        _time.Advance(TimeSpan.FromMilliseconds(500));
        await _player.EnqueueAsync("a", Numbers(320, 320), null, Token);
        _player.Complete("a");
        (await NextAsync()).ShouldBe(new PlaybackCompleted("a", TimeSpan.FromMilliseconds(40), false));
        _player.DropOuts.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_queue_makes_the_writer_wait_and_an_interruption_frees_it()
    {
        await _player.EnqueueAsync("a", Numbers(0, 16_000), null, Token);
        await _player.EnqueueAsync("b", Numbers(0, 16_000), null, Token);
        (await NextAsync()).ShouldBe("a");
        await _player.EnqueueAsync("b", Numbers(0, 16_000), null, Token);
        var third = _player.EnqueueAsync("b", Numbers(0, 320), null, Token).AsTask();
        third.IsCompleted.ShouldBeFalse();
        using var cancel = new CancellationTokenSource();
        var fourth = _player.EnqueueAsync("b", Numbers(0, 320), null, cancel.Token).AsTask();
        cancel.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(fourth.WaitAsync(Deadline, Token));
        _player.Interrupt();
        (await third.WaitAsync(Deadline, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Audio_of_another_rate_is_resampled_to_its_exact_length()
    {
        for (var i = 0; i < 10; i++)
        {
            await _player.EnqueueAsync("a", new short[2_400], 24_000, Token);
        }

        _player.Complete("a");
        (await NextAsync()).ShouldBe("a");
        (await NextAsync()).ShouldBe(new PlaybackCompleted("a", TimeSpan.FromSeconds(1), false));
    }

    [Fact]
    public async Task Disposing_interrupts_and_later_calls_are_refused()
    {
        await _player.EnqueueAsync("a", Numbers(0, 16_000), null, Token);
        (await NextAsync()).ShouldBe("a");
        await _player.DisposeAsync().AsTask().WaitAsync(Deadline, Token);
        ((PlaybackCompleted)await NextAsync()).Interrupted.ShouldBeTrue();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await _player.EnqueueAsync("b", Numbers(0, 1), null, Token));
        Should.Throw<ObjectDisposedException>(() => _player.Complete("b"));
        _player.Interrupt();
        _player.Completion.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_handler_that_throws_does_not_stop_the_music()
    {
        _player.Started += _ => throw new InvalidOperationException("handler");
        await _player.EnqueueAsync("a", Numbers(0, 320), null, Token);
        _player.Complete("a");
        (await NextAsync()).ShouldBe("a");
        (await NextAsync()).ShouldBeOfType<PlaybackCompleted>();
    }

    [Fact]
    public async Task A_failing_sink_fails_the_player_and_everybody_who_asks()
    {
        var player = new AudioPlayer(new MemorySink(PcmFormat.Speech16K, TimeSpan.Zero));
        await player.EnqueueAsync("a", Numbers(0, 320), null, Token);
        await Should.ThrowAsync<InvalidOperationException>(player.Completion.WaitAsync(Deadline, Token));
        await Should.ThrowAsync<InvalidOperationException>(player.DrainAsync(Token).WaitAsync(Deadline, Token));
        await Should.ThrowAsync<InvalidOperationException>(async () => await player.EnqueueAsync("a", Numbers(0, 320), null, Token));
        await player.DisposeAsync();
    }

    [Fact]
    public async Task Interruptions_at_any_moment_complete_every_message_once()
    {
        var random = new Random(11);
        await using var player = new AudioPlayer(new RealTimeSink(new MemorySink(PcmFormat.Speech16K), _time));
        var completed = new List<PlaybackCompleted>();
        player.Completed += completed.Add;
        for (var i = 0; i < 500; i++)
        {
            await player.EnqueueAsync($"{i}", Numbers(0, random.Next(1, 2_000)), null, Token);
            if (random.Next(2) == 0)
            {
                player.Complete($"{i}");
            }

            for (var spin = random.Next(20); spin > 0; spin--)
            {
                await Task.Yield();
                _time.Advance(TimeSpan.FromMilliseconds(random.Next(30)));
            }

            if (random.Next(3) == 0)
            {
                player.Interrupt();
            }
        }

        player.Interrupt();
        await player.DrainAsync(Token).WaitAsync(Deadline, Token);
        completed.Select(c => int.Parse(c.MessageId)).ShouldBe(Enumerable.Range(0, 500));
    }

    /// <summary>The next event; moves the clock while it does not come.</summary>
    private async Task<object> NextAsync()
    {
        var deadline = Task.Delay(Deadline, TimeProvider.System, Token);
        object? next;
        while (!_events.Reader.TryRead(out next))
        {
            deadline.IsCompleted.ShouldBeFalse("no event came");
            await Task.Yield();
            if (_time.ActiveTimers > 0 && !_events.Reader.TryPeek(out _))
            {
                _time.Advance(TimeSpan.FromMilliseconds(20));
            }
        }

        return next;
    }

    private async Task TimersAsync()
    {
        while (_time.ActiveTimers == 0)
        {
            await Task.Yield();
        }
    }

    private static short[] Numbers(int from, int count) => [.. Enumerable.Range(from, count).Select(i => (short)i)];
}
