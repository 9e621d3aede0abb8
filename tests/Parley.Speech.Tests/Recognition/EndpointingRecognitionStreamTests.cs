using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Testing;
using Parley.Testing.Recognition;
using static Parley.Speech.Tests.Recognition.ScriptedDetector;

namespace Parley.Speech.Tests.Recognition;

public sealed class EndpointingRecognitionStreamTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedEngine _engine = new();
    private readonly ScriptedDetector _detector = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_utterance_is_reported_in_the_documented_order_and_places()
    {
        await using var record = await OpenAsync();
        await WriteAsync(record, Quiet(1_000), Voiced(600), Quiet(300), Voiced(400), Quiet(700));
        await record.FlushAsync(Token);
        record.Events.Where(e => e is not PartialTranscript).ShouldBe(
        [
            new SpeechStarted(Ms(1_000)),
            new SpeechPaused(Ms(1_600)),
            new SpeechResumed(Ms(1_900)),
            new SpeechPaused(Ms(2_300)),
            new SpeechEnded(Ms(2_300), EndpointReason.Silence),
            record.Finals.Single(),
            new SessionFlushed(Ms(3_000), 0),
        ]);
        record.Events.OfType<PartialTranscript>().Select(p => (p.Offset, p.Text)).ShouldBe([(Ms(1_000), "1"), (Ms(1_000), "2"), (Ms(1_000), "3"), (Ms(1_000), "4")]);

        // 300 ms of pre-roll, 1.3 s of speech with its pause, 600 ms of silence.
        var final = record.Finals.Single();
        final.Text.ShouldBe($"{(300 + 1_300 + 600) * 16} samples");
        (final.Offset, final.Duration, final.Confidence, final.Language).ShouldBe((Ms(1_000), Ms(1_300), 0.5, "en-US"));
    }

    [Fact]
    public async Task Words_are_placed_in_the_session_and_kept_within_the_utterance()
    {
        _engine.Result = _ => new("a b c", null, [new("a", Ms(250), Ms(150), 1), new("b", Ms(500), Ms(100), 1), new("c", Ms(900), Ms(700), null)]);
        await using var record = await OpenAsync();
        await WriteAsync(record, Quiet(1_000), Voiced(1_000), Quiet(700));
        await record.FlushAsync(Token);
        record.Finals.Single().Words.ShouldBe(
            [new("a", Ms(1_000), Ms(100), 1), new("b", Ms(1_200), Ms(100), 1), new("c", Ms(1_600), Ms(400), null)]);
    }

    [Fact]
    public async Task A_word_that_ended_before_the_utterance_began_keeps_a_moment_of_it()
    {
        _engine.Result = _ => new("a b", null, [new("a", Ms(100), Ms(150), 1), new("b", Ms(500), Ms(100), 1)]);
        await using var record = await OpenAsync();
        await WriteAsync(record, Quiet(1_000), Voiced(1_000), Quiet(700));
        await record.FlushAsync(Token);
        record.Finals.Single().Words.ShouldBe([new("a", Ms(1_000), Ms(10), 1), new("b", Ms(1_200), Ms(100), 1)]);
    }

    /// <summary>What is heard of the pause anyway counts.</summary>
    [Theory]
    [InlineData(0, 500 + 300)]
    [InlineData(200, 500 + 300)]
    [InlineData(400, 500 + 400)]
    public async Task A_flush_lets_the_engine_hear_a_pause(int pause, int heard)
    {
        await using var record = await OpenAsync();
        await WriteAsync(record, Voiced(500), Quiet(pause));
        await record.FlushAsync(Token);
        _engine.Heard.Single().Length.ShouldBe(heard * 16);
        record.Finals.Single().Duration.ShouldBe(Ms(500));
    }

    [Fact]
    public async Task Utterances_do_not_share_audio()
    {
        await using var record = await OpenAsync(new() { Silence = Ms(100), PreRoll = Ms(300) });
        await WriteAsync(record, Voiced(500), Quiet(120), Voiced(500), Quiet(400));
        await record.FlushAsync(Token);
        record.Finals.Select(f => (f.Offset, f.Duration)).ShouldBe([(Ms(0), Ms(500)), (Ms(620), Ms(500))]);
        _engine.Heard.Select(h => h.Length).ShouldBe([600 * 16, (20 + 500 + 100) * 16]);
    }

    [Fact]
    public async Task Audio_that_waits_for_a_decoder_is_kept_while_voice_activity_goes_on()
    {
        var decoder = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _engine.OnLease = (_, cancelled) => decoder.Task.WaitAsync(cancelled);
        await using var record = await OpenAsync();
        await WriteAsync(record, Voiced(1_000), Quiet(300), Voiced(200));
        await record.WaitForAsync<SpeechResumed>(1, Token);
        record.Events.OfType<PartialTranscript>().ShouldBeEmpty();
        decoder.SetResult();
        await WriteAsync(record, Voiced(300), Quiet(700));
        await record.FlushAsync(Token);
        record.Text.ShouldBe($"{(1_000 + 300 + 500 + 600) * 16} samples");
    }

    [Fact]
    public async Task An_engine_without_a_free_decoder_loses_the_utterance_and_no_more()
    {
        var busy = new EngineException("scripted", EngineFailure.Busy, "Busy.");
        _engine.OnLease = (number, _) => number == 0 ? Task.FromException(busy) : Task.CompletedTask;
        await using var record = await OpenAsync();
        await WriteAsync(record, Voiced(500), Quiet(300), Voiced(500), Quiet(700), Voiced(500), Quiet(700));
        await record.FlushAsync(Token);
        string.Join(' ', record.Events.Where(e => e is not PartialTranscript).Select(e => e.GetType().Name)).ShouldBe(
            "SpeechStarted SpeechPaused SpeechResumed SpeechPaused SpeechEnded RecognitionFailed " +
            "SpeechStarted SpeechPaused SpeechEnded FinalTranscript SessionFlushed");
        record.Events.OfType<RecognitionFailed>().Single().ShouldBe(new RecognitionFailed(Ms(0), busy));
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("finish")]
    [InlineData("result")]
    public async Task An_engine_that_dies_loses_the_utterance_and_no_more(string where)
    {
        var cause = new InvalidOperationException("Died.");
        _engine.OnAccept = (number, samples) => ThrowIf(where == "accept" && number == 0 && samples > 4_000);
        _engine.OnFinish = (number, _) => where == "finish" && number == 0 ? Task.FromException(cause) : Task.CompletedTask;
        _engine.Result = s => where == "result" && _engine.Heard.Count == 1 ? throw cause : new($"{s.Length} samples", null, []);
        await using var record = await OpenAsync();
        await WriteAsync(record, Voiced(500), Quiet(700), Voiced(500), Quiet(700));
        await record.FlushAsync(Token);
        var failed = record.Events.OfType<RecognitionFailed>().Single();
        (failed.Error.EngineId, failed.Error.Failure, failed.Error.InnerException).ShouldBe(("scripted", EngineFailure.Failed, cause));
        record.Finals.Count.ShouldBe(1);
        _engine.Returned.ShouldBe(2);

        void ThrowIf(bool condition)
        {
            if (condition)
            {
                throw cause;
            }
        }
    }

    [Fact]
    public async Task An_utterance_without_words_is_rejected()
    {
        _engine.Result = _ => null;
        await using var record = await OpenAsync();
        await WriteAsync(record, Voiced(500), Quiet(700));
        await record.FlushAsync(Token);
        record.Events.OfType<UtteranceRejected>().Single().Offset.ShouldBe(Ms(0));
        record.Finals.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_engine_may_end_the_utterance_itself()
    {
        _engine.EndsAfter = 16_000;
        await using var record = await OpenAsync();
        await WriteAsync(record, Voiced(800), Quiet(300), Quiet(2_000));
        await record.FlushAsync(Token);
        record.Events.OfType<SpeechEnded>().Single().ShouldBe(new SpeechEnded(Ms(800), EndpointReason.Silence));
        record.Text.ShouldBe("16000 samples");
    }

    [Fact]
    public async Task The_longest_utterance_is_cut_in_a_pause_and_nothing_is_lost()
    {
        await using var record = await OpenAsync(new() { MaxUtterance = Ms(6_000), PreRoll = Ms(0) });
        await WriteAsync(record, Voiced(5_500), Quiet(300), Voiced(4_000), Quiet(700));
        await record.FlushAsync(Token);
        record.Events.OfType<SpeechEnded>().Select(e => e.Reason).ShouldBe([EndpointReason.MaxUtterance, EndpointReason.Silence]);
        record.Finals.Select(f => f.Offset).ShouldBe([Ms(0), Ms(5_800)]);
    }

    [Fact]
    public async Task Speech_without_a_pause_goes_on_in_the_next_utterance()
    {
        await using var record = await OpenAsync(new() { MaxUtterance = Ms(1_000), PreRoll = Ms(0) });
        await WriteAsync(record, Voiced(2_500));
        await record.FlushAsync(Token);
        record.Events.OfType<SpeechEnded>().Select(e => (e.Offset, e.Reason)).ShouldBe(
            [(Ms(1_000), EndpointReason.MaxUtterance), (Ms(2_000), EndpointReason.MaxUtterance), (Ms(2_500), EndpointReason.Flush)]);
        _engine.Heard.Sum(h => h.Length).ShouldBe((2_500 + 300) * 16);
    }

    [Fact]
    public async Task The_end_of_the_last_word_is_not_lost_at_a_flush()
    {
        await using var record = await OpenAsync(new() { PreRoll = Ms(0) });
        await record.Stream.WriteAsync(Voiced(1_000).AsMemory(0, 15_999), Token);
        await record.FlushAsync(Token);
        record.Text.ShouldBe("20799 samples");
    }

    [Fact]
    public async Task A_stall_counts_from_the_last_audio_and_only_within_an_utterance()
    {
        await using var record = await OpenAsync(new() { Stall = Ms(700) });
        await WriteAsync(record, Quiet(500));
        _clock.Advance(Ms(5_000));
        await WriteAsync(record, Voiced(500));
        await record.WaitForAsync<SpeechStarted>(1, Token);
        _clock.Advance(Ms(600));
        await WriteAsync(record, Voiced(20));
        _clock.Advance(Ms(600));
        await WriteAsync(record, Voiced(20));
        _clock.Advance(Ms(700));
        (await record.WaitForAsync<SpeechEnded>(1, Token)).ShouldBe(new SpeechEnded(Ms(1_040), EndpointReason.Stall));
        _clock.Advance(Ms(5_000));
        await WriteAsync(record, Voiced(500));
        await record.FlushAsync(Token);
        record.Finals.Select(f => f.Offset).ShouldBe([Ms(500), Ms(1_040)]);
    }

    [Fact]
    public async Task Without_a_stall_the_clock_ends_nothing()
    {
        await using var record = await OpenAsync(new() { Stall = null });
        await WriteAsync(record, Voiced(500));
        await record.WaitForAsync<SpeechStarted>(1, Token);
        _clock.ActiveTimers.ShouldBe(0);
        _clock.Advance(TimeSpan.FromHours(1));
        await WriteAsync(record, Voiced(500), Quiet(700));
        await record.FlushAsync(Token);
        record.Finals.Single().Duration.ShouldBe(Ms(1_000));
    }

    [Fact]
    public async Task A_cancel_ends_a_wait_for_the_engine_and_answers_the_flush_before_it()
    {
        var finishing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _engine.OnFinish = (number, cancelled) =>
        {
            finishing.TrySetResult();
            return number == 0 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled) : Task.CompletedTask;
        };
        await using var record = await OpenAsync();
        await WriteAsync(record, Voiced(500));
        await record.Stream.FlushAsync(Token);
        await finishing.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await WriteAsync(record, Voiced(300));
        await record.Stream.FlushAsync(Token);
        await record.Stream.CancelAsync(Token);
        await WriteAsync(record, Voiced(500));
        await record.Stream.FlushAsync(Token);
        await record.WaitForAsync<SessionFlushed>(4, Token);
        record.Events.OfType<SessionFlushed>().ShouldBe(
            [new(Ms(500), 0, true), new(Ms(0), 1, true), new(Ms(0), 2, true), new(Ms(500), 3)]);
        record.Text.ShouldBe($"{(500 + 300) * 16} samples");
        _engine.Returned.ShouldBe(2);
    }

    [Fact]
    public async Task Cancels_from_another_thread_are_each_answered_in_order()
    {
        // All together fewer than may wait, so that none is one with another.
        const int Times = 60;
        await using var record = await OpenAsync(new() { Silence = Ms(100), Pause = Ms(40) });
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < Times; i++)
                {
                    await WriteAsync(record, Voiced(200), Quiet(i % 3 * 60));
                    await record.Stream.FlushAsync(Token);
                }
            },
            Token);
        var cancels = 0;
        while (!writing.IsCompleted && cancels < Times)
        {
            await record.Stream.CancelAsync(Token);
            cancels++;
            await record.WaitForAsync<SessionFlushed>(cancels, Token);
        }

        await writing;
        var last = await record.FlushAsync(Token);
        await record.WaitForAsync<SessionFlushed>(cancels + Times + 1, Token);
        record.Events.OfType<SessionFlushed>().Count().ShouldBe(cancels + Times + 1);
        last.Session.ShouldBeGreaterThanOrEqualTo(cancels);
    }

    [Fact]
    public async Task A_reader_that_stops_reading_stops_the_writer_and_loses_no_final()
    {
        var stream = await NewRecognizer().OpenAsync(new() { Endpointing = new() { Silence = Ms(100), Pause = Ms(40) } }, Token);
        var utterance = (short[])[.. Voiced(120), .. Quiet(120)];
        var written = 0;
        var writing = Task.Run(
            async () =>
            {
                for (; written < 2_000; written++)
                {
                    await stream.WriteAsync(utterance, Token);
                }

                await stream.FlushAsync(Token);
            },
            Token);
        await using var record = new RecognitionRecord(stream);
        await writing.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await record.WaitForAsync<SessionFlushed>(1, Token);
        record.Finals.Count.ShouldBe(2_000);
    }

    [Fact]
    public async Task A_full_queue_makes_the_writer_wait_until_it_gives_up()
    {
        await using var stream = await NewRecognizer().OpenAsync(new() { Endpointing = new() { Silence = Ms(100) } }, Token);
        var utterance = (short[])[.. Voiced(120), .. Quiet(120)];
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Task.Run(
            async () =>
            {
                while (true)
                {
                    var write = stream.WriteAsync(utterance, giveUp.Token);
                    if (!write.IsCompleted)
                    {
                        waiting.TrySetResult();
                    }

                    await write;
                }
            },
            Token);
        await waiting.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => writing.WaitAsync(TimeSpan.FromSeconds(60), Token));
        await stream.CancelAsync(Token);
        await stream.WriteAsync(utterance, Token);
    }

    [Fact]
    public async Task A_detector_that_breaks_ends_the_stream_with_its_reason()
    {
        _detector.Failure = new EngineException("silero", EngineFailure.Failed, "The model failed.");
        var stream = await NewRecognizer().OpenAsync(new(), Token);
        var record = new RecognitionRecord(stream);
        await stream.WriteAsync(Voiced(100), Token);
        (await Should.ThrowAsync<EngineException>(() => record.Completion.WaitAsync(TimeSpan.FromSeconds(30), Token))).EngineId.ShouldBe("silero");
        await Should.ThrowAsync<EngineException>(async () => await stream.WriteAsync(Voiced(100), Token));
        await stream.DisposeAsync();
        _detector.IsDisposed.ShouldBeTrue();
        _engine.SourcesDisposed.ShouldBe(1);
    }

    [Fact]
    public async Task Disposed_in_the_middle_it_gives_everything_back()
    {
        _engine.OnLease = (_, cancelled) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled);
        var record = await OpenAsync();
        await WriteAsync(record, Voiced(500));
        await record.WaitForAsync<SpeechStarted>(1, Token);
        await record.DisposeAsync();
        (_detector.IsDisposed, _engine.SourcesDisposed, _clock.ActiveTimers).ShouldBe((true, 1, 0));
    }

    [Fact]
    public async Task Events_are_read_once()
    {
        await using var record = await OpenAsync();
        await record.FlushAsync(Token);
        Should.Throw<InvalidOperationException>(() => record.Stream.ReadEventsAsync(Token));
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static async Task WriteAsync(RecognitionRecord record, params short[][] parts)
    {
        foreach (var part in parts)
        {
            await record.Stream.WriteAsync(part, Token);
        }
    }

    private EndpointingRecognizer NewRecognizer() => new(_engine, () => _detector, _clock, NullLogger.Instance);

    private async Task<RecognitionRecord> OpenAsync(EndpointingOptions? endpointing = null) =>
        new(await NewRecognizer().OpenAsync(new() { Endpointing = endpointing ?? new() }, Token));
}
