using Parley.Speech;
using Parley.Speech.Synthesis;
using Shouldly;
using Xunit;

namespace Parley.Testing.Synthesis;

/// <summary>What every synthesiser keeps to. An engine's tests inherit it and say how to make the engine.</summary>
public abstract class SpeechSynthesizerConformance : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private ISpeechSynthesizer _engine = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The voice that is tested; null is the engine's default.</summary>
    protected virtual string? VoiceId => null;

    /// <summary>A sentence of some seconds in the voice's language.</summary>
    protected virtual string Sentence => "The quick brown fox jumps over the lazy dog, and then it sleeps for 3 hours.";

    /// <summary>Whether disposing ends what is in progress; false for those that only borrow their engines.</summary>
    protected virtual bool OwnsItsEngine => true;

    public async ValueTask InitializeAsync() => _engine = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await AfterDisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_sentence_becomes_speech_at_the_voices_rate()
    {
        var audio = await SpeakAsync(Sentence);

        var voice = _engine.Voices.FirstOrDefault(v => v.Id == VoiceId) ?? _engine.Voices[0];
        audio.SampleRate.ShouldBe(voice.SampleRate);
        audio.ChunkLengths.ShouldAllBe(length => length > 0);
        audio.Duration.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
        audio.SpeechLevel.ShouldBeGreaterThan(-35);
    }

    [Fact]
    public async Task Words_stand_in_the_text_in_order_and_within_the_audio()
    {
        var text = Sentence + " " + Sentence;
        var audio = await SpeakAsync(text);

        audio.Words.ShouldNotBeEmpty();
        audio.Words.ShouldAllBe(w => text.Substring(w.TextOffset, w.TextLength) == w.Text && w.TextLength > 0);
        audio.Words.ShouldAllBe(w => w.Offset >= TimeSpan.Zero && w.Duration >= TimeSpan.Zero);
        audio.Words.Zip(audio.Words.Skip(1)).ShouldAllBe(p => p.First.TextOffset + p.First.TextLength <= p.Second.TextOffset);
        audio.Words.Zip(audio.Words.Skip(1)).ShouldAllBe(p => p.First.Offset + p.First.Duration <= p.Second.Offset + TimeSpan.FromMilliseconds(1));
        var last = audio.Words[^1];
        (last.Offset + last.Duration).ShouldBeLessThanOrEqualTo(audio.Duration + TimeSpan.FromMilliseconds(1));
        last.Offset.ShouldBeGreaterThan(audio.Duration / 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\n\t\r\n")]
    [InlineData(".")]
    [InlineData("... !? -- ;:,")]
    [InlineData("“”‘’—…")]
    [InlineData("（）。，！？")]
    [InlineData("*** ~~~ ___")]
    [InlineData("😀 👍🏽 👩‍👩‍👧")]
    [InlineData("\u200B\uFEFF\u0000")]
    public async Task What_has_nothing_to_say_yields_nothing(string text) => (await SpeakAsync(text)).ChunkLengths.ShouldBeEmpty();

    [Theory]
    [InlineData("Hi 😀, that costs 5€ — “naïve” café №1 ½ ℃ x² ﬁne!")]
    [InlineData("a\u0301\u0302\u0303\u0304 \uD800 lone \uDC00 surrogates \uD83D")]
    [InlineData("tabs\tand\u0000nulls\u0007and\u001Bescapes and \u202Eright to left\u202C")]
    [InlineData("[[h@l'oU]] <break time=\"30s\"/> <speak> & &amp; $(reboot) `id` %s%n -v --help")]
    [InlineData("1234567890123456789012345678901234567890 12:30 3/4 1,000,000.50 +1-800-555-1234")]
    [InlineData("Привет مرحبا 你好 こんにちは हैलो mixed")]
    public async Task Odd_text_is_spoken_as_far_as_it_can_be(string text)
    {
        var audio = await SpeakAsync(text);
        audio.ChunkLengths.ShouldNotBeEmpty();
        audio.Words.ShouldAllBe(w => text.Substring(w.TextOffset, w.TextLength) == w.Text);
    }

    [Fact]
    public async Task A_long_text_comes_whole()
    {
        var text = string.Concat(Enumerable.Repeat(Sentence + " ", 12));
        var one = await SpeakAsync(Sentence);
        var all = await SpeakAsync(text);
        (all.Duration / one.Duration).ShouldBeInRange(9, 15);
    }

    [Fact]
    public async Task An_endless_word_ends()
    {
        var audio = await SpeakAsync(new string('a', 3_000) + new string('中', 100) + new string('b', 300));
        audio.ChunkLengths.ShouldNotBeEmpty();
    }

    [Fact]
    public void Wrong_arguments_are_refused_at_the_call()
    {
        Should.Throw<ArgumentException>(() => _engine.SynthesizeAsync(null!, Token));
        Should.Throw<ArgumentException>(() => _engine.SynthesizeAsync(new SynthesisRequest { Text = null! }, Token));
        Should.Throw<ArgumentException>(() => _engine.SynthesizeAsync(new SynthesisRequest { Text = new string('a', 70_000) }, Token));
        foreach (var wrong in new[] { double.NaN, double.PositiveInfinity, -100, 100 })
        {
            Should.Throw<ArgumentException>(() => _engine.SynthesizeAsync(Request(Sentence) with { Speed = wrong }, Token));
            Should.Throw<ArgumentException>(() => _engine.SynthesizeAsync(Request(Sentence) with { Pitch = wrong }, Token));
            Should.Throw<ArgumentException>(() => _engine.SynthesizeAsync(Request(Sentence) with { Volume = wrong }, Token));
            Should.Throw<ArgumentException>(() => _engine.SynthesizeAsync(Request(Sentence) with { StyleDegree = wrong }, Token));
        }
    }

    [Fact]
    public void An_unknown_voice_is_refused_at_the_call() =>
        Should.Throw<EngineException>(() => _engine.SynthesizeAsync(Request(Sentence) with { VoiceId = "nobody" }, Token))
            .Failure.ShouldBe(EngineFailure.NotSupported);

    [Fact]
    public async Task Volume_zero_is_silence_of_the_same_length()
    {
        var loud = await SpeakAsync(Sentence);
        var silent = await SpeakAsync(Request(Sentence) with { Volume = 0 });
        silent.Samples.ShouldAllBe(s => s == 0);
        (silent.Duration / loud.Duration).ShouldBe(1, 0.1);
    }

    [Fact]
    public async Task A_token_cancelled_before_ends_it_before_it_begins()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => SpokenAudio.ReadAsync(_engine.SynthesizeAsync(Request(Sentence), cancelled.Token), CancellationToken.None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Cancelling_after_a_chunk_ends_the_reading(int chunks)
    {
        using var cancellation = new CancellationTokenSource();
        var read = 0;
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var chunk in _engine.SynthesizeAsync(Request(Sentence + " " + Sentence), cancellation.Token).ConfigureAwait(false))
            {
                if (++read == chunks)
                {
                    await cancellation.CancelAsync();
                }
            }
        }).WaitAsync(Deadline, Token);
        read.ShouldBe(chunks);
        (await SpeakAsync("Still here.")).ChunkLengths.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Cancelling_at_any_moment_leaves_the_engine_whole()
    {
        var before = await SpeakAsync(Sentence);
        for (var round = 0; round < 24; round++)
        {
            using var cancellation = new CancellationTokenSource();
            var reading = SpokenAudio.ReadAsync(_engine.SynthesizeAsync(Request(Sentence), cancellation.Token), CancellationToken.None);
            Thread.SpinWait(round * round * 2_000);
            await cancellation.CancelAsync();
            try
            {
                await reading.WaitAsync(Deadline, Token);
            }
            catch (OperationCanceledException) when (!Token.IsCancellationRequested)
            {
            }
        }

        var after = await SpeakAsync(Sentence);
        (after.Duration / before.Duration).ShouldBe(1, 0.02);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_reader_may_walk_away(int chunks)
    {
        for (var round = 0; round < 10; round++)
        {
            var left = chunks;
            await foreach (var chunk in _engine.SynthesizeAsync(Request(Sentence), Token))
            {
                if (left-- <= 0)
                {
                    break;
                }
            }
        }

        (await SpeakAsync("Still here.")).ChunkLengths.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_reader_who_waits_holds_nobody_up_and_loses_nothing()
    {
        var text = Sentence + " " + Sentence;
        var whole = await SpeakAsync(text);
        await using var slow = _engine.SynthesizeAsync(Request(text), Token).GetAsyncEnumerator(Token);
        (await slow.MoveNextAsync()).ShouldBeTrue();
        var length = slow.Current.Samples.Length;
        var others = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SpeakAsync(text)));
        while (await slow.MoveNextAsync())
        {
            length += slow.Current.Samples.Length;
        }

        others.ShouldAllBe(o => Math.Abs((o.Duration / whole.Duration) - 1) < 0.02);
        ((double)length / whole.Samples.Count).ShouldBe(1, 0.02);
    }

    [Fact]
    public async Task Many_at_once_do_not_mix()
    {
        var first = await SpeakAsync(Sentence);
        var second = await SpeakAsync("Short.");
        var all = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => SpeakAsync(i % 2 == 0 ? Sentence : "Short."))));
        for (var i = 0; i < all.Length; i++)
        {
            var expected = i % 2 == 0 ? first : second;
            (all[i].Duration / expected.Duration).ShouldBe(1, 0.02);
            all[i].Words.Select(w => w.Text).ShouldBe(expected.Words.Select(w => w.Text));
        }
    }

    [Fact]
    public async Task Disposing_in_the_middle_ends_the_reading_with_a_reason()
    {
        if (!OwnsItsEngine)
        {
            await _engine.DisposeAsync();
            (await SpeakAsync("Still here.")).ChunkLengths.ShouldNotBeEmpty();
            return;
        }

        var text = string.Concat(Enumerable.Repeat(Sentence + " ", 20));
        await using var engine = await CreateAsync();
        await using var reading = engine.SynthesizeAsync(Request(text), Token).GetAsyncEnumerator(Token);
        (await reading.MoveNextAsync()).ShouldBeTrue();
        await engine.DisposeAsync().AsTask().WaitAsync(Deadline, Token);
        var failure = await Should.ThrowAsync<EngineException>(async () =>
        {
            while (await reading.MoveNextAsync())
            {
            }
        }).WaitAsync(Deadline, Token);
        failure.EngineId.ShouldBe(engine.Id);
        Should.Throw<ObjectDisposedException>(() => engine.SynthesizeAsync(Request(Sentence), Token));
        await engine.DisposeAsync();
    }

    /// <summary>Makes the engine.</summary>
    protected abstract ValueTask<ISpeechSynthesizer> CreateAsync();

    /// <summary>Checks that nothing is left behind.</summary>
    protected virtual ValueTask AfterDisposeAsync() => ValueTask.CompletedTask;

    protected SynthesisRequest Request(string text) => new() { Text = text, VoiceId = VoiceId };

    protected Task<SpokenAudio> SpeakAsync(string text) => SpeakAsync(Request(text));

    protected Task<SpokenAudio> SpeakAsync(SynthesisRequest request) =>
        SpokenAudio.ReadAsync(_engine.SynthesizeAsync(request, Token), Token).WaitAsync(Deadline, Token);
}
