using System.Net.WebSockets;
using System.Runtime.InteropServices;
using Parley.Server.VoxNexus;
using Parley.Speech;
using Parley.Speech.Recognition;
using Parley.Testing.Speech;

namespace Parley.Server.Tests.VoxNexus;

public sealed class SpeechToTextSocketTests
{
    private static readonly short[] Tone = [.. Enumerable.Range(0, 16000).Select(i => (short)((i * 37 % 20000) - 10000))];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ready_tells_the_language_in_use_and_echoes_the_rest()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var stt = await f.OpenAsync(VoxNexusSocket.Stt);
        await stt.SendAsync("""{"language":"zh-CN","format":"pcm","sample_rate":44100.0,"enable_confidence":"old","model_id":null,"type":"init"}""");
        var ready = await stt.ReceiveAsync();
        ready.Select(m => m.Key).ShouldBe(["type", "request_id", "language", "format", "sample_rate"]);
        ((string)ready["language"]!).ShouldBe("en-US");
        ((int)ready["sample_rate"]!).ShouldBe(44100);
        var stream = await f.Engines.ScriptedRecognizer.NextStreamAsync(Stop);
        stream.Options.SampleRate.ShouldBe(44100);
        stream.Options.Endpointing.Silence.ShouldBe(TimeSpan.FromMilliseconds(600));
    }

    [Theory]
    [InlineData("""{"type":"init"}""", "en-US", "en-US")]
    [InlineData("""{"type":"init","language":null}""", "en-US", "en-US")]
    [InlineData("""{"type":"init","language":"DE"}""", "de-DE", "de-DE")]
    [InlineData("""{"type":"init","language":"auto"}""", null, "auto")]
    [InlineData("""{"type":"init","enable_language_detection":true}""", null, "auto")]
    [InlineData("""{"type":"init","enable_language_detection":true,"language":"de"}""", "de-DE", "de-DE")]
    public async Task The_language_is_resolved(string init, string? asked, string told)
    {
        await using var f = await VoxNexusFixture.StartAsync(new ScriptedSpeechEngines { ScriptedRecognizer = new ScriptedRecognizer { Languages = ["en-US", "de-DE"] } });
        await using var stt = await f.OpenAsync(VoxNexusSocket.Stt);
        await stt.SendAsync(init);
        ((string)(await stt.ReceiveAsync())["language"]!).ShouldBe(told);
        (await f.Engines.ScriptedRecognizer.NextStreamAsync(Stop)).Options.Language.ShouldBe(asked);
    }

    [Fact]
    public async Task An_unknown_language_is_an_error_where_the_operator_wants_it()
    {
        await using var f = await VoxNexusFixture.StartAsync(options: new VoxNexusOptions { UnknownRecognitionLanguage = UnknownNamePolicy.Error });
        await using var stt = await f.OpenAsync(VoxNexusSocket.Stt);
        await stt.SendAsync("""{"type":"init","language":"ja"}""");
        (await stt.ReceiveErrorAsync()).ShouldBe("UNSUPPORTED_LANGUAGE");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1599)]
    [InlineData(1600)]
    [InlineData(8192)]
    [InlineData(1 << 20)]
    public async Task Chunks_of_any_size_are_the_same_samples(int size)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync();
        var samples = Tone.AsSpan(0, size < 10 ? 2000 : Tone.Length).ToArray();
        foreach (var chunk in Bytes(samples).Chunk(size))
        {
            await stt.SendAudioAsync(chunk);
        }

        await stream.WaitForSamplesAsync(samples.Length, Stop);
        stream.Samples.ShouldBe(samples);
        await stt.DisposeAsync();
    }

    [Fact]
    public async Task Base64_is_taken_in_all_the_forms_clients_send()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync();
        byte[] bytes = [0xFB, 0xFF, 0xBF, 0xFE, 0x01, 0x02, 0x03, 0x04]; // +/+/
        var plain = Convert.ToBase64String(bytes);
        string[] forms =
        [
            plain,
            plain.TrimEnd('='),
            plain.Replace('+', '-').Replace('/', '_'),
            plain.Insert(5, "\\n \\t"),
            "data:audio/pcm;base64," + plain,
            plain.Replace("/", "\\/"),
            plain.Replace("+", "\\u002B"),
        ];
        foreach (var form in forms)
        {
            await stt.SendAsync($$"""{"data":"{{form}}","type":"audio"}""");
        }

        await stt.SendAsync("""{"type":"audio","data":""}""");
        await stt.SendBytesAsync(bytes, WebSocketMessageType.Binary);
        await stream.WaitForSamplesAsync(4 * (forms.Length + 1), Stop);
        Bytes(stream.Samples).ShouldBe([.. Enumerable.Repeat(bytes, forms.Length + 1).SelectMany(b => b)]);
        await stt.PingAsync();
    }

    [Fact]
    public async Task Finals_carry_all_the_specification_lists_and_integers_are_integers()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync(""","enable_timestamps":true""");
        stream.Say(new SpeechStarted(Ms(420)));
        stream.Say(new PartialTranscript(Ms(420), Ms(510), "hello ther"));
        stream.Say(new SpeechEnded(Ms(1300), EndpointReason.Silence));
        stream.Say(Final(Ms(420.9), Ms(880.9), "Hello there, \"Zoë\"."));
        var partial = await stt.ReceiveAsync();
        partial.IsFinal().ShouldBeFalse();
        partial.Text().ShouldBe("hello ther");
        partial.ContainsKey("confidence").ShouldBeFalse();
        partial.ContainsKey("words").ShouldBeFalse();
        var final = await stt.ReceiveAsync();
        final.IsFinal().ShouldBeTrue();
        final.Text().ShouldBe("Hello there, \"Zoë\".");
        final["offset"]!.ToJsonString().ShouldBe("420");
        final["duration"]!.ToJsonString().ShouldBe("880");
        ((string)final["language"]!).ShouldBe("en-US");
        ((double)final["confidence"]!).ShouldBe(0.9123);
        final["words"]!.ToJsonString().ShouldBe("""[{"word":"hello","offset":420,"duration":390,"confidence":0.9},{"word":"there","offset":830,"duration":470}]""");
        ((string)final["segment_id"]!).ShouldBe((string)partial["segment_id"]!);
        ((int)final["session_index"]!).ShouldBe(0);
    }

    [Fact]
    public async Task Words_and_confidence_are_left_out_where_there_are_none()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync();
        stream.Say(Final(Ms(0), Ms(10), "yes") with { Confidence = null });
        var final = await stt.ReceiveAsync();
        final.ContainsKey("words").ShouldBeFalse();
        final.ContainsKey("confidence").ShouldBeFalse();
        final.All(m => m.Value is not null).ShouldBeTrue();
    }

    [Fact]
    public async Task Partials_come_at_most_every_100_ms_and_the_latest_wins()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync(""","enable_vad_events":true""");
        stream.Say(new PartialTranscript(Ms(0), Ms(100), "one"));
        (await stt.ReceiveAsync()).Text().ShouldBe("one");
        stream.Say(new PartialTranscript(Ms(0), Ms(200), "one"));
        stream.Say(new PartialTranscript(Ms(0), Ms(200), "one two"));
        stream.Say(new PartialTranscript(Ms(0), Ms(300), "one two three"));
        stream.Say(new SpeechStarted(Ms(0))); // Shows that the partials before it were looked at.
        (await stt.ReceiveAsync()).Type().ShouldBe("speech_started");
        f.Time.Advance(Ms(99));
        await stt.PingAsync();
        f.Time.Advance(Ms(1));
        (await stt.ReceiveAsync()).Text().ShouldBe("one two three");
    }

    [Fact]
    public async Task A_partial_that_had_to_wait_does_not_outlive_its_final()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync();
        stream.Say(new PartialTranscript(Ms(0), Ms(100), "one"));
        stream.Say(new PartialTranscript(Ms(0), Ms(200), "one two"));
        stream.Say(Final(Ms(0), Ms(300), "one two three"));
        (await stt.ReceiveAsync()).Text().ShouldBe("one");
        (await stt.ReceiveAsync()).IsFinal().ShouldBeTrue();
        f.Time.Advance(Ms(1000));
        await stt.PingAsync();
        stream.Say(new PartialTranscript(Ms(400), Ms(100), "one"));
        (await stt.ReceiveAsync()).Text().ShouldBe("one");
    }

    [Fact]
    public async Task Blank_and_rejected_utterances_say_nothing()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync();
        stream.Say(new SpeechStarted(Ms(0)));
        stream.Say(new PartialTranscript(Ms(0), Ms(1), " "));
        stream.Say(new UtteranceRejected(Ms(0)));
        stream.Say(Final(Ms(0), Ms(1), "  "));
        stream.Say(Final(Ms(0), Ms(1), "real"));
        (await stt.ReceiveAsync()).Text().ShouldBe("real");
    }

    [Fact]
    public async Task Without_interim_results_there_are_only_finals()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync(""","interim_results":false""");
        stream.Options.Partials.ShouldBeFalse();
        stream.Say(new PartialTranscript(Ms(0), Ms(1), "no"));
        stream.Say(Final(Ms(0), Ms(1), "yes"));
        (await stt.ReceiveAsync()).Text().ShouldBe("yes");
    }

    [Fact]
    public async Task Voice_activity_is_told_to_those_who_ask()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync(""","enable_vad_events":true""");
        stream.Say(new SpeechStarted(Ms(300)));
        stream.Say(new SpeechEnded(Ms(900), EndpointReason.Silence));
        var started = await stt.ReceiveAsync();
        (started.Type(), (int)started["offset"]!).ShouldBe(("speech_started", 300));
        (await stt.ReceiveAsync()).Type().ShouldBe("speech_ended");
    }

    [Fact]
    public async Task Endpointing_can_be_tuned()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (_, stream) = await f.ListenAsync(""","endpoint_silence_ms":1200,"max_utterance_ms":5000,"enable_endpointing":false,"keyterms":["Parley"]""");
        stream.Options.Endpointing.Silence.ShouldBe(Ms(1200));
        stream.Options.Endpointing.MaxUtterance.ShouldBe(Ms(5000));
        stream.Options.Endpointing.Automatic.ShouldBeFalse();
        stream.Options.KeyTerms.ShouldBe(["Parley"]);
    }

    [Fact]
    public async Task Flush_answers_after_the_finals_and_later_audio_is_the_next_session()
    {
        await using var f = await VoxNexusFixture.StartAsync(new ScriptedSpeechEngines { ScriptedRecognizer = new ScriptedRecognizer { AnswersFlush = false } });
        var (stt, stream) = await f.ListenAsync();
        await stt.SendAudioAsync(Bytes(Tone.AsSpan(0, 101).ToArray()).AsSpan(0, 201));
        await stt.SendAsync("""{"type":"command","command":"flush"}""");
        await stt.SendAudioAsync(Bytes(Tone.AsSpan(0, 50).ToArray()));
        await stt.SendAsync("""{"type":"command","command":"flush"}""");
        await stream.WaitForCommandAsync(Stop);
        await stream.WaitForCommandAsync(Stop);
        stream.Samples.Length.ShouldBe(150); // The odd byte was dropped at the flush, nothing was shifted.
        stream.Samples[100..].ShouldBe(Tone[..50]);
        stream.Say(Final(Ms(0), Ms(5), "first"));
        stream.Say(new SessionFlushed(Ms(6), 0));
        stream.Say(Final(Ms(0), Ms(3), "second"));
        stream.Say(new SessionFlushed(Ms(3), 1));
        var messages = new[] { await stt.ReceiveAsync(), await stt.ReceiveAsync(), await stt.ReceiveAsync(), await stt.ReceiveAsync() };
        messages.Select(m => m.Type()).ShouldBe(["transcript", "flush_done", "transcript", "flush_done"]);
        messages.Select(m => (int)m["session_index"]!).ShouldBe([0, 0, 1, 1]);
        messages.Select(m => (string)m["request_id"]!).Distinct().Count().ShouldBe(1);
        ((int)messages[1]["audio_duration"]!).ShouldBe(6);
    }

    [Fact]
    public async Task Flush_with_nothing_pending_and_flush_twice_are_each_answered()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var stt = await f.OpenAsync(VoxNexusSocket.Stt);
        await stt.SendAsync("""{"type":"command","command":"flush"}""");
        (await stt.ReceiveErrorAsync()).ShouldBe("NOT_INITIALIZED");
        await stt.SendAsync("""{"type":"init"}""");
        await stt.SendAsync("""{"type":"command","command":"flush"}""");
        await stt.SendAsync("""{"type":"command","command":"flush"}""");
        (await stt.ReceiveAsync()).Type().ShouldBe("ready");
        (await stt.ReceiveAsync()).Type().ShouldBe("flush_done");
        (await stt.ReceiveAsync()).Type().ShouldBe("flush_done");
        await stt.PingAsync();
    }

    [Fact]
    public async Task Cancel_drops_what_waits_and_answers_once()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stream.BeforeWrite = async stop =>
        {
            taken.TrySetResult();
            await go.Task.WaitAsync(stop);
        };
        await stt.SendAudioAsync(Bytes(Tone[..10]));
        await taken.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await stt.SendAudioAsync(Bytes(Tone[..20]));
        await stt.SendAsync("""{"type":"command","command":"cancel"}""");
        await stt.PingAsync();
        go.SetResult();
        var answer = await stt.ReceiveAsync();
        answer.Type().ShouldBe("cancelled");
        answer.ContainsKey("request_id").ShouldBeTrue();
        stream.Samples.Length.ShouldBe(10);
        await stt.SendAudioAsync(Bytes(Tone[..30]));
        await stream.WaitForSamplesAsync(40, Stop);
    }

    [Fact]
    public async Task A_failed_utterance_is_an_error_and_the_session_goes_on()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync();
        stream.Say(new RecognitionFailed(Ms(0), new EngineException("scripted", EngineFailure.Failed, "secret")));
        stream.Say(new RecognitionFailed(Ms(0), new EngineException("scripted", EngineFailure.Busy, "secret")));
        stream.Say(Final(Ms(0), Ms(1), "on"));
        (await stt.ReceiveErrorAsync()).ShouldBe("RECOGNITION_FAILED");
        (await stt.ReceiveErrorAsync()).ShouldBe("ENGINE_UNAVAILABLE");
        (await stt.ReceiveAsync()).Text().ShouldBe("on");
    }

    [Fact]
    public async Task A_stream_that_breaks_during_a_flush_still_gets_its_flush_done_and_the_next_session_a_new_stream()
    {
        await using var f = await VoxNexusFixture.StartAsync(new ScriptedSpeechEngines { ScriptedRecognizer = new ScriptedRecognizer { AnswersFlush = false } });
        var (stt, stream) = await f.ListenAsync();
        await stt.SendAudioAsync(Bytes(Tone[..10]));
        await stt.SendAsync("""{"type":"command","command":"flush"}""");
        await stream.WaitForCommandAsync(Stop);
        stream.Break(new EngineException("scripted", EngineFailure.ConnectionLost, "gone"));
        (await stt.ReceiveErrorAsync()).ShouldBe("RECOGNITION_FAILED");
        (await stt.ReceiveAsync()).Type().ShouldBe("flush_done");
        await stt.SendAudioAsync(Bytes(Tone[..20]));
        await stt.SendAudioAsync(Bytes(Tone[..20]));
        var second = await f.Engines.ScriptedRecognizer.NextStreamAsync(Stop);
        await second.WaitForSamplesAsync(20, Stop);
        second.Say(Final(Ms(0), Ms(1), "back"));
        (await stt.ReceiveAsync()).Text().ShouldBe("back");
    }

    [Fact]
    public async Task An_engine_that_cannot_open_is_told_at_the_first_audio_and_flush_is_answered()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        f.Engines.ScriptedRecognizer.BeforeOpen = _ => throw new EngineException("scripted", EngineFailure.Unavailable, "no model");
        await using var stt = await f.SttAsync();
        await stt.PingAsync();
        await stt.SendAudioAsync(Bytes(Tone[..10]));
        (await stt.ReceiveErrorAsync()).ShouldBe("ENGINE_UNAVAILABLE");
        await stt.SendAudioAsync(Bytes(Tone[..10]));
        await stt.SendAsync("""{"type":"command","command":"flush"}""");
        (await stt.ReceiveAsync()).Type().ShouldBe("flush_done");
        f.Engines.ScriptedRecognizer.BeforeOpen = null;
        await stt.SendAudioAsync(Bytes(Tone[..10]));
        var stream = await f.Engines.ScriptedRecognizer.NextStreamAsync(Stop);
        await stream.WaitForSamplesAsync(10, Stop);
    }

    [Fact]
    public async Task Ready_does_not_wait_for_an_engine_that_opens_slowly_and_nothing_sent_meanwhile_is_lost()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        f.Engines.ScriptedRecognizer.BeforeOpen = _ => new ValueTask(opened.Task);
        await using var stt = await f.OpenAsync(VoxNexusSocket.Stt);
        await stt.SendAsync("""{"type":"init"}""");
        await stt.SendAudioAsync(Bytes(Tone[..10]));
        var ready = stt.ReceiveAsync();
        await f.PassTimeUntilAsync(ready, Ms(100));
        (await ready).Type().ShouldBe("ready");
        opened.SetResult();
        var stream = await f.Engines.ScriptedRecognizer.NextStreamAsync(Stop);
        await stream.WaitForSamplesAsync(10, Stop);
    }

    [Fact]
    public async Task A_second_init_is_for_a_session_without_audio()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, first) = await f.ListenAsync();
        await stt.SendAudioAsync(Bytes(Tone[..10]));
        await stt.SendAsync("""{"type":"init","sample_rate":8000}""");
        (await stt.ReceiveErrorAsync()).ShouldBe("ALREADY_INITIALIZED");
        await stt.SendAsync("""{"type":"command","command":"flush"}""");
        await stt.SendAsync("""{"type":"init","sample_rate":8000}""");
        (await stt.ReceiveAsync()).Type().ShouldBe("flush_done");
        (await stt.ReceiveAsync()).Type().ShouldBe("ready");
        var second = await f.Engines.ScriptedRecognizer.NextStreamAsync(Stop);
        second.SampleRate.ShouldBe(8000);
        first.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_wav_header_in_a_pcm_stream_is_skipped_and_its_rate_wins()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync();
        var wav = new byte[44 + 2000];
        Parley.Audio.Wav.WavHeader.Write(wav, new Parley.Audio.PcmFormat(8000));
        Bytes(Tone[..1000]).CopyTo(wav, 44);
        foreach (var chunk in wav.Chunk(333))
        {
            await stt.SendAudioAsync(chunk);
        }

        await stt.SendAsync("""{"type":"command","command":"flush"}""");
        (await stt.ReceiveAsync()).Type().ShouldBe("flush_done");
        stream.Samples.Length.ShouldBe(2000);
    }

    [Fact]
    public async Task A_wav_codec_that_is_not_supported_ends_the_session_and_the_next_one_works()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync(""","format":"wav" """);
        var wav = new byte[100];
        Parley.Audio.Wav.WavHeader.Write(wav, new Parley.Audio.PcmFormat(8000));
        wav[20] = 0x55;
        await stt.SendAudioAsync(wav);
        (await stt.ReceiveErrorAsync()).ShouldBe("UNSUPPORTED_FORMAT");
        await stt.SendAudioAsync(wav);
        await stt.SendAsync("""{"type":"command","command":"flush"}""");
        (await stt.ReceiveAsync()).Type().ShouldBe("flush_done");
        await stt.SendAudioAsync(Bytes(Tone[..10]));
        await stream.WaitForSamplesAsync(10, Stop);
    }

    [Fact]
    public async Task Bad_base64_is_refused_and_more_than_20_in_a_row_end_the_socket()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync();
        await stt.SendAsync("""{"type":"audio","data":"!!!!"}""");
        (await stt.ReceiveErrorAsync()).ShouldBe("INVALID_AUDIO_DATA");
        await stt.SendAudioAsync(Bytes(Tone[..10]));
        await stream.WaitForSamplesAsync(10, Stop);
        for (var i = 0; i < 20; i++)
        {
            await stt.SendAsync("""{"type":"audio","data":"A"}""");
            (await stt.ReceiveErrorAsync()).ShouldBe("INVALID_AUDIO_DATA");
        }

        await stt.SendAsync("""{"type":"audio","data":"A"}""");
        (await stt.ReceiveErrorAsync()).ShouldBe("INVALID_AUDIO_DATA");
        (await stt.ReceiveCloseAsync()).ShouldBe((1007, "INVALID_AUDIO_DATA"));
    }

    [Fact]
    public async Task A_backlog_that_stands_still_ends_the_socket_and_pings_are_answered_until_it_is_full()
    {
        await using var f = await VoxNexusFixture.StartAsync(options: new VoxNexusOptions { MaxBacklogBytes = 64 << 10 });
        var (stt, stream) = await f.ListenAsync();
        stream.BeforeWrite = stop => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));
        var chunk = new byte[16 << 10];
        await stt.SendAudioAsync(chunk);
        await stt.SendAudioAsync(chunk);
        await stt.PingAsync();
        await stt.SendAudioAsync(chunk);
        await stt.SendAudioAsync(chunk);
        await stt.SendAudioAsync(chunk);
        var error = stt.ReceiveErrorAsync();
        await f.PassTimeUntilAsync(error, TimeSpan.FromSeconds(10));
        (await error).ShouldBe("BUFFER_OVERFLOW");
        (await stt.ReceiveCloseAsync()).ShouldBe((1008, "BUFFER_OVERFLOW"));
    }

    [Fact]
    public async Task Close_recognises_what_was_sent_first()
    {
        await using var f = await VoxNexusFixture.StartAsync(new ScriptedSpeechEngines { ScriptedRecognizer = new ScriptedRecognizer { AnswersFlush = false } });
        var (stt, stream) = await f.ListenAsync();
        await stt.SendAudioAsync(Bytes(Tone[..10]));
        await stt.SendAsync("""{"type":"close"}""");
        await stream.WaitForCommandAsync(Stop);
        stream.Say(Final(Ms(0), Ms(1), "last words"));
        stream.Say(new SessionFlushed(Ms(1), 0));
        (await stt.ReceiveAsync()).Text().ShouldBe("last words");
        (await stt.ReceiveAsync()).Type().ShouldBe("flush_done");
        (await stt.ReceiveCloseAsync()).Code.ShouldBe(1000);
    }

    [Fact]
    public async Task Audio_that_runs_at_twice_real_time_is_noted_in_the_log()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var (stt, stream) = await f.ListenAsync();
        for (var i = 1; i <= 10; i++)
        {
            await stt.SendAudioAsync(Bytes([.. Tone, .. Tone]));
            await stream.WaitForSamplesAsync(i * 32000, Stop);
            f.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await stt.SendAudioAsync([0, 0]);
        await stream.WaitForSamplesAsync(320_001, Stop);
        f.Server.Logs.Entries.ShouldContain(e => e.Id.Name == "VoxNexusRateSuspect");
    }

    private static TimeSpan Ms(double value) => TimeSpan.FromMilliseconds(value);

    private static byte[] Bytes(short[] samples) => MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();

    private static FinalTranscript Final(TimeSpan offset, TimeSpan duration, string text) => new(offset, duration, text)
    {
        Language = "en-US",
        Confidence = 0.91234,
        Words = [new RecognizedWord("hello", Ms(420), Ms(390), 0.9), new RecognizedWord("there", Ms(830.5), Ms(470), null)],
    };
}
