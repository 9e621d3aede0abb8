using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Engines.Energy;
using Parley.Speech.Engines.OpenAi;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.Tests.Engines.PocketSphinx;
using Parley.Testing;
using Parley.Testing.Recognition;

namespace Parley.Speech.Tests.Engines.OpenAi;

public sealed class OpenAiTranscriptionTests(PocketSphinxFixture fixture) : IAsyncLifetime, IClassFixture<PocketSphinxFixture>
{
    private readonly FakeTimeProvider _clock = new();
    private TranscriptionService? _service;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TranscriptionService Service => _service!;

    public async ValueTask InitializeAsync() => _service = await TranscriptionService.StartAsync(fixture.Shared);

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    [Fact]
    public async Task It_sends_what_the_wire_asks_for_and_reads_words_and_confidence()
    {
        var final = await RecognizeAsync(new() { ApiKey = "sk-test", Model = "large-v3" }, new() { Language = "en-GB", KeyTerms = ["Parley", "Voxta"] });
        var request = Service.Requests.Single();
        request["authorization"].ShouldBe("Bearer sk-test");
        request["model"].ShouldBe("large-v3");
        request["language"].ShouldBe("en");
        request["prompt"].ShouldBe("Parley, Voxta");
        request["response_format"].ShouldBe("verbose_json");
        request["timestamp_granularities[]"].ShouldBe("word,segment");
        (final.Text, final.Language).ShouldBe((Sound.GoForwardText, "en"));
        final.Words.Select(w => w.Text).ShouldBe(Sound.GoForwardText.Split(' '));
        final.Confidence!.Value.ShouldBeInRange(0.5, 1);
    }

    [Fact]
    public async Task A_model_without_word_times_is_asked_for_them_once()
    {
        Service.KnowsOnlyPlainJson = true;
        await using var recognizer = NewRecognizer(new());
        for (var i = 0; i < 2; i++)
        {
            var final = (await SpeakAsync(recognizer)).ShouldBeOfType<FinalTranscript>();
            (final.Text, final.Words.Count, final.Confidence).ShouldBe((Sound.GoForwardText, 0, null));
        }

        Service.Requests.Select(r => r["response_format"]).ShouldBe(["verbose_json", "json", "json"]);
    }

    [Theory]
    [InlineData(401, EngineFailure.Unauthorized)]
    [InlineData(403, EngineFailure.Unauthorized)]
    [InlineData(404, EngineFailure.NotSupported)]
    [InlineData(429, EngineFailure.RemoteError)]
    [InlineData(500, EngineFailure.RemoteError)]
    public async Task A_refusal_is_typed_and_the_next_utterance_is_heard(int status, EngineFailure expected)
    {
        Service.Instead = (context, number) =>
        {
            context.Response.StatusCode = status;
            return Task.FromResult(number == 0);
        };
        await using var recognizer = NewRecognizer(new() { Retries = 0 });
        await using var record = new RecognitionRecord(await recognizer.OpenAsync(new(), Token));
        await record.WriteAsync(Sound.GoForward + Sound.Silence(TimeSpan.FromSeconds(1)), cancellationToken: Token);
        var failed = await record.WaitForAsync<RecognitionFailed>(1, Token);
        (failed.Error.EngineId, failed.Error.Failure).ShouldBe(("openai", expected));
        Service.Instead = (_, _) => Task.FromResult(false);
        await record.WriteAsync(Sound.GoForward, cancellationToken: Token);
        await record.FlushAsync(Token);
        record.Text.ShouldBe(Sound.GoForwardText);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again()
    {
        Service.Instead = (context, number) =>
        {
            if (number == 0)
            {
                context.Response.StatusCode = 503;
            }

            return Task.FromResult(number == 0);
        };
        await using var recognizer = NewRecognizer(new() { Retries = 1 }, TimeProvider.System);
        (await SpeakAsync(recognizer)).ShouldBeOfType<FinalTranscript>();
        Service.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"text\":5}")]
    [InlineData("{\"words\":[]}")]
    [InlineData("{\"text\":\"a\",\"words\":[{\"word\":7}]}")]
    public async Task Garbage_is_a_typed_failure(string answer)
    {
        Service.Instead = async (context, _) =>
        {
            await context.Response.WriteAsync(answer);
            return true;
        };
        await using var recognizer = NewRecognizer(new());
        (await SpeakAsync(recognizer)).ShouldBeOfType<RecognitionFailed>().Error.Failure.ShouldBe(EngineFailure.InvalidAnswer);
    }

    [Theory]
    [InlineData("{\"text\":\"\"}")]
    [InlineData("{\"text\":\" \"}")]
    [InlineData("{\"text\":\"Thank you.\",\"segments\":[{\"start\":0,\"end\":1,\"avg_logprob\":-1.4,\"no_speech_prob\":0.9}]}")]
    public async Task No_speech_is_a_rejection(string answer)
    {
        Service.Instead = async (context, _) =>
        {
            await context.Response.WriteAsync(answer);
            return true;
        };
        await using var recognizer = NewRecognizer(new());
        (await SpeakAsync(recognizer)).ShouldBeOfType<UtteranceRejected>();
    }

    [Fact]
    public async Task A_service_that_stalls_is_given_up_at_the_deadline()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Service.Instead = async (context, _) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        await using var recognizer = NewRecognizer(new() { Timeout = TimeSpan.FromSeconds(3) });
        var speaking = SpeakAsync(recognizer);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        _clock.Advance(TimeSpan.FromSeconds(4));
        (await speaking).ShouldBeOfType<RecognitionFailed>().Error.Failure.ShouldBe(EngineFailure.Timeout);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_a_typed_failure()
    {
        Service.Instead = async (context, _) =>
        {
            context.Response.ContentLength = 1_000;
            await context.Response.WriteAsync("{\"text\":");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };
        await using var recognizer = NewRecognizer(new() { Retries = 0 });
        (await SpeakAsync(recognizer)).ShouldBeOfType<RecognitionFailed>().Error.Failure.ShouldBe(EngineFailure.ConnectionLost);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_typed_failure()
    {
        var gone = Service.BaseUrl;
        await Service.DisposeAsync();
        await using var recognizer = new EndpointingRecognizer(
            new OpenAiTranscriptionEngine(new() { BaseUrl = gone, Retries = 0 }, _clock), () => new EnergyEngine().CreateDetector(), _clock, NullLogger.Instance);
        (await SpeakAsync(recognizer)).ShouldBeOfType<RecognitionFailed>().Error.Failure.ShouldBe(EngineFailure.ConnectionLost);
    }

    [Fact]
    public void The_key_is_not_part_of_what_settings_print() =>
        new OpenAiTranscriptionOptions { ApiKey = "sk-secret" }.ToString().ShouldNotContain("sk-secret");

    private EndpointingRecognizer NewRecognizer(OpenAiTranscriptionOptions options, TimeProvider? clock = null) => new(
        new OpenAiTranscriptionEngine(options with { BaseUrl = Service.BaseUrl }, clock ?? _clock), () => new EnergyEngine().CreateDetector(), _clock, NullLogger.Instance);

    private async Task<FinalTranscript> RecognizeAsync(OpenAiTranscriptionOptions options, RecognitionOptions recognition)
    {
        await using var recognizer = NewRecognizer(options);
        return (await SpeakAsync(recognizer, recognition)).ShouldBeOfType<FinalTranscript>();
    }

    /// <summary>One utterance; what became of it.</summary>
    private static async Task<RecognitionEvent> SpeakAsync(EndpointingRecognizer recognizer, RecognitionOptions? options = null)
    {
        await using var record = new RecognitionRecord(await recognizer.OpenAsync(options ?? new(), Token));
        await record.WriteAsync(Sound.GoForward, cancellationToken: Token);
        await record.FlushAsync(Token);
        return record.Events[^2];
    }
}
