using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Testing.Speech;

namespace Parley.Server.Tests.VoxNexus;

/// <summary>G.711, the sound of telephones: uploads, streams and speech.</summary>
public sealed class TelephonyTests
{
    // A second of every code. Mu-law's silence and what follows it here would be an MPEG frame.
    private static readonly byte[] Codes = [0xFF, 0xFB, 0x90, .. Enumerable.Range(0, 7997).Select(i => (byte)i)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("audio/PCMU", false)]
    [InlineData("audio/basic", false)]
    [InlineData("audio/x-mulaw", false)]
    [InlineData("audio/PCMA; rate=8000", true)]
    [InlineData("audio/x-alaw", true)]
    public async Task A_raw_recording_is_recognised_at_8_kHz_unless_it_says_otherwise(string type, bool isALaw)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (result, samples, rate) = await SttAsync(f, "", Codes, type);
        rate.ShouldBe(8000);
        ((int)result["duration_ms"]!).ShouldBe(1000);
        samples.ShouldBe(Decode(Codes, isALaw));

        (_, _, rate) = await SttAsync(f, "?sample_rate=16000", Codes, type);
        rate.ShouldBe(16_000);
    }

    [Theory]
    [InlineData(7, "audio/wav")]
    [InlineData(7, "application/octet-stream")]
    [InlineData(6, "audio/x-wav")]
    public async Task A_wav_file_of_a_telephone_is_recognised(byte codec, string type)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (result, samples, _) = await SttAsync(f, "?sample_rate=8000", Wav(codec, Codes), type);
        ((int)result["duration_ms"]!).ShouldBe(1000);
        samples.ShouldBe(Decode(Codes, codec == 6));
    }

    [Theory]
    [InlineData("audio/mpeg")]
    [InlineData("audio/ogg; codecs=opus")]
    [InlineData("audio/opus")]
    [InlineData("audio/flac")]
    [InlineData("audio/G722")]
    public async Task What_is_not_decoded_is_refused_and_told_what_is(string type)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        using var answer = await PostAsync(f, "?sample_rate=16000", Codes, type);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        var error = await JsonAsync(answer);
        ((string)error["code"]!).ShouldBe("UNSUPPORTED_FORMAT");
        ((string)error["error"]!).ShouldContain("audio/PCMU");
    }

    [Theory]
    [InlineData("mulaw", false, 1)]
    [InlineData("mulaw", false, 160)]
    [InlineData("alaw", true, 11)]
    [InlineData("alaw", true, 4000)]
    public async Task A_stream_is_heard_however_it_is_cut(string format, bool isALaw, int size)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var stt = await f.OpenAsync(VoxNexusSocket.Stt);
        await stt.SendAsync($$"""{"type":"init","format":"{{format}}"}""");
        var ready = await stt.ReceiveAsync();
        ((string)ready["format"]!).ShouldBe(format);
        ((int)ready["sample_rate"]!).ShouldBe(8000);
        var stream = await f.Engines.ScriptedRecognizer.NextStreamAsync(Stop);
        stream.Options.SampleRate.ShouldBe(8000);

        // Fewer messages than their rate allows.
        var codes = Codes[..Math.Min(Codes.Length, size * 100)];
        foreach (var chunk in codes.Chunk(size))
        {
            await stt.SendAudioAsync(chunk);
        }

        await stt.SendAsync("""{"type":"command","command":"flush"}""");
        (await stt.ReceiveAsync()).Type().ShouldBe("flush_done");
        stream.Samples.ShouldBe(Decode(codes, isALaw));
    }

    [Theory]
    [InlineData("mulaw", "audio/PCMU", false)]
    [InlineData("alaw", "audio/PCMA", true)]
    public async Task Speech_can_be_had_for_a_telephone(string format, string type, bool isALaw)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        foreach (var query in new[] { "", "?stream=false" })
        {
            using var answer = await TtsAsync(f, query, $$"""{"text":"Hello.","voice_id":"test-one","format":"{{format}}","sample_rate":16000}""");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
            answer.Headers.GetValues("X-Audio-Format").ShouldBe([format]);
            (await answer.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(Encode(ScriptedSynthesizer.Samples("Hello."), isALaw), query);
        }

        using var usual = await TtsAsync(f, "", $$"""{"text":"Hello.","voice_id":"test-one","format":"{{format}}"}""");
        usual.Headers.GetValues("X-Sample-Rate").ShouldBe(["8000"]);
        (await usual.Content.ReadAsByteArrayAsync(Stop)).Length.ShouldBe(ScriptedSynthesizer.Samples("Hello.").Length / 2);
    }

    [Fact]
    public async Task Speech_for_a_telephone_comes_in_frames_of_the_usual_length()
    {
        const string Text = "This sentence is long enough for several frames of sound.";
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.OpenAsync(VoxNexusSocket.Tts);
        await tts.SendAsync("""{"type":"init","voice_id":"test-one","format":"mulaw","sample_rate":16000}""");
        ((string)(await tts.ReceiveAsync())["format"]!).ShouldBe("mulaw");
        await tts.SendAsync($$"""{"type":"text","text":"{{Text}}","is_final":true}""");
        var frames = (await tts.ReceiveUntilAsync(m => m.IsFinal())).Select(m => Convert.FromBase64String((string)m["data"]!)).ToList();
        frames.SelectMany(x => x).ToArray().ShouldBe(Encode(ScriptedSynthesizer.Samples(Text), isALaw: false));
        frames[0].Length.ShouldBe(320); // 20 ms
        frames.Skip(1).SkipLast(1).ShouldAllBe(x => x.Length >= 1600 && x.Length <= 3200); // 100 to 200 ms
    }

    private static async Task<(JsonObject Result, short[] Samples, int Rate)> SttAsync(VoxNexusFixture f, string query, byte[] body, string type)
    {
        var asking = PostAsync(f, query, body, type);
        var stream = await f.Engines.ScriptedRecognizer.NextStreamAsync(Stop);
        using var answer = await asking;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await JsonAsync(answer), stream.Samples, stream.Options.SampleRate);
    }

    private static Task<HttpResponseMessage> PostAsync(VoxNexusFixture f, string query, byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return f.Server.Http.PostAsync("v1/stt" + query, content, Stop);
    }

    private static Task<HttpResponseMessage> TtsAsync(VoxNexusFixture f, string query, string body) =>
        f.Server.Http.PostAsync("v1/tts" + query, new StringContent(body, Encoding.UTF8, "application/json"), Stop);

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!.AsObject();

    private static short[] Decode(byte[] codes, bool isALaw)
    {
        var samples = new short[codes.Length];
        _ = isALaw ? G711.FromALaw(codes, samples) : G711.FromMuLaw(codes, samples);
        return samples;
    }

    private static byte[] Encode(short[] samples, bool isALaw)
    {
        var codes = new byte[samples.Length];
        _ = isALaw ? G711.ToALaw(samples, codes) : G711.ToMuLaw(samples, codes);
        return codes;
    }

    private static byte[] Wav(byte codec, byte[] codes)
    {
        var wav = new byte[WavHeader.Length];
        WavHeader.Write(wav, new PcmFormat(8000), codes.Length);
        (wav[20], wav[32], wav[34]) = (codec, 1, 8);
        return [.. wav, .. codes];
    }
}
