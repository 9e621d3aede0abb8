using System.Text.Json.Nodes;
using Parley.Testing.Server;

namespace Parley.Server.Tests.VoxNexus;

/// <summary>The specification's acceptance tests with the engines a user gets: flite and PocketSphinx.</summary>
public sealed class RealEngineTests
{
    [Fact]
    public async Task What_is_spoken_is_understood_with_words_and_times()
    {
        await using var server = await ServerFixture.StartAsync();
        var pcm = await SpeakAsync(server, "Hello world. The weather is good today.");
        await using var stt = await VoxNexusSocket.ReadyAsync(server, VoxNexusSocket.Stt, """{"type":"init","enable_timestamps":true}""");
        var messages = await RecognizeAsync(stt, pcm, 3200);
        var text = Text(messages);
        text.ShouldContain("today");
        var duration = pcm.Length / 32;
        foreach (var final in messages.Where(m => m.Type() == "transcript" && m.IsFinal()))
        {
            ((int)final["offset"]! + (int)final["duration"]!).ShouldBeLessThanOrEqualTo(duration);
            final["words"]!.AsArray().Select(w => (int)w!["offset"]!).ShouldBeInOrder();
            ((double)final["confidence"]!).ShouldBeInRange(0, 1);
        }
    }

    [Fact]
    public async Task Finalised_texts_sent_at_once_sound_as_each_alone()
    {
        await using var server = await ServerFixture.StartAsync();
        const string Init = """{"type":"init","voice_id":"flite-kal16"}""";
        string[] texts = ["One fish.", "Two fish. Red fish.", "Blue fish, and 3.5 more."];
        await using var together = await VoxNexusSocket.ReadyAsync(server, VoxNexusSocket.Tts, Init);
        foreach (var text in texts)
        {
            await together.SendAsync(new JsonObject { ["type"] = "text", ["text"] = text, ["is_final"] = true }.ToJsonString());
        }

        foreach (var text in texts)
        {
            await using var alone = await VoxNexusSocket.ReadyAsync(server, VoxNexusSocket.Tts, Init);
            await alone.SendAsync(new JsonObject { ["type"] = "text", ["text"] = text, ["is_final"] = true }.ToJsonString());
            (await together.ReceiveUtteranceAsync()).Bytes.ShouldBe((await alone.ReceiveUtteranceAsync()).Bytes, text);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1599)]
    [InlineData(8192)]
    [InlineData(1 << 20)]
    public async Task The_transcript_does_not_depend_on_the_chunks(int size)
    {
        await using var server = await ServerFixture.StartAsync();
        var pcm = await SpeakAsync(server, size == 1 ? "Yes." : "The weather is good today.", "flite-kal16");

        // The engine hears a little differently the first time, and gets used to a speaker within a socket.
        await using var warm = await VoxNexusSocket.ReadyAsync(server, VoxNexusSocket.Stt, """{"type":"init","interim_results":false}""");
        await RecognizeAsync(warm, pcm, 3200);
        await using var first = await VoxNexusSocket.ReadyAsync(server, VoxNexusSocket.Stt, """{"type":"init","interim_results":false}""");
        await using var second = await VoxNexusSocket.ReadyAsync(server, VoxNexusSocket.Stt, """{"type":"init","interim_results":false}""");
        var whole = Text(await RecognizeAsync(first, pcm, 3200));
        whole.ShouldNotBeEmpty();
        Text(await RecognizeAsync(second, pcm, size)).ShouldBe(whole);
    }

    [Fact]
    public async Task A_minute_at_full_speed_right_after_init_is_recognised_whole()
    {
        await using var server = await ServerFixture.StartAsync();
        var sentence = await SpeakAsync(server, "The weather is good today.", "flite-kal16");
        byte[] spoken = [.. sentence, .. new byte[32_000]];
        var repeats = 60 * 32_000 / spoken.Length;
        await using var stt = await VoxNexusSocket.OpenAsync(server, VoxNexusSocket.Stt);
        await stt.SendAsync("""{"type":"init","interim_results":false}""");
        var messages = await RecognizeAsync(stt, [.. Enumerable.Repeat(spoken, repeats).SelectMany(b => b)], 6400);
        messages[0].Type().ShouldBe("ready");
        messages.Count(m => m.Type() == "transcript" && m.Text().Contains("weather", StringComparison.OrdinalIgnoreCase)).ShouldBe(repeats);
        messages.Where(m => m.Type() == "transcript").Select(m => (int)m["offset"]!).ShouldBeInOrder();
    }

    [Fact]
    public async Task Silence_says_nothing_and_a_sentence_after_it_is_heard()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var stt = await VoxNexusSocket.ReadyAsync(server, VoxNexusSocket.Stt, """{"type":"init"}""");
        (await RecognizeAsync(stt, new byte[60 * 32_000], 32_000)).Select(m => m.Type()).ShouldBe(["flush_done"]);
        Text(await RecognizeAsync(stt, await SpeakAsync(server, "The weather is good today."), 3200)).ShouldContain("weather");
    }

    [Fact]
    public async Task The_documented_voice_speaks_both_its_languages()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var tts = await VoxNexusSocket.ReadyAsync(server, VoxNexusSocket.Tts, """{"type":"init","voice_id":"vl-xiaoxiao","language":"zh-CN","format":"pcm"}""");
        foreach (var text in new[] { "你好世界。", "Hello, world!" })
        {
            await tts.SendAsync(new JsonObject { ["type"] = "text", ["text"] = text, ["is_final"] = true }.ToJsonString());
            (await tts.ReceiveUtteranceAsync()).Bytes.Length.ShouldBeGreaterThan(8_000, text);
        }
    }

    private static async Task<byte[]> SpeakAsync(ServerFixture server, string text, string voice = "flite-kal16")
    {
        await using var tts = await VoxNexusSocket.ReadyAsync(server, VoxNexusSocket.Tts, $$"""{"type":"init","voice_id":"{{voice}}","format":"pcm"}""");
        await tts.SendAsync(new JsonObject { ["type"] = "text", ["text"] = text, ["is_final"] = true }.ToJsonString());
        return (await tts.ReceiveUtteranceAsync()).Bytes;
    }

    private static async Task<List<JsonObject>> RecognizeAsync(VoxNexusSocket stt, byte[] pcm, int size)
    {
        var answers = stt.ReceiveUntilAsync(m => m.Type() == "flush_done");
        foreach (var chunk in pcm.Chunk(size))
        {
            await stt.SendAudioAsync(chunk);
        }

        await stt.SendAsync("""{"type":"command","command":"flush"}""");
        return await answers;
    }

    private static string Text(IEnumerable<JsonObject> messages) =>
        string.Join(' ', messages.Where(m => m.Type() == "transcript" && m.IsFinal()).Select(m => m.Text())).ToLowerInvariant();
}
