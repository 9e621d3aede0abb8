using System.Net;
using System.Text;
using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus.Tests.Rest;

public class RestClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Speech_is_asked_for_and_its_headers_are_read()
    {
        var handler = new Handler(_ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([1, 2, 3]) };
            response.Headers.Add("X-Request-ID", "req_9");
            response.Headers.Add("X-Voice-ID", "v");
            response.Headers.Add("X-Sample-Rate", "24000");
            response.Headers.Add("X-Duration-Ms", "1500");
            return response;
        });
        using var client = Client(handler);
        await using var speech = await client.SynthesizeAsync("Hi \"you\".", new SynthesisSettings { VoiceId = "v", Speed = 1.5 }, Token);

        handler.Address.ShouldBe("http://host/base/v1/tts");
        handler.Body.ShouldBe("""{"text":"Hi \"you\".","voice_id":"v","speed":1.5}""");
        handler.Key.ShouldBe("sesame");
        (speech.RequestId, speech.VoiceId, speech.SampleRate, speech.Duration, speech.Language).ShouldBe(("req_9", "v", 24_000, TimeSpan.FromSeconds(1.5), null));
        using var bytes = new MemoryStream();
        await speech.Audio.CopyToAsync(bytes, Token);
        bytes.ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_transcription_is_read_in_the_newest_and_the_older_form()
    {
        var handler = new Handler(_ => Json(
            """
            {"request_id":"req_1","text":"Hello.","transcript":"hello","duration_ms":1200.0,"created_at":"2026-01-01T00:00:00Z","language":"en",
             "words":[{"word":"hello","offset":0,"duration":500.0,"confidence":0.9}],"unknown":{}}
            """));
        using var client = Client(handler);
        using var audio = new MemoryStream([1, 2]);
        var result = await client.TranscribeAsync(audio, new TranscriptionRequest { Language = "en", EnableTimestamps = true, ContentType = "audio/pcm" }, Token);

        handler.Address.ShouldBe("http://host/base/v1/stt?model_id=vn-stt-basic&sample_rate=16000&language=en&enable_timestamps=true");
        handler.ContentType.ShouldBe("audio/pcm");
        result.Text.ShouldBe("Hello.");
        result.DurationMs.ShouldBe(1_200);
        result.Words.ShouldNotBeNull().ShouldHaveSingleItem().ShouldBe(new TranscriptWord("hello", 0, 500, 0.9));
        audio.CanRead.ShouldBeTrue();
    }

    [Fact]
    public async Task All_voices_are_read_page_by_page()
    {
        var page = 0;
        var handler = new Handler(_ => Json(
            $$$"""{"voices":[{"voice_id":"v{{{++page}}}","name":"N","gender":"female","primary_locale":"en-US","styles":["calm"],"config_schema":{}}],"pagination":{"page":{{{page}}},"page_size":1,"total":2,"total_pages":2}}"""));
        using var client = Client(handler);
        var voices = new List<Voice>();
        await foreach (var voice in client.ReadVoicesAsync(new VoiceQuery { Language = "en", PageSize = 1 }, Token))
        {
            voices.Add(voice);
        }

        voices.Select(v => v.VoiceId).ShouldBe(["v1", "v2"]);
        handler.Address.ShouldBe("http://host/base/v1/voices?language=en&page=2&page_size=1");
    }

    [Fact]
    public async Task A_refusal_is_a_typed_error()
    {
        var handler = new Handler(_ =>
        {
            var response = Json("""{"error":"slow down","code":"RATE_LIMIT_EXCEEDED","request_id":"req_1","details":"60/min"}""", HttpStatusCode.TooManyRequests);
            response.Headers.Add("Retry-After", "7");
            return response;
        });
        using var client = Client(handler);
        var error = await Should.ThrowAsync<VoxNexusException>(client.GetVoiceAsync("a/b", Token));
        handler.Address.ShouldBe("http://host/base/v1/voices/a%2Fb");
        error.ErrorCode.ShouldBe(VoxNexusErrorCode.RateLimitExceeded);
        (error.HttpStatus, error.RetryAfter, error.IsTransient, error.Details, error.RequestId).ShouldBe((429, TimeSpan.FromSeconds(7), true, "60/min", "req_1"));
    }

    [Theory]
    [InlineData(502, true)]
    [InlineData(404, false)]
    public async Task A_refusal_without_the_services_body_keeps_the_status(int status, bool transient)
    {
        using var client = Client(new Handler(_ => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("<html>") }));
        var error = await Should.ThrowAsync<VoxNexusException>(client.ListModelsAsync(Token));
        (error.HttpStatus, error.IsTransient, error.Code).ShouldBe((status, transient, $"HTTP_{status}"));
    }

    [Fact]
    public async Task An_unreachable_or_wrong_service_is_told_apart()
    {
        using var unreachable = Client(new Handler(_ => throw new HttpRequestException("no route")));
        (await Should.ThrowAsync<ConnectionException>(unreachable.ListVoicesAsync(null, Token))).Code.ShouldBe(RealtimeErrorCodes.ConnectFailed);
        using var wrong = Client(new Handler(_ => Json("[]")));
        await Should.ThrowAsync<Parley.Realtime.ProtocolViolationException>(wrong.ListVoicesAsync(null, Token));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_a_timeout()
    {
        var clock = new Parley.Testing.FakeTimeProvider();
        using var client = Client(new Handler(null), clock);
        var waiting = client.ListVoicesAsync(null, Token);
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(100), Token);
        clock.Advance(TimeSpan.FromSeconds(100));
        await Should.ThrowAsync<TimeoutException>(waiting.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task Wrong_requests_are_not_sent()
    {
        using var client = Client(new Handler(_ => throw new InvalidOperationException("sent")));
        await Should.ThrowAsync<ArgumentException>(client.SynthesizeAsync(" ", new SynthesisSettings { VoiceId = "v" }, Token));
        await Should.ThrowAsync<ArgumentException>(client.SynthesizeAsync("x", new SynthesisSettings(), Token));
        await Should.ThrowAsync<ArgumentException>(client.SynthesizeAsync(new string('x', 5_001), new SynthesisSettings { VoiceId = "v" }, Token));
    }

    private static VoxNexusRestClient Client(Handler handler, TimeProvider? clock = null) => new(new VoxNexusRestOptions
    {
        ServerUrl = new Uri("ws://host/base/"),
        ApiKey = "sesame",
        HttpClient = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan },
        TimeProvider = clock ?? TimeProvider.System,
    });

    private static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    private sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage>? answer) : HttpMessageHandler
    {
        public string? Address { get; private set; }

        public string? Body { get; private set; }

        public string? Key { get; private set; }

        public string? ContentType { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Address = request.RequestUri!.AbsoluteUri;
            Key = request.Headers.TryGetValues("X-Api-Key", out var values) ? values.Single() : null;
            ContentType = request.Content?.Headers.ContentType?.ToString();
            Body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
            if (answer is null)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return answer!(request);
        }
    }
}
