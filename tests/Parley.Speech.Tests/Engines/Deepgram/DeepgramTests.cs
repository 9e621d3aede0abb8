using System.Net.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Engines.Deepgram;
using Parley.Speech.Engines.Energy;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.Tests.Engines.PocketSphinx;
using Parley.Testing;
using Parley.Testing.Recognition;

namespace Parley.Speech.Tests.Engines.Deepgram;

public sealed class DeepgramTests(PocketSphinxFixture fixture) : IAsyncLifetime, IClassFixture<PocketSphinxFixture>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private DeepgramService? _service;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DeepgramService Service => _service!;

    public async ValueTask InitializeAsync() => _service = await DeepgramService.StartAsync(fixture.Shared);

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    [Fact]
    public async Task It_asks_for_what_the_stream_needs_and_says_goodbye()
    {
        await using (var record = await OpenAsync(new() { ApiKey = "dg-key" }, new() { Language = "en-GB", KeyTerms = ["Parley & Co"], Endpointing = new() { Silence = 10 * Second } }))
        {
            await record.WriteAsync(Sound.GoForward, 1_600, Token);
            (await ListenForAsync(record, record.WaitForAsync<PartialTranscript>(1, Token))).Text.ShouldStartWith("go");
            await record.FlushAsync(Token);
            record.Text.ShouldBe(Sound.GoForwardText);
            record.Finals[0].Words.Count.ShouldBe(4);
            record.Finals[0].Confidence!.Value.ShouldBeInRange(0.5, 1);
        }

        await Service.Closed.WaitAsync(TimeSpan.FromSeconds(30), Token);
        var query = Service.Queries.Single();
        string Value(string name) => query[name].ToString();
        (Value("encoding"), Value("sample_rate"), Value("channels")).ShouldBe(("linear16", "16000", "1"));
        (Value("model"), Value("language"), Value("keyterm")).ShouldBe(("nova-3", "en-GB", "Parley & Co"));
        (Value("interim_results"), Value("endpointing"), Value("punctuate")).ShouldBe(("true", "10000", "true"));
        Service.Authorizations.Single().ShouldBe("Token dg-key");
        Service.Commands.ShouldBe(["Finalize", "CloseStream"]);
    }

    [Fact]
    public async Task The_service_may_end_the_utterance()
    {
        Service.EndsAfter = Sound.GoForward.Samples.Length - 8_000;
        await using var record = await OpenAsync(new(), new() { Endpointing = new() { Silence = 10 * Second } });
        await record.WriteAsync(Sound.GoForward + Sound.Silence(Second), 1_600, Token);
        (await ListenForAsync(record, record.WaitForAsync<FinalTranscript>(1, Token))).Text.ShouldBe(Sound.GoForwardText);
        record.Events.OfType<SpeechEnded>().Single().Reason.ShouldBe(EndpointReason.Silence);
    }

    [Fact]
    public async Task With_a_talk_key_the_service_does_not_end_the_utterance()
    {
        Service.EndsAfter = Sound.GoForward.Samples.Length - 8_000;
        await using var record = await OpenAsync(new(), new() { Endpointing = EndpointingOptions.PushToTalk });
        await record.WriteAsync(Sound.GoForward + Sound.Silence(Second), 1_600, Token);
        await ListenForAsync(record, Service.Ended);
        await record.WriteAsync(Sound.Silence(Second), cancellationToken: Token);
        await record.FlushAsync(Token);
        record.Finals.Count.ShouldBe(1);
        record.Text.ShouldBe(Sound.GoForwardText);
        Service.Queries.Single()["endpointing"].ToString().ShouldBe("false");
    }

    [Fact]
    public async Task Utterances_share_a_connection_and_keep_their_own_times()
    {
        await using var record = await OpenAsync(new());
        for (var i = 0; i < 3; i++)
        {
            await record.WriteAsync(Sound.GoForward + Sound.Silence(Second), cancellationToken: Token);
        }

        await record.FlushAsync(Token);
        Service.Queries.Count.ShouldBe(1);
        record.Finals.Select(f => f.Text).ShouldBe(Enumerable.Repeat(Sound.GoForwardText, 3));
        var places = record.Finals.Select(f => f.Words[^1].Offset - f.Offset).ToList();
        places.ShouldAllBe(p => (p - places[0]).Duration() < TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task An_idle_connection_is_kept_alive_and_then_closed()
    {
        await using var record = await OpenAsync(new() { IdleTimeout = 10 * Second });
        await SayAsync(record);
        var alive = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Service.OnMessage = (_, type, _) =>
        {
            if (type == "KeepAlive")
            {
                alive.TrySetResult();
            }

            return Task.FromResult(true);
        };
        _clock.Advance(4 * Second);
        await alive.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        _clock.Advance(8 * Second);
        await Service.Closed.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await SayAsync(record);
        record.Finals.Count.ShouldBe(2);
        Service.Queries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_utterance_whose_connection_breaks_is_said_again()
    {
        var pieces = 0;
        Service.OnMessage = (connection, type, socket) =>
        {
            if (connection == 0 && type == "audio" && ++pieces == 8)
            {
                socket.Abort();
            }

            return Task.FromResult(true);
        };
        await using var record = await OpenAsync(new());
        await SayAsync(record);
        record.Text.ShouldBe(Sound.GoForwardText);
        Service.Queries.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(401, EngineFailure.Unauthorized)]
    [InlineData(402, EngineFailure.NotSupported)]
    [InlineData(429, EngineFailure.RemoteError)]
    [InlineData(500, EngineFailure.RemoteError)]
    public async Task A_refusal_is_typed_and_the_next_utterance_is_heard(int status, EngineFailure expected)
    {
        Service.Status = connection => connection == 0 ? status : 0;
        await using var record = await OpenAsync(new());
        await SayAsync(record);
        record.Events.OfType<RecognitionFailed>().Single().Error.Failure.ShouldBe(expected);
        await SayAsync(record);
        record.Text.ShouldBe(Sound.GoForwardText);
    }

    [Theory]
    [InlineData("not json", EngineFailure.InvalidAnswer)]
    [InlineData("{}", EngineFailure.InvalidAnswer)]
    [InlineData("{\"type\":\"Results\"}", EngineFailure.InvalidAnswer)]
    [InlineData("{\"type\":\"Error\",\"description\":\"no\"}", EngineFailure.RemoteError)]
    public async Task Garbage_is_a_typed_failure(string answer, EngineFailure expected)
    {
        Service.OnMessage = async (_, type, socket) =>
        {
            if (type == "audio")
            {
                await DeepgramService.SendAsync(socket, answer);
            }

            return false;
        };
        await using var record = await OpenAsync(new());
        await SayAsync(record);
        record.Events.OfType<RecognitionFailed>().Single().Error.Failure.ShouldBe(expected);
    }

    [Fact]
    public async Task A_service_that_stalls_is_given_up_at_the_deadline()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Service.OnMessage = (_, type, _) =>
        {
            if (type == "Finalize")
            {
                asked.TrySetResult();
            }

            return Task.FromResult(type == "CloseStream");
        };
        await using var record = await OpenAsync(new() { FinalTimeout = 3 * Second });
        var saying = SayAsync(record);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        _clock.Advance(4 * Second);
        await saying;
        record.Events.OfType<RecognitionFailed>().Single().Error.Failure.ShouldBe(EngineFailure.Timeout);
    }

    [Fact]
    public async Task A_service_that_answers_no_finalize_still_gave_its_words()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Service.OnMessage = (_, type, _) =>
        {
            if (type == "Finalize")
            {
                asked.TrySetResult();
            }

            return Task.FromResult(type != "Finalize");
        };
        await using var record = await OpenAsync(new() { FinalTimeout = 3 * Second });
        await record.WriteAsync(Sound.GoForward, cancellationToken: Token);
        await record.Stream.FlushAsync(Token);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        _clock.Advance(4 * Second);
        await record.WaitForAsync<SessionFlushed>(1, Token);
        record.Text.ShouldStartWith("go");
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_typed_failure()
    {
        await using var record = await OpenAsync(new());
        await Service.DisposeAsync();
        await SayAsync(record);
        record.Events.OfType<RecognitionFailed>().Single().Error.Failure.ShouldBe(EngineFailure.ConnectionLost);
    }

    [Fact]
    public async Task A_service_that_closes_at_once_every_time_is_a_typed_failure()
    {
        Service.OnMessage = async (_, _, socket) =>
        {
            await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "no", CancellationToken.None);
            return false;
        };
        await using var record = await OpenAsync(new());
        await SayAsync(record);
        record.Events.OfType<RecognitionFailed>().Single().Error.Failure.ShouldBe(EngineFailure.ConnectionLost);
        Service.Queries.Count.ShouldBe(2);
    }

    [Fact]
    public void The_key_is_not_part_of_what_settings_print() => new DeepgramOptions { ApiKey = "dg-secret" }.ToString().ShouldNotContain("dg-secret");

    /// <summary>What arrives is noticed with the next frame, so the microphone goes on: less long than it takes a 10 s local endpoint.</summary>
    private static async Task<T> ListenForAsync<T>(RecognitionRecord record, Task<T> awaited)
    {
        for (var i = 0; i < 400 && !awaited.IsCompleted; i++)
        {
            await record.WriteAsync(Sound.Silence(0.02 * Second), cancellationToken: Token);
            await Task.WhenAny(awaited, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Token));
        }

        return await awaited.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    private static async Task SayAsync(RecognitionRecord record)
    {
        await record.WriteAsync(Sound.GoForward, cancellationToken: Token);
        await record.FlushAsync(Token);
    }

    private async Task<RecognitionRecord> OpenAsync(DeepgramOptions options, RecognitionOptions? recognition = null)
    {
        var engine = new DeepgramEngine(options with { BaseUrl = Service.BaseUrl }, _clock);
        var recognizer = new EndpointingRecognizer(engine, () => new EnergyEngine().CreateDetector(), _clock, NullLogger.Instance);
        return new(await recognizer.OpenAsync(recognition ?? new(), Token));
    }
}
