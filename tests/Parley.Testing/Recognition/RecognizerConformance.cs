using Parley.Speech.Recognition;
using Shouldly;
using Xunit;

namespace Parley.Testing.Recognition;

/// <summary>
/// What every recogniser does. An engine's tests inherit it and say how to make the engine and what it is sure to understand.
/// </summary>
public abstract class RecognizerConformance : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private ISpeechRecognizer? _recognizer;

    /// <summary>A phrase of one utterance, without silence around it that matters.</summary>
    protected virtual Sound Phrase => Sound.GoForward;

    /// <summary>What the engine hears in <see cref="Phrase"/>.</summary>
    protected virtual string PhraseText => Sound.GoForwardText;

    /// <summary>The clock the recogniser was given.</summary>
    protected FakeTimeProvider Clock { get; } = new();

    protected ISpeechRecognizer Recognizer => _recognizer!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes the recogniser. Its waits for a network or a decoder may use another clock.</summary>
    protected abstract ValueTask<ISpeechRecognizer> CreateRecognizerAsync(TimeProvider clock);

    public async ValueTask InitializeAsync() => _recognizer = await CreateRecognizerAsync(Clock);

    public virtual async ValueTask DisposeAsync()
    {
        if (_recognizer is not null)
        {
            await _recognizer.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Nothing_written_flushes_to_nothing()
    {
        await using var record = await OpenAsync();
        (await record.FlushAsync(Token)).ShouldBe(new SessionFlushed(TimeSpan.Zero, 0));
        record.Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Silence_says_nothing()
    {
        await using var record = await OpenAsync();
        await record.WriteAsync(Sound.Silence(3 * Second), cancellationToken: Token);
        (await record.FlushAsync(Token)).Offset.ShouldBe(3 * Second);
        record.Events.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(-25)]
    [InlineData(-40)]
    public async Task White_noise_holds_no_words(double decibels)
    {
        await using var record = await OpenAsync();
        await record.WriteAsync(Sound.WhiteNoise(5 * Second, decibels), cancellationToken: Token);
        await record.FlushAsync(Token);
        record.Finals.ShouldBeEmpty();
        record.Events.OfType<PartialTranscript>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(440)]
    [InlineData(1_000)]
    public async Task A_tone_holds_no_words(double hertz)
    {
        await using var record = await OpenAsync();
        await record.WriteAsync(Sound.Tone(5 * Second, hertz), cancellationToken: Token);
        await record.FlushAsync(Token);
        record.Finals.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_phrase_is_understood_with_its_times()
    {
        await using var record = await OpenAsync();
        await record.WriteAsync(Sound.Silence(Second) + Phrase + Sound.Silence(Second), cancellationToken: Token);
        var final = await record.WaitForAsync<FinalTranscript>(1, Token);
        final.Text.ShouldBe(PhraseText);
        final.Offset.ShouldBeInRange(Second, Second + Phrase.Duration);
        (final.Offset + final.Duration).ShouldBeLessThan(Second + Phrase.Duration + TimeSpan.FromMilliseconds(200));
        final.Language.Split('-')[0].ShouldBe(record.Stream.Language.Split('-')[0]);
        record.Events.OfType<SpeechEnded>().Single().Reason.ShouldBe(EndpointReason.Silence);
        if (final.Words.Count > 0)
        {
            string.Join(' ', final.Words.Select(w => w.Text)).ShouldBe(PhraseText, StringCompareShould.IgnoreCase);
        }

        await record.FlushAsync(Token);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1_599)]
    [InlineData(1_600)]
    [InlineData(8_192)]
    public async Task Pieces_of_any_size_give_the_same(int chunk)
    {
        var sound = Sound.Silence(0.5 * Second) + Phrase + Sound.Silence(Second);
        var (whole, inPieces) = (await RecognizeAsync(sound), await RecognizeAsync(sound, chunk));
        inPieces.ShouldBe(whole);
        whole.Text.ShouldBe(PhraseText);
    }

    [Fact]
    public async Task Slower_than_real_time_gives_the_same()
    {
        var sound = Phrase + Sound.Silence(Second);
        await using var record = await OpenAsync();
        for (var at = 0; at < sound.Samples.Length; at += 1_600)
        {
            await record.Stream.WriteAsync(sound.Samples.Slice(at, Math.Min(1_600, sound.Samples.Length - at)), Token);
            Clock.Advance(Second);
        }

        await record.FlushAsync(Token);
        Essence(record).ShouldBe(await RecognizeAsync(sound));
    }

    [Theory]
    [InlineData(24_000)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    public async Task Other_rates_are_understood(int rate)
    {
        await using var record = await OpenAsync(new() { SampleRate = rate });
        record.Stream.SampleRate.ShouldBe(rate);
        var sound = (Phrase + Sound.Silence(Second)).At(rate);
        await record.WriteAsync(sound, 999, Token);
        var flushed = await record.FlushAsync(Token);
        record.Text.ShouldBe(PhraseText);
        flushed.Offset.ShouldBe(sound.Duration, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Long_audio_gives_one_final_for_each_utterance()
    {
        const int Times = 8;
        await using var record = await OpenAsync();
        for (var i = 0; i < Times; i++)
        {
            await record.WriteAsync(Phrase + Sound.Silence(Second), 8_192, Token);
        }

        await record.FlushAsync(Token);
        record.Finals.Select(f => f.Text).ShouldBe(Enumerable.Repeat(PhraseText, Times));
        for (var i = 0; i < Times; i++)
        {
            record.Finals[i].Offset.ShouldBeInRange(i * (Phrase.Duration + Second), (i + 1) * (Phrase.Duration + Second));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public async Task Cancelled_at_any_moment_it_goes_on_with_a_new_session(double fraction)
    {
        await using var record = await OpenAsync();
        await record.Stream.WriteAsync(Phrase.Samples[..(int)(fraction * Phrase.Samples.Length)], Token);
        if (fraction > 0.5)
        {
            await record.WaitForAsync<SpeechStarted>(1, Token);
        }

        await record.Stream.CancelAsync(Token);
        (await record.WaitForAsync<SessionFlushed>(1, Token)).Cancelled.ShouldBeTrue();
        record.Finals.ShouldBeEmpty();

        await record.WriteAsync(Phrase, 1_600, Token);
        var flushed = await record.FlushAsync(Token);
        flushed.ShouldBe(new SessionFlushed(Phrase.Duration, 1));
        record.Text.ShouldBe(PhraseText);
        record.Finals[0].Offset.ShouldBeLessThan(Phrase.Duration);
    }

    [Fact]
    public async Task Flushed_twice_it_answers_twice()
    {
        await using var record = await OpenAsync();
        await record.WriteAsync(Phrase, cancellationToken: Token);
        await record.Stream.FlushAsync(Token);
        await record.Stream.FlushAsync(Token);
        await record.WaitForAsync<SessionFlushed>(2, Token);
        record.Text.ShouldBe(PhraseText);
        record.Events.OfType<SessionFlushed>().Select(f => f.Offset).ShouldBe([Phrase.Duration, TimeSpan.Zero]);
        record.Events.TakeWhile(e => e is not SessionFlushed).OfType<FinalTranscript>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Flushes_under_continuous_audio_keep_sessions_apart()
    {
        await using var record = await OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            await record.WriteAsync(Phrase, 1_600, Token);
            await record.Stream.FlushAsync(Token);
        }

        await record.WaitForAsync<SessionFlushed>(3, Token);
        record.Events.OfType<SpeechEnded>().Select(e => e.Reason).ShouldAllBe(r => r == EndpointReason.Flush);
        var sessions = string.Concat(record.Events.Select(e => e is FinalTranscript ? "T" : e is SessionFlushed ? "F" : ""));
        sessions.ShouldBe("TFTFTF");
        record.Finals.ShouldAllBe(f => f.Text == PhraseText && f.Offset < Phrase.Duration);
    }

    [Fact]
    public async Task Two_streams_at_once_do_not_disturb_each_other()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        await Task.WhenAll(first.WriteAsync(Phrase, 1_600, Token), second.WriteAsync(Sound.Silence(Second) + Phrase, 1_600, Token));
        await Task.WhenAll(first.FlushAsync(Token), second.FlushAsync(Token));
        first.Text.ShouldBe(PhraseText);
        second.Text.ShouldBe(PhraseText);
        (second.Finals[0].Offset - first.Finals[0].Offset).ShouldBe(Second, TimeSpan.FromMilliseconds(120));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(1)]
    public async Task Disposed_midway_it_ends(double fraction)
    {
        await using var record = await OpenAsync();
        await record.Stream.WriteAsync(Phrase.Samples[..(int)(fraction * Phrase.Samples.Length)], Token);
        await record.Stream.DisposeAsync();
        await record.Completion.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await record.Stream.WriteAsync(Phrase.Samples, Token));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await record.Stream.FlushAsync(Token));
        await record.Stream.DisposeAsync();
    }

    [Fact]
    public async Task With_a_talk_key_silence_ends_nothing()
    {
        await using var record = await OpenAsync(new() { Endpointing = EndpointingOptions.PushToTalk });
        await record.WriteAsync(Phrase + Sound.Silence(3 * Second), 1_600, Token);
        await record.FlushAsync(Token);
        record.Text.ShouldBe(PhraseText);
        record.Events.OfType<SpeechEnded>().Single().Reason.ShouldBe(EndpointReason.Flush);

        await record.WriteAsync(Sound.Silence(2 * Second), 1_600, Token);
        await record.FlushAsync(Token);
        record.Finals.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Audio_that_stops_coming_ends_the_utterance_by_the_clock()
    {
        await using var record = await OpenAsync(new() { Endpointing = new() { Stall = 2 * Second } });
        await record.WriteAsync(Phrase with { Samples = Phrase.Samples[..(Phrase.Samples.Length - 4_000)] }, 1_600, Token);
        await record.WaitForAsync<SpeechStarted>(1, Token);
        Clock.Advance(3 * Second);
        (await record.WaitForAsync<SpeechEnded>(1, Token)).Reason.ShouldBe(EndpointReason.Stall);
        await record.WaitForAsync<FinalTranscript>(1, Token);
        record.Text.ShouldBe(PhraseText);
    }

    [Fact]
    public async Task Partials_can_be_left_out()
    {
        await using var record = await OpenAsync(new() { Partials = false });
        await record.WriteAsync(Phrase, 1_600, Token);
        await record.FlushAsync(Token);
        record.Text.ShouldBe(PhraseText);
        record.Events.OfType<PartialTranscript>().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_language_falls_back_to_its_own()
    {
        await using var record = await OpenAsync(new() { Language = "tlh" });
        record.Stream.Language.ShouldBe(Recognizer.Languages.Count == 0 ? "tlh" : Recognizer.Languages[0]);
    }

    [Fact]
    public async Task Wrong_settings_are_refused()
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Recognizer.OpenAsync(new() { SampleRate = 7_999 }, Token));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(
            async () => await Recognizer.OpenAsync(new() { Endpointing = new() { Silence = TimeSpan.FromMilliseconds(1) } }, Token));
    }

    protected async Task<RecognitionRecord> OpenAsync(RecognitionOptions? options = null) =>
        new(await Recognizer.OpenAsync(options ?? new(), Token));

    private static Outcome Essence(RecognitionRecord record)
    {
        var final = record.Finals.ShouldHaveSingleItem();
        return new(final.Text, final.Offset, final.Duration, record.Events.OfType<SpeechEnded>().Single());
    }

    private async Task<Outcome> RecognizeAsync(Sound sound, int chunk = int.MaxValue)
    {
        await using var record = await OpenAsync();
        await record.WriteAsync(sound, chunk, Token);
        await record.FlushAsync(Token);
        return Essence(record);
    }

    private sealed record Outcome(string Text, TimeSpan Offset, TimeSpan Duration, SpeechEnded End);
}
