using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Parley.Server.VoxNexus;
using Parley.Speech;
using Parley.Testing.Speech;

namespace Parley.Server.Tests.VoxNexus;

public sealed class TextToSpeechSocketTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ready_tells_what_will_be_produced()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.OpenAsync(VoxNexusSocket.Tts);
        await tts.SendAsync("""{"voice_id":"Test-One","language":"en","format":null,"sample_rate":24000.0,"speed":1.5,"unknown":[1,{}],"bit_rate":"x","type":"init"}""");
        var ready = await tts.ReceiveAsync();
        ready.Type().ShouldBe("ready");
        ((string)ready["request_id"]!).ShouldMatch("^req_[A-Za-z0-9]{10,32}$");
        ((string)ready["voice_id"]!).ShouldBe("Test-One");
        ((string)ready["language"]!).ShouldBe("en-US");
        ((string)ready["format"]!).ShouldBe("wav");
        ((int)ready["sample_rate"]!).ShouldBe(24000);
        ready.Count.ShouldBe(6);
        tts.Socket.HttpResponseHeaders.ShouldBeNull();
    }

    [Fact]
    public async Task The_first_ready_names_the_handshakes_request_id_and_later_ones_their_own()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.OpenAsync(VoxNexusSocket.Tts, o => o.CollectHttpResponseDetails = true);
        await tts.SendAsync("""{"type":"init","voice_id":"test-one"}""");
        var first = (string)(await tts.ReceiveAsync())["request_id"]!;
        tts.Socket.HttpResponseHeaders!["X-Request-ID"].ShouldBe([first]);
        await tts.SendAsync("""{"type":"init","voice_id":"test-zh","format":"pcm"}""");
        var second = await tts.ReceiveAsync();
        ((string)second["request_id"]!).ShouldNotBe(first);
        ((string)second["language"]!).ShouldBe("zh-CN");
        await tts.SendAsync("""{"type":"text","text":1}""");
        ((string)(await tts.ReceiveAsync())["request_id"]!).ShouldBe((string)second["request_id"]!);
    }

    [Fact]
    public async Task An_utterance_is_one_wav_file_in_frames()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync();
        await tts.SendAsync("""{"type":"text","text":"This sentence is long enough for several frames of sound.","is_final":true}""");
        var frames = (await tts.ReceiveUntilAsync(m => m.IsFinal())).Select(m => Convert.FromBase64String((string)m["data"]!)).ToList();
        byte[] file = [.. frames.SelectMany(x => x)];
        var samples = ScriptedSynthesizer.Samples("This sentence is long enough for several frames of sound.");
        MemoryMarshal.Cast<byte, short>(file.AsSpan(44)).ToArray().ShouldBe(samples);
        file.AsSpan(0, 4).ToArray().ShouldBe("RIFF"u8.ToArray());
        BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4)).ShouldBe(uint.MaxValue);
        BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(40)).ShouldBe(uint.MaxValue);
        BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(24)).ShouldBe(16000);
        frames[0].Length.ShouldBe(44 + 640); // 20 ms
        frames.Skip(1).SkipLast(1).ShouldAllBe(x => x.Length >= 3200 && x.Length <= 6400); // 100 to 200 ms
        frames.ShouldAllBe(x => x.Length % 2 == 0);
    }

    [Fact]
    public async Task An_utterance_of_one_frame_knows_its_size()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync();
        await tts.SendAsync("""{"type":"text","text":"a","is_final":true}""");
        var (bytes, frames) = await tts.ReceiveUtteranceAsync();
        frames.ShouldBe(1);
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(40)).ShouldBe(200u);
    }

    [Fact]
    public async Task Ten_finalised_texts_come_back_in_order_each_as_alone()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync();
        var texts = Enumerable.Range(0, 10).Select(i => $"Text number {i} of ten. It has two sentences.").ToList();
        foreach (var text in texts)
        {
            await tts.SendAsync(new JsonObject { ["type"] = "text", ["text"] = text, ["is_final"] = true }.ToJsonString());
        }

        foreach (var text in texts)
        {
            var (bytes, _) = await tts.ReceiveUtteranceAsync();
            MemoryMarshal.Cast<byte, short>(bytes.AsSpan(44)).ToArray().ShouldBe([.. text.Split(". ").Select((s, i) => i == 0 ? s + "." : s).SelectMany(ScriptedSynthesizer.Samples)]);
            bytes.AsSpan(0, 4).ToArray().ShouldBe("RIFF"u8.ToArray());
        }

        await tts.PingAsync();
    }

    [Fact]
    public async Task Words_without_spaces_become_the_sentence()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync(""","format":"pcm" """);
        string[] words = ["Hello", "world", "this", "is", "a", "test"];
        for (var i = 0; i < words.Length; i++)
        {
            await tts.SendAsync($$"""{"type":"text","text":"{{words[i]}}","is_final":{{(i == words.Length - 1 ? "true" : "false")}}}""");
        }

        await tts.ReceiveUtteranceAsync();
        f.Engines.Synthesizer.Requests.Select(r => r.Text).ShouldBe(["Hello world this is a test"]);
    }

    [Fact]
    public async Task Speech_begins_at_the_first_sentence_not_at_the_end()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync(""","format":"pcm" """);
        await tts.SendAsync("""{"type":"text","text":"First sentence. And the sec"}""");
        (await tts.ReceiveAsync()).IsFinal().ShouldBeFalse();
        await tts.SendAsync("""{"type":"text","text":"ond one","is_final":true}""");
        await tts.ReceiveUtteranceAsync();
        f.Engines.Synthesizer.Requests.Select(r => r.Text).ShouldBe(["First sentence.", "And the sec ond one"]);
    }

    [Fact]
    public async Task With_synthesis_start_final_it_waits_for_the_end()
    {
        await using var f = await VoxNexusFixture.StartAsync(options: new VoxNexusOptions { SynthesisStart = SynthesisStart.Final });
        await using var tts = await f.TtsAsync();
        await tts.SendAsync("""{"type":"text","text":"First sentence. And the second."}""");
        await tts.PingAsync();
        f.Engines.Synthesizer.Requests.ShouldBeEmpty();
        await tts.SendAsync("""{"type":"text","text":"","is_final":true}""");
        await tts.ReceiveUtteranceAsync();
        f.Engines.Synthesizer.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_pause_in_the_text_speaks_what_is_there_and_leaves_the_utterance_open()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync(""","format":"pcm","auto_flush_ms":500""");
        await tts.SendAsync("""{"type":"text","text":"no sentence end"}""");
        await tts.PingAsync();
        f.Engines.Synthesizer.Requests.ShouldBeEmpty();
        f.Time.Advance(TimeSpan.FromMilliseconds(499));
        f.Engines.Synthesizer.Requests.ShouldBeEmpty();
        f.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await tts.ReceiveAsync()).IsFinal().ShouldBeFalse();
        await tts.SendAsync("""{"type":"text","text":"the rest","is_final":true}""");
        await tts.ReceiveUtteranceAsync();
        f.Engines.Synthesizer.Requests.Select(r => r.Text).ShouldBe(["no sentence end", "the rest"]);
    }

    [Theory]
    [InlineData("""{"type":"text","text":"","is_final":true}""")]
    [InlineData("""{"type":"text","text":" \n ","is_final":true}""")]
    [InlineData("""{"type":"text","text":"\ud83d\ude00 !!!","is_final":true}""")]
    public async Task Nothing_to_say_is_one_empty_final_frame(string message)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync();
        await tts.SendAsync(message);
        var frame = await tts.ReceiveAsync();
        ((string)frame["data"]!).ShouldBe("");
        frame.IsFinal().ShouldBeTrue();
        await tts.PingAsync();
    }

    [Fact]
    public async Task A_lone_surrogate_is_replaced_and_spoken_around()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync();
        await tts.SendAsync("""{"type":"text","text":"one \ud800 two\u0007","is_final":true}""");
        await tts.ReceiveUtteranceAsync();
        f.Engines.Synthesizer.Requests.Single().Text.ShouldBe("one \ufffd two");
    }

    [Fact]
    public async Task A_failure_is_an_error_then_the_final_frame_then_the_next_utterance()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        f.Engines.Synthesizer.BeforeChunk = (text, chunk, _) =>
            text.StartsWith("Bad", StringComparison.Ordinal) && chunk == 1 ? throw new EngineException("scripted", EngineFailure.Failed, "secret detail") : default;
        await using var tts = await f.TtsAsync(""","format":"pcm" """);
        await tts.SendAsync("""{"type":"text","text":"Bad thing. Never spoken.","is_final":true,"utterance_id":"u1"}""");
        await tts.SendAsync("""{"type":"text","text":"Good thing.","is_final":true,"utterance_id":"u2"}""");
        var messages = await tts.ReceiveUntilAsync(m => m.IsFinal());
        messages.Select(m => m.Type()).ShouldBe(["audio", "error", "audio"]);
        ((string)messages[1]["code"]!).ShouldBe("SYNTHESIS_FAILED");
        ((string)messages[1]["utterance_id"]!).ShouldBe("u1");
        ((bool)messages[1]["retryable"]!).ShouldBeTrue();
        messages[1].ToJsonString().ShouldNotContain("secret");
        ((string)messages[2]["data"]!).ShouldBe("");
        var good = await tts.ReceiveUntilAsync(m => m.IsFinal());
        good.ShouldAllBe(m => m.Type() == "audio" && (string)m["utterance_id"]! == "u2");
        f.Engines.Synthesizer.Requests.Select(r => r.Text).ShouldBe(["Bad thing.", "Good thing."]);
    }

    [Fact]
    public async Task After_a_failure_the_rest_of_an_open_utterance_is_discarded_up_to_its_end()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        f.Engines.Synthesizer.BeforeChunk = (text, _, _) => text == "Bad." ? throw new EngineException("scripted", EngineFailure.Unavailable, "x") : default;
        await using var tts = await f.TtsAsync();
        await tts.SendAsync("""{"type":"text","text":"Bad. "}""");
        (await tts.ReceiveErrorAsync()).ShouldBe("ENGINE_UNAVAILABLE");
        await tts.SendAsync("""{"type":"text","text":"More. And","is_final":true}""");
        (await tts.ReceiveUtteranceAsync()).ShouldBe(([], 1));
        f.Engines.Synthesizer.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_engine_that_hangs_is_a_timeout()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        f.Engines.Synthesizer.BeforeChunk = async (text, _, stop) =>
        {
            if (text == "Hang.")
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            }
        };
        await using var tts = await f.TtsAsync();
        await tts.SendAsync("""{"type":"text","text":"Hang.","is_final":true}""");
        await f.Engines.Synthesizer.WaitForRequestAsync(Stop);
        f.Time.Advance(TimeSpan.FromSeconds(31));
        (await tts.ReceiveErrorAsync()).ShouldBe("TIMEOUT");
        (await tts.ReceiveUtteranceAsync()).Frames.ShouldBe(1);
        await tts.SendAsync("""{"type":"text","text":"On.","is_final":true}""");
        await tts.ReceiveUtteranceAsync();
    }

    [Fact]
    public async Task More_than_64_waiting_utterances_are_refused_and_nothing_else_is_lost()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        f.Engines.Synthesizer.BeforeChunk = (_, _, stop) => new ValueTask(go.Task.WaitAsync(stop));
        await using var tts = await f.TtsAsync(""","format":"pcm" """);
        await tts.SendAsync("""{"type":"text","text":"0","is_final":true}""");
        await f.Engines.Synthesizer.WaitForRequestAsync(Stop);
        for (var i = 1; i <= 65; i++)
        {
            await tts.SendAsync($$"""{"type":"text","text":"{{i}}","is_final":true}""");
        }

        (await tts.ReceiveErrorAsync()).ShouldBe("QUEUE_FULL");
        go.SetResult();
        for (var i = 0; i <= 64; i++)
        {
            await tts.ReceiveUtteranceAsync();
        }

        await tts.PingAsync();
        f.Engines.Synthesizer.Requests.Select(r => r.Text).ShouldBe(Enumerable.Range(0, 65).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Text_that_is_too_long_is_refused_whole_and_the_utterance_stays_open()
    {
        await using var f = await VoxNexusFixture.StartAsync(options: new VoxNexusOptions { MaxTextLength = 20, MaxUtteranceLength = 30 });
        await using var tts = await f.TtsAsync();
        await tts.SendAsync("""{"type":"text","text":"kept"}""");
        await tts.SendAsync($$"""{"type":"text","text":"{{new string('x', 21)}}"}""");
        (await tts.ReceiveErrorAsync()).ShouldBe("TEXT_TOO_LONG");
        await tts.SendAsync($$"""{"type":"text","text":"{{new string('y', 20)}}"}""");
        await tts.SendAsync($$"""{"type":"text","text":"{{new string('z', 7)}}","is_final":true}""");
        (await tts.ReceiveErrorAsync()).ShouldBe("TEXT_TOO_LONG");
        await tts.SendAsync("""{"type":"text","text":"ok","is_final":true}""");
        await tts.ReceiveUtteranceAsync();
        f.Engines.Synthesizer.Requests.Single().Text.ShouldBe($"kept {new string('y', 20)} ok");
    }

    [Fact]
    public async Task Cancel_drops_everything_and_answers_once()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        f.Engines.Synthesizer.BeforeChunk = async (text, chunk, stop) =>
        {
            if (text == "Long." && chunk == 1)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            }
        };
        await using var tts = await f.TtsAsync(""","format":"pcm" """);
        await tts.SendAsync("""{"type":"text","text":"Long.","is_final":true}""");
        await tts.ReceiveAsync();
        await tts.SendAsync("""{"type":"text","text":"Queued.","is_final":true}""");
        await tts.SendAsync("""{"type":"text","text":"Open"}""");
        await tts.SendAsync("""{"type":"cancel"}""");
        (await tts.ReceiveAsync()).Type().ShouldBe("cancelled");
        await tts.SendAsync("""{"type":"command","command":"cancel"}""");
        (await tts.ReceiveAsync()).Type().ShouldBe("cancelled");
        await tts.SendAsync("""{"type":"text","text":"After","is_final":true}""");
        await tts.ReceiveUtteranceAsync();
        f.Engines.Synthesizer.Requests.Select(r => r.Text).ShouldBe(["Long.", "After"]);
    }

    [Fact]
    public async Task Flush_speaks_the_buffer_and_is_answered_after_it()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync(""","format":"pcm" """);
        await tts.SendAsync("""{"type":"command","command":"flush"}""");
        (await tts.ReceiveAsync()).Type().ShouldBe("flush_done");
        await tts.SendAsync("""{"type":"text","text":"half a sentence"}""");
        await tts.SendAsync("""{"type":"command","command":"flush"}""");
        var messages = await tts.ReceiveUntilAsync(m => m.Type() == "flush_done");
        messages.SkipLast(1).ShouldAllBe(m => m.Type() == "audio" && !m.IsFinal());
        messages.SkipLast(1).Sum(m => Convert.FromBase64String((string)m["data"]!).Length).ShouldBe(2 * ScriptedSynthesizer.Samples("half a sentence").Length);
        await tts.SendAsync("""{"type":"text","text":"","is_final":true}""");
        (await tts.ReceiveUtteranceAsync()).ShouldBe(([], 1));
    }

    [Fact]
    public async Task Close_speaks_what_was_sent_and_then_closes()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync(""","format":"pcm" """);
        await tts.SendAsync("""{"type":"text","text":"One.","is_final":true}""");
        await tts.SendAsync("""{"type":"text","text":"Two"}""");
        await tts.SendAsync("""{"type":"close"}""");
        await tts.ReceiveUtteranceAsync();
        await tts.ReceiveUtteranceAsync();
        (await tts.ReceiveCloseAsync()).ShouldBe((1000, ""));
    }

    [Fact]
    public async Task Binary_transport_sends_bytes_and_marks_the_end_in_text()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.OpenAsync(VoxNexusSocket.Tts);
        await tts.SendAsync("""{"type":"init","voice_id":"test-one","audio_transport":"binary","include_limits":true}""");
        var ready = await tts.ReceiveAsync();
        ((string)ready["audio_transport"]!).ShouldBe("binary");
        ((int)ready["limits"]!["max_text_length"]!).ShouldBe(5000);
        await tts.SendAsync("""{"type":"text","text":"Bytes.","is_final":true}""");
        List<byte> bytes = [];
        while (true)
        {
            var (type, part) = await tts.ReceiveRawAsync();
            if (type == WebSocketMessageType.Text)
            {
                var last = JsonNode.Parse(part)!.AsObject();
                ((string)last["data"]!).ShouldBe("");
                last.IsFinal().ShouldBeTrue();
                break;
            }

            bytes.AddRange(part);
        }

        bytes.Count.ShouldBe(44 + (2 * ScriptedSynthesizer.Samples("Bytes.").Length));
    }

    [Fact]
    public async Task Word_timings_come_before_the_audio_they_describe_and_count_through_the_utterance()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync(""","format":"pcm","enable_timestamps":true""");
        await tts.SendAsync("""{"type":"text","text":"One. Two.","is_final":true}""");
        var messages = await tts.ReceiveUntilAsync(m => m.IsFinal());
        messages[0].Type().ShouldBe("word_timing");
        var timings = messages.Where(m => m.Type() == "word_timing").ToList();
        timings.Select(m => (string)m["words"]![0]!["word"]!).ShouldBe(["One.", "Two."]);
        timings.Select(m => (int)m["words"]![0]!["offset"]!).ShouldBe([0, 25]);
    }

    [Fact]
    public async Task Another_rate_is_resampled()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync(""","format":"pcm","sample_rate":48000""");
        await tts.SendAsync("""{"type":"text","text":"Two sentences. Resampled.","is_final":true}""");
        (await tts.ReceiveUtteranceAsync()).Bytes.Length.ShouldBe(2 * 3 * (ScriptedSynthesizer.Samples("Two sentences.").Length + ScriptedSynthesizer.Samples("Resampled.").Length));
    }

    [Fact]
    public async Task Settings_reach_the_engine_and_unknown_styles_do_not()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync(""","speed":0.5,"pitch":-3,"volume":0,"language":"EN-gb","voice_config":{"style":"Calm","role":"Girl","degree":9}""");
        await tts.SendAsync("""{"type":"text","text":"x","is_final":true}""");
        await tts.ReceiveUtteranceAsync();
        var request = f.Engines.Synthesizer.Requests.Single();
        (request.Speed, request.Pitch, request.Volume, request.Language, request.Style, request.StyleDegree).ShouldBe((0.5, -3, 0, "en-GB", "calm", 2));
        await tts.SendAsync("""{"type":"init","voice_id":"test-one","voice_config":{"style":"shouting"}}""");
        await tts.ReceiveAsync();
        await tts.SendAsync("""{"type":"text","text":"y","is_final":true}""");
        await tts.ReceiveUtteranceAsync();
        f.Engines.Synthesizer.Requests.Last().Style.ShouldBeNull();
    }

    [Fact]
    public async Task A_second_init_waits_for_the_utterances_before_it_and_is_refused_while_one_is_open()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync(""","format":"pcm" """);
        await tts.SendAsync("""{"type":"text","text":"Open"}""");
        await tts.SendAsync("""{"type":"init","voice_id":"test-zh"}""");
        (await tts.ReceiveErrorAsync()).ShouldBe("ALREADY_INITIALIZED");
        await tts.SendAsync("""{"type":"text","text":"now closed.","is_final":true}""");
        await tts.SendAsync("""{"type":"init","voice_id":"test-zh"}""");
        await tts.SendAsync("""{"type":"text","text":"Other.","is_final":true}""");
        await tts.ReceiveUtteranceAsync();
        (await tts.ReceiveAsync()).Type().ShouldBe("ready");
        (await tts.ReceiveUtteranceAsync()).Bytes[..4].ShouldBe("RIFF"u8.ToArray());
        f.Engines.Synthesizer.Requests.Select(r => r.VoiceId).ShouldBe(["test-one", "test-zh"]);
    }

    [Fact]
    public async Task A_client_that_goes_away_stops_the_engine()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        f.Engines.Synthesizer.BeforeChunk = async (_, _, stop) =>
        {
            stop.Register(() => stopped.TrySetResult());
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        };
        await using var tts = await f.TtsAsync();
        await tts.SendAsync("""{"type":"text","text":"Long.","is_final":true}""");
        await f.Engines.Synthesizer.WaitForRequestAsync(Stop);
        await tts.CloseAsync();
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        tts.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }
}
