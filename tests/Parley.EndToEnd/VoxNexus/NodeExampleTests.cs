using Parley.Testing.Server;
using static Parley.EndToEnd.VoxNexus.NodeScript;

namespace Parley.EndToEnd.VoxNexus;

/// <summary>The guide's examples in Node, their text untouched; the scripts add only what an example leaves to its reader.</summary>
public sealed class NodeExampleTests
{
    [Fact]
    public async Task The_text_to_speech_example_speaks()
    {
        SeedExamples.Require();
        await using var server = await ServerFixture.StartAsync();
        await using var node = NodeScript.Start(server.Address, SeedExamples.TextToSpeech);
        (await node.WaitForAsync(e => e.Event == "message")).IsMessage("ready").ShouldBeTrue();
        var audio = await UtteranceAsync(node);
        audio.AsSpan(0, 4).ToArray().ShouldBe("RIFF"u8.ToArray());
        Recordings.Level(audio.AsSpan(44)).ShouldBeGreaterThan(100);
        node.Output.ShouldContain("Ready: req_");
    }

    [Fact]
    public async Task Words_sent_one_by_one_are_heard_as_the_sentence()
    {
        SeedExamples.Require();
        await using var server = await ServerFixture.StartAsync();
        await using var node = NodeScript.Start(server.Address, SeedExamples.TextToSpeechClass + """
            const client = new TTSWebSocketClient('YOUR_API_KEY');
            const ready = new Promise(resolve => { const handle = client.handleMessage; client.handleMessage = m => { handle.call(client, m); if (m.type === 'ready') resolve(); }; });
            await client.connect();
            client.initialize({ voice_id: 'flite-kal16' });
            await ready;

            """ + SeedExamples.Batch);
        var text = await Recordings.HearAsync(server, await UtteranceAsync(node));
        text.ShouldContain("hello");
        text.ShouldContain("this is a test");
    }

    [Theory]
    [InlineData("buffer")]
    [InlineData("throttle")]
    public async Task The_audio_senders_are_understood(string sender)
    {
        SeedExamples.Require();
        await using var server = await ServerFixture.StartAsync();
        var pcm = await Recordings.SpeakAsync(server, "The weather is good today.");
        var send = sender == "buffer"
            ? SeedExamples.Buffer + "const buffer = new AudioBuffer(); buffer.addAudio(pcm); buffer.flush(); client.flush();"
            : SeedExamples.Throttle + """
              const throttled = new ThrottledAudioSender(ws, 20);
              for (let i = 0; i < pcm.length; i += 3200) throttled.send(pcm.subarray(i, i + 3200).toString('base64'));
              const watch = setInterval(() => { if (throttled.queue.length === 0) { clearInterval(watch); client.flush(); } }, 20);
              """;
        await using var node = NodeScript.Start(server.Address, SeedExamples.SpeechToTextClass + $$"""
            const pcm = Buffer.from('{{Convert.ToBase64String(pcm)}}', 'base64');
            const client = new STTWebSocketClient('YOUR_API_KEY');
            const ready = new Promise(resolve => { const handle = client.handleMessage; client.handleMessage = m => { handle.call(client, m); if (m.type === 'ready') resolve(); }; });
            await client.connect();
            client.initialize({ format: 'pcm', sample_rate: 16000, enable_timestamps: true, enable_language_detection: false });
            await ready;
            const ws = client.ws;

            """ + send);
        var final = (await node.WaitForAsync(e => e.IsMessage("transcript") && (bool)e.Message["is_final"]!)).Message;
        ((string)final["text"]!).ToLowerInvariant().ShouldContain("weather");
        final["words"]!.AsArray().Count.ShouldBeGreaterThan(2);
        await node.WaitForAsync(e => e.IsMessage("flush_done"));
        node.Output.ShouldContain("Confidence:");
    }

    [Fact]
    public async Task The_heartbeat_is_answered_and_never_an_error()
    {
        SeedExamples.Require();
        await using var server = await ServerFixture.StartAsync();
        await using var node = NodeScript.Start(server.Address, """
            const ws = new WebSocket('wss://api.voxnexus.ai/v1/stt/realtime?token=YOUR_API_KEY');
            const every = globalThis.setInterval;
            globalThis.setInterval = callback => every(callback, 50); // Thirty seconds would be long for a test.

            """ + SeedExamples.Heartbeat + SeedExamples.ErrorHandling);
        for (var i = 0; i < 3; i++)
        {
            (await node.WaitForAsync(e => e.Event == "message")).IsMessage("pong").ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_bad_key_makes_the_reconnect_helper_give_up_and_no_storm()
    {
        SeedExamples.Require();
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["requireKeys"] = "true" });
        await using var node = NodeScript.Start(server.Address, SeedExamples.Reconnection + """
            const later = globalThis.setTimeout;
            globalThis.setTimeout = (callback, delay) => later(callback, delay / 20); // Its ten seconds of waiting would be long for a test.
            const helper = new ReconnectingWebSocket('wss://api.voxnexus.ai/v1/tts/realtime?token=WRONG');
            const connect = helper.connect;
            helper.connect = () => { connect.call(helper); helper.ws.onerror = () => { }; };
            helper.connect();
            """);
        var events = await node.WaitForExitAsync();
        events.Count(e => e.Event == "new").ShouldBe(6);
        events.ShouldAllBe(e => e.Event == "new" || e.Event == "close");
        events.Where(e => e.Event == "close").ShouldAllBe(e => (int)e.Data!["code"]! == 1006);
    }

    /// <summary>The bytes of the next utterance, put together as a client would.</summary>
    private static async Task<byte[]> UtteranceAsync(NodeScript node)
    {
        List<byte> bytes = [];
        SocketEvent e;
        do
        {
            e = await node.WaitForAsync(e => e.IsMessage("audio") || e.IsMessage("error"));
            e.IsMessage("audio").ShouldBeTrue((string?)e.Data);
            bytes.AddRange(Convert.FromBase64String((string)e.Message["data"]!));
        }
        while (!(bool)e.Message["is_final"]!);
        return [.. bytes];
    }
}
