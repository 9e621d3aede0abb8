using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Parley.Speech.Engines.OpenAi;
using Parley.Speech.Synthesis;
using Parley.Testing;
using Parley.Testing.Synthesis;

namespace Parley.Speech.Tests.Engines.OpenAi;

public sealed class OpenAiSpeechSynthesizerTests : IAsyncLifetime
{
    private const string Key = "sk-very-secret-1234";

    private readonly FakeTimeProvider _time = new();
    private SpeechService _service = null!;
    private OpenAiSpeechSynthesizer _engine = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OpenAiSpeechOptions Options => new() { BaseUrl = _service.BaseUrl, SampleRate = 16_000, ApiKey = Key, Model = "kokoro" };

    public async ValueTask InitializeAsync()
    {
        _service = await SpeechService.StartAsync();
        _engine = new OpenAiSpeechSynthesizer(Options, _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Asks_for_what_was_wanted()
    {
        await SpeakAsync(new SynthesisRequest { Text = "Hello.", VoiceId = "openai-nova", Speed = 1.25 });
        var body = _service.Requests.ShouldHaveSingleItem();
        body.GetProperty("model").GetString().ShouldBe("kokoro");
        body.GetProperty("input").GetString().ShouldBe("Hello.");
        body.GetProperty("voice").GetString().ShouldBe("nova");
        body.GetProperty("response_format").GetString().ShouldBe("pcm");
        body.GetProperty("speed").GetDouble().ShouldBe(1.25);
        body.TryGetProperty("instructions", out _).ShouldBeFalse();
        _service.Authorizations.ShouldBe([$"Bearer {Key}"]);
    }

    [Fact]
    public async Task A_model_that_takes_instructions_gets_the_style_in_words()
    {
        await using var engine = new OpenAiSpeechSynthesizer(Options with { TakesInstructions = true, ApiKey = null });
        engine.Voices[0].Styles.ShouldContain("cheerful");
        await SpokenAudio.ReadAsync(engine.SynthesizeAsync(new SynthesisRequest { Text = "Hello.", Style = "Cheerful", StyleDegree = 2 }, Token), Token);
        _service.Requests[0].GetProperty("instructions").GetString().ShouldBe("Speak in a very cheerful tone.");
        _service.Authorizations.ShouldBe([""]);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-6)]
    public async Task Pitch_is_shifted_here(double semitones)
    {
        const string Text = "Good morning to you all, my very dear friends.";
        var normal = await SpeakAsync(new SynthesisRequest { Text = Text });
        var shifted = await SpeakAsync(new SynthesisRequest { Text = Text, Pitch = semitones });
        (12 * Math.Log2(FundamentalFrequency.MedianOf(shifted) / FundamentalFrequency.MedianOf(normal))).ShouldBe(semitones, 1.5);
        (shifted.Duration / normal.Duration).ShouldBe(1, 0.1);
    }

    [Fact]
    public async Task A_text_beyond_the_services_limit_goes_out_in_several_requests_cut_between_sentences()
    {
        await using var engine = new OpenAiSpeechSynthesizer(Options with { MaxInputLength = 100 });
        var text = string.Concat(Enumerable.Range(1, 9).Select(i => $"This is sentence number {i} of them all. "));
        var audio = await SpokenAudio.ReadAsync(engine.SynthesizeAsync(new SynthesisRequest { Text = text }, Token), Token);
        _service.Requests.Count.ShouldBe(5);
        _service.Requests.ShouldAllBe(r => r.GetProperty("input").GetString()!.Trim().EndsWith('.'));
        audio.Words.Count(w => w.Text == "sentence").ShouldBe(9);
    }

    [Theory]
    [InlineData(401, EngineFailure.Unauthorized)]
    [InlineData(403, EngineFailure.Unauthorized)]
    [InlineData(400, EngineFailure.NotSupported)]
    [InlineData(404, EngineFailure.NotSupported)]
    [InlineData(429, EngineFailure.RemoteError)]
    [InlineData(500, EngineFailure.RemoteError)]
    [InlineData(503, EngineFailure.RemoteError)]
    [InlineData(302, EngineFailure.InvalidAnswer)]
    public async Task A_refusal_is_a_typed_failure_that_tells_no_secrets(int status, EngineFailure expected)
    {
        _service.Instead = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:1/elsewhere";
            return context.Response.WriteAsync($"you sent {Key} and a private text");
        };
        var failure = await FailAsync();
        failure.Failure.ShouldBe(expected);
        failure.EngineId.ShouldBe("openai");
        failure.ToString().ShouldNotContain(Key);
        failure.ToString().ShouldNotContain("private");
        _service.Requests.Count.ShouldBe(1, "an answer is never asked for twice");
    }

    [Theory]
    [InlineData("text/html", "<html>It works!</html>")]
    [InlineData("application/json", "{\"error\":\"none\"}")]
    [InlineData("audio/mpeg", "ID3 and so on and on")]
    [InlineData("audio/pcm", "OggS but it says it is PCM")]
    [InlineData("audio/pcm", "RIFF\0\0\0\0WAVEjunkjunkjunkjunkjunk")]
    [InlineData("audio/pcm", "")]
    public async Task What_is_not_speech_is_an_invalid_answer(string type, string body)
    {
        _service.Instead = context =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(body)).AsTask();
        };
        (await FailAsync()).Failure.ShouldBeOneOf(EngineFailure.InvalidAnswer, EngineFailure.ConnectionLost);
        _service.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Wav_is_understood_where_pcm_was_asked_for()
    {
        await using var wav = new OpenAiSpeechSynthesizer(Options with { ResponseFormat = "wav" });
        var expected = await SpokenAudio.ReadAsync(wav.SynthesizeAsync(new SynthesisRequest { Text = "Hello." }, Token), Token);
        var header = new byte[Parley.Audio.Wav.WavHeader.Length];
        Parley.Audio.Wav.WavHeader.Write(header, Parley.Audio.PcmFormat.Speech16K);
        _service.Instead = async context =>
        {
            context.Response.ContentType = "application/octet-stream";
            await context.Response.Body.WriteAsync(header);
            await foreach (var bytes in _service.SpeakAsync(_service.Requests[^1]))
            {
                // Odd pieces: samples split over reads are put together again.
                await context.Response.Body.WriteAsync(bytes[..1]);
                await context.Response.Body.FlushAsync();
                await context.Response.Body.WriteAsync(bytes[1..]);
            }
        };
        var audio = await SpeakAsync(new SynthesisRequest { Text = "Hello." });
        audio.Samples.ShouldBe(expected.Samples);
    }

    [Fact]
    public async Task Silence_before_the_first_byte_is_a_timeout()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _service.Instead = async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var failing = FailAsync();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        _time.Advance(TimeSpan.FromSeconds(11));
        (await failing.WaitAsync(TimeSpan.FromSeconds(30), Token)).Failure.ShouldBe(EngineFailure.Timeout);
    }

    [Fact]
    public async Task A_stall_in_the_middle_is_a_timeout_after_the_good_chunks()
    {
        // The third chunk comes out when the sample behind it is there: then everything sent has been read.
        const int Samples = 320 + 800 + 1_600 + 1;
        _service.Instead = async context =>
        {
            await context.Response.Body.WriteAsync(new byte[2 * Samples]);
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        await using var reading = _engine.SynthesizeAsync(new SynthesisRequest { Text = "Hello." }, Token).GetAsyncEnumerator(Token);
        for (var i = 0; i < 3; i++)
        {
            (await reading.MoveNextAsync()).ShouldBeTrue();
        }

        var next = reading.MoveNextAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(6));
        (await Should.ThrowAsync<EngineException>(() => next.WaitAsync(TimeSpan.FromSeconds(30), Token))).Failure.ShouldBe(EngineFailure.Timeout);
    }

    [Theory]
    [InlineData("pcm")]
    [InlineData("wav")]
    public async Task A_cut_in_the_middle_is_a_lost_connection_after_the_good_chunks(string format)
    {
        await using var engine = new OpenAiSpeechSynthesizer(Options with { ResponseFormat = format }, _time);
        var header = new byte[Parley.Audio.Wav.WavHeader.Length];
        Parley.Audio.Wav.WavHeader.Write(header, Parley.Audio.PcmFormat.Speech16K);
        _service.Instead = async context =>
        {
            if (format == "wav")
            {
                await context.Response.Body.WriteAsync(header);
            }

            await context.Response.Body.WriteAsync(new byte[20_000]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        var failure = await Should.ThrowAsync<EngineException>(async () =>
        {
            await foreach (var chunk in engine.SynthesizeAsync(new SynthesisRequest { Text = "Hello." }, Token))
            {
                chunk.Samples.Length.ShouldBeGreaterThan(0);
            }
        });
        failure.Failure.ShouldBe(EngineFailure.ConnectionLost);
        _service.Requests.Count.ShouldBe(1, "nothing is asked for again once audio has come");
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_tried_again_and_then_reported()
    {
        await using var engine = new OpenAiSpeechSynthesizer(Options with { BaseUrl = new Uri($"http://127.0.0.1:{ClosedPort()}/v1"), ConnectRetries = 1 });
        var failure = await Should.ThrowAsync<EngineException>(() => SpokenAudio.ReadAsync(engine.SynthesizeAsync(new SynthesisRequest { Text = "Hello." }, Token), Token));
        failure.Failure.ShouldBe(EngineFailure.ConnectionLost);
        failure.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_service_that_comes_up_between_two_tries_is_used()
    {
        var port = ClosedPort();
        await using var engine = new OpenAiSpeechSynthesizer(Options with { BaseUrl = new Uri($"http://127.0.0.1:{port}/v1"), ConnectRetries = 1 }, _time);
        var speaking = SpokenAudio.ReadAsync(engine.SynthesizeAsync(new SynthesisRequest { Text = "Hello." }, Token), Token);
        await _time.WhenTimersAsync(2, Token); // The deadline, and the wait before the second try.
        await using var late = await SpeechService.StartAsync(port);
        _time.Advance(TimeSpan.FromSeconds(2));
        (await speaking.WaitAsync(TimeSpan.FromSeconds(30), Token)).ChunkLengths.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Requests_beyond_the_limit_wait_and_then_fail_as_busy()
    {
        await using var engine = new OpenAiSpeechSynthesizer(Options with { MaxConcurrentRequests = 1 }, _time);
        await using var first = engine.SynthesizeAsync(new SynthesisRequest { Text = "Hello." }, Token).GetAsyncEnumerator(Token);
        (await first.MoveNextAsync()).ShouldBeTrue();
        var timers = _time.ActiveTimers;
        await using var second = engine.SynthesizeAsync(new SynthesisRequest { Text = "Hello." }, Token).GetAsyncEnumerator(Token);
        var waiting = second.MoveNextAsync().AsTask();
        _time.ActiveTimers.ShouldBe(timers + 1);
        _time.Advance(TimeSpan.FromSeconds(11));
        (await Should.ThrowAsync<EngineException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(30), Token))).Failure.ShouldBe(EngineFailure.Busy);
    }

    [Fact]
    public void Settings_are_checked_and_the_key_stays_secret()
    {
        var wrong = new OpenAiSpeechOptions { Id = "My Engine", BaseUrl = new Uri("ftp://x"), ApiKey = "two words", ResponseFormat = "mp3", SampleRate = 1, Voices = [] };
        var message = Should.Throw<ArgumentException>(() => new OpenAiSpeechSynthesizer(wrong)).Message;
        foreach (var name in new[] { "Id", "BaseUrl", "ApiKey", "ResponseFormat", "SampleRate", "Voices" })
        {
            message.ShouldContain(name);
        }

        message.ShouldNotContain("two words");
        Options.ToString().ShouldNotContain(Key);
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task<SpokenAudio> SpeakAsync(SynthesisRequest request) => SpokenAudio.ReadAsync(_engine.SynthesizeAsync(request, Token), Token);

    private Task<EngineException> FailAsync() => Should.ThrowAsync<EngineException>(() => SpeakAsync(new SynthesisRequest { Text = "Hello." }));
}
