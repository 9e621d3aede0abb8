using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Server.VoxNexus;
using Parley.Speech;
using Parley.Speech.Recognition;
using Parley.Testing.Speech;

namespace Parley.Server.Tests.VoxNexus;

public sealed class RestTests
{
    private static readonly short[] Tone = [.. Enumerable.Range(0, 16000).Select(i => (short)((i * 37 % 20000) - 10000))];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Speech_comes_chunked_with_its_headers_and_its_length_in_the_trailer()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        using var answer = await TtsAsync(f, """{"text":"First sentence. Second sentence.","voice_id":"Test-One","sample_rate":24000}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("audio/wav");
        answer.Headers.TransferEncodingChunked.ShouldBe(true);
        Header(answer, "X-Voice-ID").ShouldBe("Test-One");
        Header(answer, "X-Language").ShouldBe("en-US");
        Header(answer, "X-Audio-Format").ShouldBe("wav");
        Header(answer, "X-Sample-Rate").ShouldBe("24000");
        Header(answer, "X-Created-At").ShouldBe("2030-01-01T00:00:00.0000000Z");
        var bytes = await answer.Content.ReadAsByteArrayAsync(Stop);
        var samples = 3 * (ScriptedSynthesizer.Samples("First sentence.").Length + ScriptedSynthesizer.Samples("Second sentence.").Length) / 2;
        bytes.Length.ShouldBe(44 + (2 * samples));
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(40)).ShouldBe(uint.MaxValue);
        answer.TrailingHeaders.GetValues("X-Duration-Ms").Single().ShouldBe($"{samples / 24}");
    }

    [Fact]
    public async Task Speech_begins_to_arrive_while_it_is_made()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        f.Engines.Synthesizer.BeforeChunk = (text, _, stop) => text == "Two." ? new ValueTask(go.Task.WaitAsync(stop)) : default;
        using var answer = await TtsAsync(f, """{"text":"One. Two.","voice_id":"test-one","format":"pcm"}""");
        await using var body = await answer.Content.ReadAsStreamAsync(Stop);
        var one = new byte[2 * ScriptedSynthesizer.Samples("One.").Length];
        await body.ReadExactlyAsync(one, Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop);
        go.SetResult();
        MemoryMarshal.Cast<byte, short>(one).ToArray().ShouldBe(ScriptedSynthesizer.Samples("One."));
        var two = new MemoryStream();
        await body.CopyToAsync(two, Stop);
        two.Length.ShouldBe(800);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("audio/pcm");
    }

    [Fact]
    public async Task Whole_speech_has_its_length_and_exact_sizes()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        using var answer = await TtsAsync(f, """{"text":"Whole.","voice_id":"test-one"}""", "?stream=false");
        var bytes = await answer.Content.ReadAsByteArrayAsync(Stop);
        answer.Content.Headers.ContentLength.ShouldBe(bytes.Length);
        Header(answer, "X-Duration-Ms").ShouldBe("37");
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(40)).ShouldBe((uint)bytes.Length - 44);
    }

    [Theory]
    [InlineData("nonsense", 400, "INVALID_JSON")]
    [InlineData("", 400, "INVALID_JSON")]
    [InlineData("[]", 400, "INVALID_MESSAGE")]
    [InlineData("{}", 400, "MISSING_PARAMETER")]
    [InlineData("""{"text":" ","voice_id":"test-one"}""", 400, "MISSING_PARAMETER")]
    [InlineData("""{"text":5,"voice_id":"test-one"}""", 400, "INVALID_PARAMETER")]
    [InlineData("""{"text":"x"}""", 400, "MISSING_PARAMETER")]
    [InlineData("""{"text":"x","voice_id":"nope"}""", 404, "VOICE_NOT_FOUND")]
    [InlineData("""{"text":"x","voice_id":"test-one","format":"mp3"}""", 400, "UNSUPPORTED_FORMAT")]
    [InlineData("""{"text":"x","voice_id":"test-one","sample_rate":1}""", 400, "UNSUPPORTED_SAMPLE_RATE")]
    [InlineData("""{"text":"x","voice_id":"test-one","speed":3}""", 400, "INVALID_PARAMETER")]
    [InlineData("""{"text":"x","voice_id":"test-one","voice_config":1}""", 400, "INVALID_VOICE_CONFIG")]
    [InlineData("""{"text":"x","voice_id":"test-one","ssml":true}""", 400, "UNSUPPORTED_PARAMETER")]
    public async Task Bad_speech_requests_get_their_code(string body, int status, string code)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        using var answer = await TtsAsync(f, body);
        await ShouldFailAsync(answer, status, code);
    }

    [Fact]
    public async Task Too_much_text_is_refused()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        using var answer = await TtsAsync(f, $$"""{"text":"{{new string('x', 5001)}}","voice_id":"test-one"}""");
        await ShouldFailAsync(answer, 400, "TEXT_TOO_LONG");
        await ShouldBeTooLargeAsync(f, "v1/tts", (1 << 20) + 1);
    }

    [Fact]
    public async Task An_engine_that_fails_before_the_first_byte_has_a_status_and_one_that_fails_later_breaks_the_body()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        f.Engines.Synthesizer.BeforeChunk = async (text, chunk, stop) =>
        {
            if (chunk == 1)
            {
                await arrived.Task.WaitAsync(stop);
            }

            if (text == "Now." || chunk == 1)
            {
                throw new EngineException("scripted", EngineFailure.Unavailable, "secret");
            }
        };
        using (var answer = await TtsAsync(f, """{"text":"Now.","voice_id":"test-one"}"""))
        {
            await ShouldFailAsync(answer, 503, "ENGINE_UNAVAILABLE");
        }

        using var late = await TtsAsync(f, """{"text":"Some time later.","voice_id":"test-one"}""");
        late.StatusCode.ShouldBe(HttpStatusCode.OK);
        arrived.SetResult();
        await Should.ThrowAsync<HttpRequestException>(() => late.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [InlineData("audio/wav")]
    [InlineData("audio/x-wav; codecs=1")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task A_wav_file_is_recognised_whatever_it_is_called(string? type)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var asking = SttAsync(f, "?model_id=vn-stt-basic&enable_timestamps=1", Wav(Tone, 8000), type);
        var stream = await f.Engines.ScriptedRecognizer.NextStreamAsync(Stop);
        await stream.WaitForSamplesAsync(2 * Tone.Length, Stop);
        using var answer = await asking;
        var result = await JsonAsync(answer);
        ((int)result["duration_ms"]!).ShouldBe(2000);
        ((string)result["text"]!).ShouldBe("");
        ((string)result["transcript"]!).ShouldBe("");
        result["words"]!.AsArray().ShouldBeEmpty();
        ((string)result["language"]!).ShouldBe("en-US");
        ((string)result["created_at"]!).ShouldBe("2030-01-01T00:00:00.0000000Z");
    }

    [Fact]
    public async Task The_utterances_of_a_recording_become_one_transcript()
    {
        await using var f = await VoxNexusFixture.StartAsync(new ScriptedSpeechEngines { ScriptedRecognizer = new ScriptedRecognizer { AnswersFlush = false } });
        var asking = SttAsync(f, "?sample_rate=16000", MemoryMarshal.AsBytes(Tone.AsSpan()).ToArray(), "audio/pcm");
        var stream = await f.Engines.ScriptedRecognizer.NextStreamAsync(Stop);
        await stream.WaitForCommandAsync(Stop);
        stream.Samples.ShouldBe(Tone);
        stream.Say(new FinalTranscript(TimeSpan.Zero, TimeSpan.FromSeconds(1), "Hello.") { Language = "en-US", Confidence = 0.5, Words = [new("hello", TimeSpan.Zero, TimeSpan.FromSeconds(1), null)] });
        stream.Say(new FinalTranscript(TimeSpan.Zero, TimeSpan.FromSeconds(1), "World.") { Language = "en-US", Confidence = 1 });
        stream.Say(new SessionFlushed(TimeSpan.FromSeconds(1), 0));
        using var answer = await asking;
        var result = await JsonAsync(answer);
        ((string)result["text"]!).ShouldBe("Hello. World.");
        ((double)result["confidence"]!).ShouldBe(0.75);
        result.ContainsKey("words").ShouldBeFalse();
    }

    [Fact]
    public async Task Bad_recordings_get_their_code()
    {
        await using var f = await VoxNexusFixture.StartAsync(options: new VoxNexusOptions { MaxUploadSeconds = 2, MaxUploadBytes = 1 << 20 });
        var pcm = MemoryMarshal.AsBytes(Tone.AsSpan()).ToArray();
        var wav = Wav(Tone, 16000);
        var adpcm = Wav(Tone, 16000);
        adpcm[20] = 2;
        foreach (var (query, body, type, status, code) in new (string, byte[], string, int, string)[]
        {
            ("", pcm, "audio/pcm", 400, "MISSING_PARAMETER"),
            ("?sample_rate=0", pcm, "audio/pcm", 400, "INVALID_PARAMETER"),
            ("?sample_rate=16k", pcm, "audio/pcm", 400, "INVALID_PARAMETER"),
            ("?sample_rate=96000", pcm, "audio/pcm", 400, "UNSUPPORTED_SAMPLE_RATE"),
            ("?sample_rate=16000&model_id=nope", pcm, "audio/pcm", 404, "MODEL_NOT_FOUND"),
            ("?sample_rate=16000&language=?", pcm, "audio/pcm", 400, "INVALID_PARAMETER"),
            ("?sample_rate=16000&enable_timestamps=yes", pcm, "audio/pcm", 400, "INVALID_PARAMETER"),
            ("?sample_rate=16000&enable_speaker_diarization=true", pcm, "audio/pcm", 400, "UNSUPPORTED_PARAMETER"),
            ("?sample_rate=16000&enable_llm_transform=true", pcm, "audio/pcm", 400, "MISSING_PARAMETER"),
            ("?sample_rate=16000", pcm, "audio/mpeg", 415, "UNSUPPORTED_FORMAT"),
            ("?sample_rate=16000", pcm, "text/html", 415, "UNSUPPORTED_FORMAT"),
            ("?sample_rate=16000", [.. "ID3"u8, .. pcm], "application/octet-stream", 415, "UNSUPPORTED_FORMAT"),
            ("?sample_rate=16000", [0xFF, 0xFB, 0x90, .. pcm], "application/octet-stream", 415, "UNSUPPORTED_FORMAT"),
            ("?sample_rate=16000", [.. "OggS"u8, .. pcm], "audio/wav", 415, "UNSUPPORTED_FORMAT"),
            ("?sample_rate=16000", pcm, "audio/wav", 400, "INVALID_AUDIO_DATA"),
            ("?sample_rate=16000", [], "audio/pcm", 400, "INVALID_AUDIO_DATA"),
            ("", wav[..1000], "audio/wav", 400, "INVALID_AUDIO_DATA"),
            ("", wav[..30], "audio/wav", 400, "INVALID_AUDIO_DATA"),
            ("", adpcm, "audio/wav", 415, "UNSUPPORTED_FORMAT"),
            ("?sample_rate=8000", [.. pcm, .. pcm], "audio/pcm", 413, "AUDIO_TOO_LONG"),
        })
        {
            using var answer = await SttAsync(f, query, body, type);
            await ShouldFailAsync(answer, status, code);
        }

        await ShouldBeTooLargeAsync(f, "v1/stt?sample_rate=48000", (1 << 20) + 1);
    }

    [Fact]
    public async Task An_engine_that_fails_while_a_recording_comes_in_ends_the_request()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        f.Engines.ScriptedRecognizer.Opened = s => s.BeforeWrite = stop => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));
        var asking = SttAsync(f, "?sample_rate=16000", new byte[1 << 20], "audio/pcm");
        var stream = await f.Engines.ScriptedRecognizer.NextStreamAsync(Stop);
        stream.Say(new RecognitionFailed(TimeSpan.Zero, new EngineException("scripted", EngineFailure.Timeout, "secret")));
        using var answer = await asking.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await ShouldFailAsync(answer, 504, "TIMEOUT");
    }

    [Fact]
    public async Task Voices_are_listed_filtered_and_paged()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var all = await GetAsync(f, "v1/voices");
        all["voices"]!.AsArray().Select(v => (string)v!["voice_id"]!).ShouldBe(["test-one", "test-zh"]);
        all["pagination"]!.ToJsonString().ShouldBe("""{"page":1,"page_size":20,"total":2,"total_pages":1}""");
        var second = await GetAsync(f, "v1/voices?page=2&page_size=1");
        second["voices"]!.AsArray().Select(v => (string)v!["voice_id"]!).ShouldBe(["test-zh"]);
        (await GetAsync(f, "v1/voices?page=3"))["voices"]!.AsArray().ShouldBeEmpty();
        foreach (var (query, ids) in new (string, string[])[]
        {
            ("gender=male", ["test-zh"]), ("language=zh", ["test-zh"]), ("language=en", ["test-one", "test-zh"]), ("language=en-GB", ["test-one"]), ("locale=zh-CN", ["test-zh"]),
            ("style=calm", ["test-one"]), ("age=child", []), ("search=TWO", ["test-zh"]), ("category=cloned", []), ("unknown=1", ["test-one", "test-zh"]),
        })
        {
            (await GetAsync(f, "v1/voices?" + query))["voices"]!.AsArray().Select(v => (string)v!["voice_id"]!).ShouldBe(ids, query);
        }

        foreach (var query in new[] { "gender=robot", "age=old", "page=0", "page=x", "page_size=101", "language=_" })
        {
            using var answer = await f.Server.Http.GetAsync("v1/voices?" + query, Stop);
            await ShouldFailAsync(answer, 400, "INVALID_PARAMETER");
        }
    }

    [Fact]
    public async Task A_voice_shows_the_present_and_the_older_names()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var voice = await GetAsync(f, "v1/voices/test-one");
        foreach (var name in new[] { "voice_id", "name", "gender", "primary_locale", "display_name", "category", "is_multilingual", "supported_locales", "labels", "config_schema", "language", "locale", "age", "styles" })
        {
            voice.ContainsKey(name).ShouldBeTrue(name);
        }

        ((bool)voice["is_multilingual"]!).ShouldBeFalse();
        voice["supported_locales"]![0]!["locale_name"]!.ToString().ShouldBe("English (United States)");
        voice["config_schema"]!["properties"]!["style"]!["enum"]!.ToJsonString().ShouldBe("""["calm"]""");
        (await GetAsync(f, "v1/voices/test-zh"))["config_schema"]!.ToJsonString().ShouldBe("{}");
        using var preview = await f.Server.Http.GetAsync((string)voice["preview_url"]!, Stop);
        preview.Content.Headers.ContentType!.MediaType.ShouldBe("audio/wav");
        (await preview.Content.ReadAsByteArrayAsync(Stop))[..4].ShouldBe("RIFF"u8.ToArray());
        using var unknown = await f.Server.Http.GetAsync("v1/voices/nope", Stop);
        await ShouldFailAsync(unknown, 404, "VOICE_NOT_FOUND");
    }

    [Fact]
    public async Task Models_are_listed_with_the_ids_clients_know()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var models = (await GetAsync(f, "v1/models"))["models"]!.AsArray();
        models.Select(m => $"{m!["type"]}:{m["model_id"]}").ShouldBe(["stt:scripted", "stt:vn-stt-basic", "tts:scripted"]);
    }

    [Theory]
    [InlineData("GET", "v1/tts/realtime", 426, "UPGRADE_REQUIRED")]
    [InlineData("GET", "v1/stt/realtime/", 426, "UPGRADE_REQUIRED")]
    [InlineData("POST", "v1/tts/realtime", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("GET", "v1/tts", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("DELETE", "v1/voices", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("GET", "v1", 404, "NOT_FOUND")]
    [InlineData("GET", "v1/nope/at/all", 404, "NOT_FOUND")]
    [InlineData("GET", "samples/test-one.mp3", 404, "NOT_FOUND")]
    [InlineData("GET", "samples/nope.wav", 404, "NOT_FOUND")]
    [InlineData("GET", "samples/test-one/de-DE.wav", 404, "NOT_FOUND")]
    [InlineData("GET", "samples/..%2f..%2fetc%2fpasswd.wav", 404, "NOT_FOUND")]
    public async Task Wrong_turns_are_errors_of_the_faces_own_form(string method, string path, int status, string code)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await f.Server.Http.SendAsync(request, Stop);
        await ShouldFailAsync(answer, status, code);
    }

    private static Task<HttpResponseMessage> TtsAsync(VoxNexusFixture f, string body, string query = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "v1/tts" + query) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return f.Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
    }

    private static Task<HttpResponseMessage> SttAsync(VoxNexusFixture f, string query, byte[] body, string? type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return f.Server.Http.PostAsync("v1/stt" + query, content, Stop);
    }

    private static async Task<JsonObject> GetAsync(VoxNexusFixture f, string path)
    {
        using var answer = await f.Server.Http.GetAsync(path, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await JsonAsync(answer);
    }

    /// <summary>Announces a body and sends none of it: the answer comes at once, and no upload can break on it.</summary>
    private static async Task ShouldBeTooLargeAsync(VoxNexusFixture f, string path, int length)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, f.Server.Address.Port, Stop);
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /{path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n"), Stop);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        (await reader.ReadLineAsync(Stop)).ShouldBe("HTTP/1.1 413 Payload Too Large");
        var rest = new StringBuilder();
        while (!rest.ToString().Contains('}'))
        {
            rest.Append((char)reader.Read());
        }

        rest.ToString().ShouldContain("\"code\":\"MESSAGE_TOO_LARGE\"");
    }

    private static async Task ShouldFailAsync(HttpResponseMessage answer, int status, string code)
    {
        var body = await answer.Content.ReadAsStringAsync(Stop);
        ((int)answer.StatusCode).ShouldBe(status, body);
        var error = JsonNode.Parse(body)!.AsObject();
        ((string)error["code"]!).ShouldBe(code, body);
        ((string)error["error"]!).ShouldNotBeNullOrWhiteSpace();
        ((string)error["request_id"]!).ShouldBe(Header(answer, "X-Request-ID"));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        body.ShouldNotContain("secret");
    }

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!.AsObject();

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private static byte[] Wav(short[] samples, int rate)
    {
        var wav = new byte[44 + (2 * samples.Length)];
        WavHeader.Write(wav, new PcmFormat(rate), 2 * samples.Length);
        MemoryMarshal.AsBytes(samples.AsSpan()).CopyTo(wav.AsSpan(44));
        return wav;
    }
}
