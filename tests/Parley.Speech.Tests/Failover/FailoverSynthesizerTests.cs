using Microsoft.Extensions.Logging;
using Parley.Speech.Synthesis;
using Parley.Testing;
using Parley.Testing.Speech;
using Parley.Testing.Synthesis;

namespace Parley.Speech.Tests.Failover;

public sealed class FailoverSynthesizerTests : IAsyncDisposable
{
    private static readonly SynthesisRequest Hello = new() { Text = "Hello there." };

    private readonly FakeTimeProvider _time = new();
    private readonly LogCollector _logs = new();
    private readonly ScriptedSynthesizer _first = new(24_000);
    private readonly ScriptedSynthesizer _second = new();
    private readonly SpeechEngines _engines;
    private readonly ISpeechSynthesizer _voice;

    public FailoverSynthesizerTests()
    {
        _engines = new SpeechEngines(
            new SpeechOptions { Recognizers = [], Synthesizers = ["first", "second"], VoiceAliases = new Dictionary<string, IReadOnlyList<string>>() },
            LoggerFactory.Create(b => b.AddProvider(_logs)),
            _time,
            [new GivenSynthesizer(_first, "first"), new GivenSynthesizer(_second, "second")]);
        _voice = _engines.GetSynthesizer(_engines.DefaultVoice);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _engines.DisposeAsync();

    [Fact]
    public async Task The_first_engine_speaks_while_it_can()
    {
        var audio = await SpeakAsync();
        audio.Samples.ShouldBe(ScriptedSynthesizer.Samples(Hello.Text));
        _second.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_next_one_stands_in_at_the_voices_own_rate()
    {
        _first.BeforeChunk = Fail;
        var audio = await SpeakAsync();
        audio.SampleRate.ShouldBe(24_000);
        _second.Requests.ShouldHaveSingleItem().Text.ShouldBe(Hello.Text);
        _logs.Entries.ShouldContain(e => e.Level == LogLevel.Warning && e.Id.Name == "EngineFailedOver");
        _logs.Entries.ShouldAllBe(e => !e.Message.Contains(Hello.Text));
    }

    [Fact]
    public async Task An_engine_that_goes_on_failing_is_logged_once_a_cooldown()
    {
        _first.BeforeChunk = Fail;
        for (var i = 0; i < 20; i++)
        {
            await SpeakAsync();
        }

        _second.Requests.Count.ShouldBe(20);
        _logs.Entries.Count(e => e.Id.Name == "EngineFailedOver").ShouldBe(1);
    }

    [Fact]
    public async Task Once_something_was_delivered_a_failure_is_the_callers()
    {
        _first.BeforeChunk = (text, chunk, token) => chunk == 2 ? Fail(text, chunk, token) : default;
        var chunks = 0;
        await Should.ThrowAsync<EngineException>(async () =>
        {
            await foreach (var chunk in _voice.SynthesizeAsync(Hello, Token))
            {
                chunks++;
            }
        });
        chunks.ShouldBe(2);
        _second.Requests.ShouldBeEmpty();

        await SpeakAsync();
        _second.Requests.Count.ShouldBe(1, "the next request goes to the other one");
    }

    [Fact]
    public async Task When_all_fail_the_failure_names_each_and_is_of_the_first_ones_kind()
    {
        _first.BeforeChunk = Fail;
        _second.BeforeChunk = (_, _, _) => throw new EngineException("second", EngineFailure.Unauthorized, "The key is wrong.");
        var failure = await Should.ThrowAsync<EngineException>(SpeakAsync);
        failure.Failure.ShouldBe(EngineFailure.ConnectionLost);
        failure.Message.ShouldContain("The key is wrong.");
    }

    [Fact]
    public async Task A_defect_of_an_engine_is_a_failure_too()
    {
        _first.BeforeChunk = (_, _, _) => throw new InvalidOperationException("defect");
        (await SpeakAsync()).ChunkLengths.ShouldNotBeEmpty();
        _second.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Cancelling_is_not_a_failure()
    {
        using var cancellation = new CancellationTokenSource();
        _first.BeforeChunk = (_, _, token) =>
        {
            cancellation.Cancel();
            token.ThrowIfCancellationRequested();
            return default;
        };
        await Should.ThrowAsync<OperationCanceledException>(() => SpokenAudio.ReadAsync(_voice.SynthesizeAsync(Hello, cancellation.Token), Token));
        _second.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_failed_is_tried_last_until_it_has_cooled_down()
    {
        _first.BeforeChunk = Fail;
        await SpeakAsync();
        await SpeakAsync();
        _first.Requests.Count.ShouldBe(1, "it is not asked again at once");
        _second.Requests.Count.ShouldBe(2);

        _first.BeforeChunk = null;
        _time.Advance(TimeSpan.FromSeconds(16));
        await SpeakAsync();
        _first.Requests.Count.ShouldBe(2);
    }

    private static ValueTask Fail(string text, int chunk, CancellationToken cancellationToken) =>
        throw new EngineException("first", EngineFailure.ConnectionLost, "It is away.");

    private Task<SpokenAudio> SpeakAsync() => SpokenAudio.ReadAsync(_voice.SynthesizeAsync(Hello, Token), Token);
}
