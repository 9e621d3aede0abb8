using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.VoxNexus;
using Parley.Server.VoxNexus.Connections;

namespace Parley.Server.Tests.VoxNexus;

/// <summary>What both realtime endpoints do alike: bad messages, time limits, ends. Beside each bad client another one works on undisturbed.</summary>
public sealed class CommonSocketTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> BadMessages
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var path in new[] { VoxNexusSocket.Tts, VoxNexusSocket.Stt })
            {
                foreach (var (message, code) in new (string, string)[]
                {
                    ("", "INVALID_JSON"), ("{", "INVALID_JSON"), ("{\"type\":\"init\"}}", "INVALID_JSON"), ("{\"type\":\"init\"} {}", "INVALID_JSON"), ("nonsense", "INVALID_JSON"), ("{'type':'init'}", "INVALID_JSON"),
                    (new string('[', 100), "INVALID_JSON"), ("{\"type\":\"init\",\"a\":" + new string('[', 100) + new string(']', 100) + "}", "INVALID_JSON"),
                    ("[]", "INVALID_MESSAGE"), ("null", "INVALID_MESSAGE"), ("12", "INVALID_MESSAGE"), ("\"init\"", "INVALID_MESSAGE"), ("{}", "INVALID_MESSAGE"), ("{\"type\":1}", "INVALID_MESSAGE"), ("{\"type\":null}", "INVALID_MESSAGE"),
                    ("{\"type\":\"Init\"}", "UNKNOWN_MESSAGE_TYPE"), ("{\"type\":\"\"}", "UNKNOWN_MESSAGE_TYPE"), ("{\"type\":\"ready\"}", "UNKNOWN_MESSAGE_TYPE"),
                    ("{\"type\":\"command\"}", "INVALID_MESSAGE"), ("{\"type\":\"command\",\"command\":7}", "INVALID_MESSAGE"), ("{\"type\":\"command\",\"command\":\"jump\"}", "UNKNOWN_COMMAND"),
                })
                {
                    data.Add(path, message, code);
                }
            }

            foreach (var (message, code) in new (string, string)[]
            {
                ("{\"type\":\"audio\",\"data\":\"AAAA\"}", "UNKNOWN_MESSAGE_TYPE"), ("{\"type\":\"text\"}", "INVALID_PARAMETER"), ("{\"type\":\"text\",\"text\":null}", "INVALID_PARAMETER"),
                ("{\"type\":\"text\",\"text\":5}", "INVALID_PARAMETER"), ("{\"type\":\"text\",\"text\":\"x\",\"is_final\":\"true\"}", "INVALID_PARAMETER"), ("{\"type\":\"text\",\"text\":\"x\",\"utterance_id\":{}}", "INVALID_PARAMETER"),
                ("{\"type\":\"init\"}", "MISSING_PARAMETER"), ("{\"type\":\"init\",\"voice_id\":\"\"}", "MISSING_PARAMETER"), ("{\"type\":\"init\",\"voice_id\":5}", "INVALID_PARAMETER"), ("{\"type\":\"init\",\"voice_id\":\"nope\"}", "VOICE_NOT_FOUND"),
                ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"language\":\"?\"}", "INVALID_PARAMETER"), ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"language\":\"de\"}", "UNSUPPORTED_LANGUAGE"),
                ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"format\":\"flac\"}", "UNSUPPORTED_FORMAT"), ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"sample_rate\":16001}", "UNSUPPORTED_SAMPLE_RATE"),
                ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"sample_rate\":\"16000\"}", "INVALID_PARAMETER"), ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"speed\":2.01}", "INVALID_PARAMETER"),
                ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"speed\":1e999}", "INVALID_PARAMETER"), ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"pitch\":-12.5}", "INVALID_PARAMETER"), ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"volume\":1.1}", "INVALID_PARAMETER"),
                ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"voice_config\":\"calm\"}", "INVALID_VOICE_CONFIG"), ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"voice_config\":{\"style\":1}}", "INVALID_VOICE_CONFIG"),
                ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"voice_config\":{\"degree\":\"much\"}}", "INVALID_VOICE_CONFIG"), ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"ssml\":true}", "UNSUPPORTED_PARAMETER"),
                ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"model_id\":\"nope\"}", "MODEL_NOT_FOUND"), ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"text_join\":\"glue\"}", "INVALID_PARAMETER"),
                ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"audio_transport\":\"pigeon\"}", "INVALID_PARAMETER"), ("{\"type\":\"init\",\"voice_id\":\"test-one\",\"auto_flush_ms\":-1}", "INVALID_PARAMETER"),
                ("{\"type\":\"init\",\"format\":\"flac\",\"speed\":9,\"voice_id\":\"test-one\"}", "UNSUPPORTED_FORMAT"),
            })
            {
                data.Add(VoxNexusSocket.Tts, message, code);
            }

            foreach (var (message, code) in new (string, string)[]
            {
                ("{\"type\":\"text\",\"text\":\"x\"}", "UNKNOWN_MESSAGE_TYPE"), ("{\"type\":\"audio\"}", "INVALID_MESSAGE"), ("{\"type\":\"audio\",\"data\":5}", "INVALID_MESSAGE"), ("{\"type\":\"audio\",\"data\":null}", "INVALID_MESSAGE"),
                ("{\"type\":\"audio\",\"data\":\"AAA*\"}", "INVALID_AUDIO_DATA"), ("{\"type\":\"audio\",\"data\":\"AAAAA\"}", "INVALID_AUDIO_DATA"), ("{\"type\":\"audio\",\"data\":\"\\ud800AAA\"}", "INVALID_AUDIO_DATA"), ("{\"type\":\"audio\",\"data\":\"\u00e9AAA\"}", "INVALID_AUDIO_DATA"),
                ("{\"type\":\"init\",\"language\":5}", "INVALID_PARAMETER"), ("{\"type\":\"init\",\"language\":\"e_n\"}", "INVALID_PARAMETER"), ("{\"type\":\"init\",\"format\":\"opus\"}", "UNSUPPORTED_FORMAT"), ("{\"type\":\"init\",\"sample_rate\":96000}", "UNSUPPORTED_SAMPLE_RATE"),
                ("{\"type\":\"init\",\"sample_rate\":16000.5}", "INVALID_PARAMETER"), ("{\"type\":\"init\",\"enable_timestamps\":1}", "INVALID_PARAMETER"), ("{\"type\":\"init\",\"enable_language_detection\":\"no\"}", "INVALID_PARAMETER"),
                ("{\"type\":\"init\",\"model_id\":\"nope\"}", "MODEL_NOT_FOUND"), ("{\"type\":\"init\",\"enable_llm_transform\":true}", "MISSING_PARAMETER"), ("{\"type\":\"init\",\"llm_max_tokens\":0}", "INVALID_PARAMETER"),
                ("{\"type\":\"init\",\"endpoint_silence_ms\":100}", "INVALID_PARAMETER"), ("{\"type\":\"init\",\"keyterms\":\"x\"}", "INVALID_PARAMETER"),
            })
            {
                data.Add(VoxNexusSocket.Stt, message, code);
            }

            return data;
        }
    }

    [Fact]
    public async Task Every_bad_message_gets_its_code_and_the_socket_goes_on()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        foreach (var row in BadMessages)
        {
            var (path, message, code) = row.Data;
            await using var socket = path == VoxNexusSocket.Tts ? await f.TtsAsync() : await f.SttAsync();
            await socket.SendAsync(message);
            (await socket.ReceiveErrorAsync()).ShouldBe(code, message);
            await socket.PingAsync();
        }

        await using var tts = await f.TtsAsync();
        await tts.SendAsync("""{"type":"text","text":"Undisturbed.","is_final":true}""");
        await tts.ReceiveUtteranceAsync();
    }

    [Fact]
    public async Task An_init_with_several_faults_tells_the_first_and_lists_the_others()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.OpenAsync(VoxNexusSocket.Tts);
        await tts.SendAsync("""{"type":"init","voice_id":"nope","speed":3,"volume":2}""");
        var error = await tts.ReceiveAsync();
        ((string)error["code"]!).ShouldBe("VOICE_NOT_FOUND");
        ((string)error["details"]!).ShouldContain("speed");
        ((string)error["details"]!).ShouldContain("volume");
        await tts.SendAsync("""{"type":"init","voice_id":"test-one"}""");
        (await tts.ReceiveAsync()).Type().ShouldBe("ready");
    }

    [Theory]
    [InlineData(VoxNexusSocket.Tts)]
    [InlineData(VoxNexusSocket.Stt)]
    public async Task Five_failed_inits_end_the_socket(string path)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var socket = await f.OpenAsync(path);
        for (var i = 0; i < 5; i++)
        {
            await socket.SendAsync("""{"type":"init","sample_rate":1}""");
            await socket.ReceiveErrorAsync();
        }

        (await socket.ReceiveCloseAsync()).Code.ShouldBe(1008);
    }

    [Theory]
    [InlineData("nonsense", 1007, "INVALID_JSON")]
    [InlineData("[]", 1008, "INVALID_MESSAGE")]
    public async Task Ten_bad_messages_in_a_row_end_the_socket(string message, int code, string reason)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var socket = await f.SttAsync();
        for (var i = 0; i < 9; i++)
        {
            await socket.SendAsync(message);
            await socket.ReceiveErrorAsync();
        }

        await socket.SendAsync("""{"type":"command","command":"flush"}""");
        (await socket.ReceiveAsync()).Type().ShouldBe("flush_done");
        for (var i = 0; i < 10; i++)
        {
            await socket.SendAsync(message);
            (await socket.ReceiveErrorAsync()).ShouldBe(reason);
        }

        (await socket.ReceiveCloseAsync()).ShouldBe((code, reason));
    }

    [Theory]
    [InlineData(VoxNexusSocket.Tts, """{"type":"text","text":"x"}""")]
    [InlineData(VoxNexusSocket.Stt, """{"type":"audio","data":"AAAA"}""")]
    public async Task Input_before_init_is_refused_once_in_five_seconds_and_ping_never_is(string path, string input)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var socket = await f.OpenAsync(path);
        await socket.PingAsync();
        await socket.SendAsync(input);
        (await socket.ReceiveErrorAsync()).ShouldBe("NOT_INITIALIZED");
        await socket.SendAsync(input);
        await socket.PingAsync();
        f.Time.Advance(TimeSpan.FromSeconds(5));
        await socket.SendAsync(input);
        (await socket.ReceiveErrorAsync()).ShouldBe("NOT_INITIALIZED");
        await socket.SendAsync("""{"type":"init","voice_id":"test-one"}""");
        (await socket.ReceiveAsync()).Type().ShouldBe("ready");
    }

    [Theory]
    [InlineData(VoxNexusSocket.Tts)]
    [InlineData(VoxNexusSocket.Stt)]
    public async Task Without_init_a_socket_ends_after_60_seconds_pings_or_not(string path)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var socket = await f.OpenAsync(path);
        await socket.PingAsync();
        f.Time.Advance(TimeSpan.FromSeconds(59));
        await socket.PingAsync();
        f.Time.Advance(TimeSpan.FromSeconds(1));
        (await socket.ReceiveErrorAsync()).ShouldBe("INIT_TIMEOUT");
        (await socket.ReceiveCloseAsync()).ShouldBe((1008, "INIT_TIMEOUT"));
    }

    [Theory]
    [InlineData(VoxNexusSocket.Tts)]
    [InlineData(VoxNexusSocket.Stt)]
    public async Task An_idle_socket_ends_after_ten_minutes_and_a_ping_puts_it_off(string path)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var socket = await f.ReadyAsync(path, """{"type":"init","voice_id":"test-one"}""");
        f.Time.Advance(TimeSpan.FromMinutes(9));
        await socket.PingAsync();
        f.Time.Advance(TimeSpan.FromMinutes(9));
        await socket.PingAsync();
        var error = socket.ReceiveErrorAsync();
        await f.PassTimeUntilAsync(error, TimeSpan.FromMinutes(5));
        (await error).ShouldBe("IDLE_TIMEOUT");
        (await socket.ReceiveCloseAsync()).ShouldBe((1008, "IDLE_TIMEOUT"));
    }

    [Fact]
    public async Task A_ping_is_answered_with_what_it_carried()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var socket = await f.OpenAsync(VoxNexusSocket.Tts);
        await socket.SendAsync("""{"type":"ping"}""");
        (await socket.ReceiveAsync()).ToJsonString().ShouldBe("""{"type":"pong"}""");
        await socket.SendAsync("""{"type":"ping","id":"a\"b","timestamp":17e3,"x":{}}""");
        (await socket.ReceiveAsync()).ToJsonString().ShouldBe("""{"type":"pong","id":"a\u0022b","timestamp":17e3}""");
        await socket.SendAsync("""{"type":"pong"}""");
        await socket.PingAsync();
    }

    [Theory]
    [InlineData(VoxNexusSocket.Tts)]
    [InlineData(VoxNexusSocket.Stt)]
    public async Task A_message_beyond_4_mib_is_1009_and_one_just_below_is_read(string path)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var socket = await f.OpenAsync(path);
        var message = new byte[4 << 20];
        message.AsSpan().Fill((byte)' ');
        "{\"type\":\"ping\"}"u8.CopyTo(message);
        await socket.SendBytesAsync(message, WebSocketMessageType.Text);
        (await socket.ReceiveAsync()).Type().ShouldBe("pong");
        var sending = SendTooMuchAsync(socket);
        (await socket.ReceiveErrorAsync()).ShouldBe("MESSAGE_TOO_LARGE");
        (await socket.ReceiveCloseAsync()).ShouldBe((1009, "MESSAGE_TOO_LARGE"));
        await sending;
    }

    [Fact]
    public async Task Binary_messages_on_the_text_endpoint_are_refused_and_the_socket_goes_on()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.TtsAsync();
        await tts.SendBytesAsync(new byte[100], WebSocketMessageType.Binary);
        (await tts.ReceiveErrorAsync()).ShouldBe("INVALID_MESSAGE");
        await tts.PingAsync();
        await using var stt = await f.OpenAsync(VoxNexusSocket.Stt);
        await stt.SendBytesAsync(new byte[100], WebSocketMessageType.Binary);
        (await stt.ReceiveErrorAsync()).ShouldBe("NOT_INITIALIZED");
    }

    [Fact]
    public async Task Messages_in_fragments_are_read_whole()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        await using var tts = await f.OpenAsync(VoxNexusSocket.Tts);
        var bytes = Encoding.UTF8.GetBytes("""{"type":"init","voice_id":"test-one"}""");
        for (var i = 0; i < bytes.Length; i++)
        {
            await tts.SendBytesAsync(bytes.AsMemory(i, 1), WebSocketMessageType.Text, end: i == bytes.Length - 1);
        }

        (await tts.ReceiveAsync()).Type().ShouldBe("ready");
    }

    [Theory]
    [InlineData(VoxNexusSocket.Tts)]
    [InlineData(VoxNexusSocket.Stt)]
    public async Task A_connection_that_is_cut_leaves_nothing_behind(string path)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var live = f.Server.Server.Services.GetRequiredService<LiveSessions>();
        await using var other = await f.TtsAsync();
        var cut = await f.ReadyAsync(path, """{"type":"init","voice_id":"test-one"}""");
        live.Count.ShouldBe(2);
        cut.Socket.Abort();
        await live.WaitForCountAsync(1, Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await other.PingAsync();
        await other.CloseAsync();
        await live.WaitForCountAsync(0, Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }

    [Fact]
    public async Task Too_many_messages_are_slowed_down_not_refused()
    {
        await using var f = await VoxNexusFixture.StartAsync(options: new VoxNexusOptions { MessagesPerSecond = 10 });
        await using var tts = await f.TtsAsync(""","format":"pcm" """);
        for (var i = 0; i < 60; i++)
        {
            await tts.SendAsync("""{"type":"text","text":"x"}""");
        }

        await tts.SendAsync("""{"type":"text","text":"","is_final":true}""");
        var utterance = tts.ReceiveUtteranceAsync();
        await f.PassTimeUntilAsync(utterance, TimeSpan.FromMilliseconds(100));
        await f.PassTimeUntilAsync(tts.PingAsync(), TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task A_stop_finishes_the_utterances_then_says_so_and_closes_with_1001()
    {
        var f = await VoxNexusFixture.StartAsync();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        f.Engines.Synthesizer.BeforeChunk = (_, _, stop) => new ValueTask(go.Task.WaitAsync(stop));
        await using var tts = await f.TtsAsync(""","format":"pcm" """);
        await using var stt = await f.SttAsync();
        await tts.SendAsync("""{"type":"text","text":"Last words.","is_final":true}""");
        await f.Engines.Synthesizer.WaitForRequestAsync(Stop);
        var stopping = f.Server.Server.StopAsync(Stop);
        (await stt.ReceiveErrorAsync()).ShouldBe("SERVER_SHUTDOWN");
        (await stt.ReceiveCloseAsync()).ShouldBe((1001, "SERVER_SHUTDOWN"));
        go.SetResult();
        await tts.ReceiveUtteranceAsync();
        (await tts.ReceiveErrorAsync()).ShouldBe("SERVER_SHUTDOWN");
        (await tts.ReceiveCloseAsync()).ShouldBe((1001, "SERVER_SHUTDOWN"));
        await tts.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Stop);
        await stt.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Stop);
        await stopping.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await f.DisposeAsync();
    }

    [Fact]
    public async Task Work_that_does_not_end_is_cut_at_the_end_of_the_drain()
    {
        var f = await VoxNexusFixture.StartAsync();
        f.Engines.Synthesizer.BeforeChunk = (_, _, stop) => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));
        await using var tts = await f.TtsAsync();
        await tts.SendAsync("""{"type":"text","text":"Never.","is_final":true}""");
        await f.Engines.Synthesizer.WaitForRequestAsync(Stop);
        var stopping = f.Server.Server.StopAsync(Stop);
        var error = tts.ReceiveErrorAsync();
        await f.PassTimeUntilAsync(error, TimeSpan.FromSeconds(3));
        (await error).ShouldBe("SERVER_SHUTDOWN");
        (await tts.ReceiveCloseAsync()).Code.ShouldBe(1001);
        await tts.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Stop);
        await stopping.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await f.DisposeAsync();
    }

    [Fact]
    public async Task A_session_as_long_as_is_allowed_finishes_its_work_and_closes_with_1001()
    {
        await using var f = await VoxNexusFixture.StartAsync(options: new VoxNexusOptions { SessionSeconds = 100, SynthesisSeconds = 600 });
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        f.Engines.Synthesizer.BeforeChunk = (_, _, stop) => new ValueTask(go.Task.WaitAsync(stop));
        await using var tts = await f.TtsAsync();
        await tts.SendAsync("""{"type":"text","text":"Last words.","is_final":true}""");
        await f.Engines.Synthesizer.WaitForRequestAsync(Stop);
        f.Time.Advance(TimeSpan.FromSeconds(100));
        go.SetResult();
        await tts.ReceiveUtteranceAsync();
        (await tts.ReceiveErrorAsync()).ShouldBe("SESSION_EXPIRED");
        (await tts.ReceiveCloseAsync()).ShouldBe((1001, "SESSION_EXPIRED"));
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_dropped_and_the_engine_stops()
    {
        await using var f = await VoxNexusFixture.StartAsync(options: new VoxNexusOptions { IdleSeconds = 86_400 });
        var live = f.Server.Server.Services.GetRequiredService<LiveSessions>();
        await using var other = await f.TtsAsync();
        await using var tts = await f.TtsAsync(""","format":"pcm","sample_rate":48000""");
        for (var i = 0; i < 20; i++)
        {
            await tts.SendAsync($$"""{"type":"text","text":"{{new string('x', 5000)}}","is_final":true}""");
        }

        // Twenty megabytes are more than the socket's buffers and the queue take: the write that is stuck runs into its deadline.
        await f.PassTimeUntilAsync(live.WaitForCountAsync(1, Stop), TimeSpan.FromSeconds(10));
        await other.PingAsync();
    }

    [Theory]
    [InlineData(VoxNexusSocket.Tts)]
    [InlineData(VoxNexusSocket.Stt)]
    public async Task A_half_closed_connection_ends(string path)
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var live = f.Server.Server.Services.GetRequiredService<LiveSessions>();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, f.Server.Address.Port, Stop);
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /{path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), Stop);
        var buffer = new byte[1024];
        Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, Stop)).ShouldStartWith("HTTP/1.1 101");
        await stream.WriteAsync((ReadOnlyMemory<byte>)new byte[] { 0x81, 0xFE, 0x10 }, Stop); // The beginning of a frame.
        tcp.Client.Shutdown(SocketShutdown.Send);
        await live.WaitForCountAsync(0, Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await (await f.OpenAsync(path)).PingAsync();
    }

    [Fact]
    public async Task Random_messages_never_break_the_server()
    {
        await using var f = await VoxNexusFixture.StartAsync();
        var random = new Random(4711);
        string[] pieces = ["{", "}", "\"type\":", "\"init\"", "\"audio\"", "\"text\"", "\"command\"", "\"data\":", "\"text\":", "\"voice_id\":\"test-one\"", ",", "null", "true", "1e5", "[", "]", "\"\\ud800\"", "\"AAAA\"", "\"is_final\":", " ", "\"flush\""];
        foreach (var path in new[] { VoxNexusSocket.Tts, VoxNexusSocket.Stt })
        {
            for (var round = 0; round < 20; round++)
            {
                var socket = await f.ReadyAsync(path, """{"type":"init","voice_id":"test-one"}""");
                try
                {
                    for (var i = 0; i < 50 && socket.Socket.State == WebSocketState.Open; i++)
                    {
                        var message = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
                        await socket.SendAsync(i % 3 == 0 ? "{\"type\":" + message + "}" : message);
                    }
                }
                catch (WebSocketException)
                {
                    // Ended for too many bad messages.
                }

                await socket.DisposeAsync();
            }

            await (await f.OpenAsync(path)).PingAsync();
        }
    }

    private static async Task SendTooMuchAsync(VoxNexusSocket socket)
    {
        var chunk = new byte[64 << 10];
        chunk.AsSpan().Fill((byte)' ');
        try
        {
            for (var i = 0; i < 128; i++)
            {
                await socket.SendBytesAsync(chunk, WebSocketMessageType.Text, end: i == 127);
            }
        }
        catch (WebSocketException)
        {
            // The server has closed meanwhile.
        }
    }
}
