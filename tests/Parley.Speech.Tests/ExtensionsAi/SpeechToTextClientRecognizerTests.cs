using Microsoft.Extensions.AI;
using Parley.Speech.Engines.Energy;
using Parley.Speech.ExtensionsAi;
using Parley.Speech.Recognition;
using Parley.Testing;
using Parley.Testing.Recognition;

namespace Parley.Speech.Tests.ExtensionsAi;

public sealed class SpeechToTextClientRecognizerTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, EngineFailure.Failed)]
    [InlineData(true, EngineFailure.ConnectionLost)]
    public async Task What_goes_wrong_is_a_failed_utterance_and_the_stream_goes_on(bool isHttp, EngineFailure expected)
    {
        var client = new GivenClient(_ => throw (isHttp ? new HttpRequestException("x") : new InvalidOperationException("x")));
        (await HearAsync(client)).OfType<RecognitionFailed>().ShouldHaveSingleItem().Error.Failure.ShouldBe(expected);
    }

    [Fact]
    public async Task A_client_that_hangs_and_ignores_its_token_is_left_after_the_deadline()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var forever = new TaskCompletionSource<SpeechToTextResponse>();
        var hearing = HearAsync(new GivenClient(_ =>
        {
            asked.SetResult();
            return forever.Task;
        }));
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        _time.Advance(TimeSpan.FromSeconds(21));
        (await hearing.WaitAsync(TimeSpan.FromSeconds(30), Token)).OfType<RecognitionFailed>().ShouldHaveSingleItem().Error.Failure.ShouldBe(EngineFailure.Timeout);
    }

    [Fact]
    public async Task No_text_is_a_rejected_utterance() =>
        (await HearAsync(new GivenClient(_ => Task.FromResult(new SpeechToTextResponse("  "))))).OfType<UtteranceRejected>().ShouldHaveSingleItem();

    private async Task<List<RecognitionEvent>> HearAsync(ISpeechToTextClient client)
    {
        await using var recognizer = new SpeechToTextClientRecognizer(
            client, new SpeechToTextClientRecognizerOptions { Id = "given" }, () => new EnergyEngine().CreateDetector(), _time);
        await using var stream = await recognizer.OpenAsync(new RecognitionOptions(), Token);
        await stream.WriteAsync(Sound.GoForward.Samples, Token);
        await stream.FlushAsync(Token);
        var events = new List<RecognitionEvent>();
        await foreach (var heard in stream.ReadEventsAsync(Token))
        {
            events.Add(heard);
            if (heard is SessionFlushed)
            {
                break;
            }
        }

        return events;
    }

    private sealed class GivenClient(Func<Stream, Task<SpeechToTextResponse>> answer) : ISpeechToTextClient
    {
        public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
            answer(audioSpeechStream);

        public IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
