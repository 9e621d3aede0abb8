using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Engines.PocketSphinx;
using Parley.Speech.Recognition.Utterances;
using Parley.Testing;
using Parley.Testing.Recognition;

namespace Parley.Speech.Tests.Engines.PocketSphinx;

public sealed class PocketSphinxEngineTests
{
    private static readonly UtteranceOptions Options = new("en-US", true, [], null, TimeSpan.FromMilliseconds(600));

    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_free_decoder_an_utterance_waits_until_its_deadline()
    {
        using var counts = new Counts();
        await using var engine = NewEngine(new() { MaxDecoders = 1, WarmUp = false, LeaseTimeout = TimeSpan.FromSeconds(2) });
        await using var held = await engine.OpenSource(Options).LeaseAsync(Token);
        var waiting = engine.OpenSource(Options).LeaseAsync(Token).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        counts["parley.recognition.waiting"].ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(3));
        (await Should.ThrowAsync<EngineException>(() => waiting)).Failure.ShouldBe(EngineFailure.Busy);
        counts["parley.recognition.waiting"].ShouldBe(0);
        counts["parley.recognition.refused"].ShouldBe(1);
        counts["parley.recognition.decoders"].ShouldBe(1);
    }

    [Fact]
    public async Task A_decoder_that_comes_back_goes_to_who_waits()
    {
        await using var engine = NewEngine(new() { MaxDecoders = 1, WarmUp = false });
        var held = await engine.OpenSource(Options).LeaseAsync(Token);
        var waiting = engine.OpenSource(Options).LeaseAsync(Token).AsTask();
        await held.DisposeAsync();
        await using var lease = await waiting.WaitAsync(TimeSpan.FromSeconds(30), Token);
        (await HearAsync(lease, Sound.GoForward))!.Text.ShouldBe(Sound.GoForwardText);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_takes_no_decoder()
    {
        await using var engine = NewEngine(new() { MaxDecoders = 1, WarmUp = false });
        var held = await engine.OpenSource(Options).LeaseAsync(Token);
        using var cancel = new CancellationTokenSource();
        var waiting = engine.OpenSource(Options).LeaseAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        await held.DisposeAsync();
        await using var next = await engine.OpenSource(Options).LeaseAsync(Token);
    }

    /// <summary>What a decoder adapts to belongs to the stream: the next speaker on the same decoder hears nothing of it.</summary>
    [Fact]
    public async Task Speakers_on_one_decoder_do_not_change_each_others_words()
    {
        await using var engine = NewEngine(new() { MaxDecoders = 1, WarmUp = false });
        var alone = await HearAsync(engine, Sound.GoForward);
        await HearAsync(engine, Sound.WhiteNoise(TimeSpan.FromSeconds(4), -25));
        var after = await HearAsync(engine, Sound.GoForward);
        after!.Text.ShouldBe(alone!.Text);
        for (var i = 0; i < alone.Words.Count; i++)
        {
            after.Words[i].Offset.ShouldBe(alone.Words[i].Offset, TimeSpan.FromMilliseconds(50));
        }
    }

    [Fact]
    public async Task Words_are_placed_from_the_first_sample()
    {
        await using var engine = NewEngine(new() { MaxDecoders = 1, WarmUp = false });
        var first = await HearAsync(engine, Sound.GoForward);
        var later = await HearAsync(engine, Sound.Silence(TimeSpan.FromSeconds(2)) + Sound.GoForward);
        first!.Words.Count.ShouldBe(4);
        for (var i = 0; i < 4; i++)
        {
            (later!.Words[i].Offset - first.Words[i].Offset).ShouldBe(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(100));
            first.Words[i].Confidence!.Value.ShouldBeInRange(0.2, 1);
        }

        first.Words[0].Offset.ShouldBeInRange(TimeSpan.FromMilliseconds(350), TimeSpan.FromMilliseconds(600));
    }

    [Theory]
    [InlineData(-20)]
    [InlineData(-30)]
    public async Task Noise_that_gets_past_voice_activity_is_still_rejected(double decibels)
    {
        await using var engine = NewEngine(new() { MaxDecoders = 1, WarmUp = false });
        (await HearAsync(engine, Sound.WhiteNoise(TimeSpan.FromSeconds(2), decibels))).ShouldBeNull();
        (await HearAsync(engine, Sound.Tone(TimeSpan.FromSeconds(2), 1_000))).ShouldBeNull();
    }

    [Fact]
    public async Task Decoders_that_fall_idle_are_freed_but_one()
    {
        var made = 0;
        using var pool = new DecoderPool(
            () =>
            {
                Interlocked.Increment(ref made);
                return new PocketSphinxDecoder(new());
            },
            new() { MaxDecoders = 2, IdleTimeout = TimeSpan.FromMinutes(1) },
            _clock);
        for (var round = 1; round <= 2; round++)
        {
            var one = await pool.LeaseAsync(Token);
            var other = await pool.LeaseAsync(Token);
            made.ShouldBe(round == 1 ? 2 : 3);
            pool.Return(one);
            pool.Return(other);
            _clock.Advance(TimeSpan.FromMinutes(2));
        }
    }

    [Fact]
    public void A_missing_model_names_the_package()
    {
        var failure = Should.Throw<EngineException>(() => NewEngine(new() { ModelDirectory = "/nowhere/en-us" }));
        failure.Failure.ShouldBe(EngineFailure.Unavailable);
        failure.Message.ShouldContain("pocketsphinx-en-us");
    }

    [Theory]
    [InlineData("i think i'm the one", "I think I'm the one")]
    [InlineData("<s> the(2) <sil> [NOISE] ++UH++ cat </s>", "the cat")]
    [InlineData("<s> <sil>", null)]
    public void Text_is_the_words_and_no_guess(string hypothesis, string? text) => PocketSphinxText.Clean(hypothesis).ShouldBe(text);

    private static async Task<DecodedUtterance?> HearAsync(PocketSphinxEngine engine, Sound sound)
    {
        await using var source = engine.OpenSource(Options);
        await using var decoder = await source.LeaseAsync(Token);
        return await HearAsync(decoder, sound);
    }

    private static async Task<DecodedUtterance?> HearAsync(IUtteranceDecoder decoder, Sound sound)
    {
        decoder.Accept(sound.Samples.Span);
        return await decoder.FinishAsync(Token);
    }

    private PocketSphinxEngine NewEngine(PocketSphinxOptions options) => new(options, _clock, NullLogger.Instance);

    /// <summary>Sums of the speech meter's instruments as far as this test's own calls change them.</summary>
    private sealed class Counts : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly AsyncLocal<bool> _own = new();
        private readonly Dictionary<string, int> _sums = [];

        public Counts()
        {
            _own.Value = true;
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == SpeechMetrics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) =>
            {
                if (_own.Value)
                {
                    lock (_sums)
                    {
                        _sums[instrument.Name] = _sums.GetValueOrDefault(instrument.Name) + value;
                    }
                }
            });
            _listener.Start();
        }

        public int this[string name]
        {
            get
            {
                lock (_sums)
                {
                    return _sums.GetValueOrDefault(name);
                }
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
