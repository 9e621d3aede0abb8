using System.Runtime.InteropServices;
using System.Threading.Channels;
using Parley.Audio;
using Parley.Audio.Playout;
using Parley.Devices;
using Parley.Estuary.Tests.Fakes;
using Parley.Testing;

namespace Parley.Estuary.Tests.Voice;

public class VoiceSessionTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(10);

    private readonly ScriptedServer _server = new();
    private readonly FakeTimeProvider _audioTime = new();
    private readonly FedSource _source = new();
    private readonly MemorySink _heard = new(PcmFormat.Speech16K);
    private readonly Channel<VoiceSessionState> _states = Channel.CreateUnbounded<VoiceSessionState>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_said_is_streamed_and_what_is_answered_is_played_and_reported()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var session = await StartAsync(client, server, _heard);
        await using var _ = server.Leaving(client);
        session.IsStarted.ShouldBeTrue();
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        _source.Say(7, milliseconds: 10);
        var sent = MemoryMarshal.Cast<byte, short>((await server.EventAsync("stream_audio")).GetProperty("audio").GetBytesFromBase64()).ToArray();
        sent.ShouldBe(Enumerable.Repeat((short)7, 160));

        await server.EmitAsync("stt_response", """{"text":"hello","is_final":true}""");
        (await StateAsync()).ShouldBe(VoiceSessionState.Thinking);
        await VoiceAsync(server, "m1", 0, 1, 160, isFinal: false);
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        await VoiceAsync(server, "m1", 1, 2, 160, isFinal: true);
        (await server.EventAsync("audio_playback_complete")).GetProperty("message_id").GetString().ShouldBe("m1");
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        _heard.ToArray().ShouldBe([.. Enumerable.Repeat((short)1, 160), .. Enumerable.Repeat((short)2, 160)]);
        await StopAsync(session, server);
        (await StateAsync()).ShouldBe(VoiceSessionState.Stopped);
        (await session.Completion).ShouldBeNull();
        _source.IsDisposed.ShouldBeTrue();
        client.IsConnected.ShouldBeTrue();
    }

    [Theory]
    [InlineData("quota_exceeded", """{"message":"Come back tomorrow.","current":10,"limit":10,"remaining":0,"tier":"free"}""")]
    [InlineData("error", """{"message":"The reply failed."}""")]
    public async Task Words_that_nobody_answers_are_not_thought_about_for_ever(string problem, string payload)
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var session = await StartAsync(client, server, _heard);
        await using var _ = server.Leaving(client);
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        await server.EmitAsync("stt_response", """{"text":"hello","is_final":true}""");
        (await StateAsync()).ShouldBe(VoiceSessionState.Thinking);
        await server.EmitAsync(problem, payload);
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
    }

    [Fact]
    public async Task An_interruption_silences_at_once_and_is_not_reported_as_played()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var session = await StartAsync(client, server, new RealTimeSink(_heard, _audioTime));
        await using var _ = server.Leaving(client);
        await StateAsync();
        await VoiceAsync(server, "m1", 0, 1, 16_000, isFinal: false);
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        await server.EmitAsync("interrupt", """{"message_id":"m1","reason":"user_speech"}""");
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        await VoiceAsync(server, "m1", 1, 1, 160, isFinal: true);
        await VoiceAsync(server, "m2", 0, 2, 160, isFinal: true);
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        while (_heard.PlayedSamples < 160)
        {
            _audioTime.Advance(Frame);
            await Task.Yield();
        }

        (await PassUntilAsync(server.EventAsync("audio_playback_complete"))).GetProperty("message_id").GetString().ShouldBe("m2");
        _heard.ToArray().ShouldAllBe(sample => sample == 2);
    }

    [Fact]
    public async Task An_interruption_from_here_does_not_wait_for_the_server()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var session = await StartAsync(client, server, new RealTimeSink(_heard, _audioTime));
        await using var _ = server.Leaving(client);
        await StateAsync();
        await VoiceAsync(server, "m1", 0, 1, 16_000, isFinal: true);
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        await session.InterruptAsync(Token);
        await server.EventAsync("client_interrupt");
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
    }

    [Fact]
    public async Task Push_to_talk_hears_only_while_the_key_is_down()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var session = new VoiceSession(client, _source, _heard, VoiceMode.PushToTalk, Options);
        await using var _ = server.Leaving(client);
        await session.StartAsync(Token);
        var pressing = session.StartRecordingAsync(Token);
        (await StateAsync()).ShouldBe(VoiceSessionState.Recording);

        // Said before the server listens, and kept for it.
        _source.Say(3, milliseconds: 10);
        (await server.EventAsync("start_voice")).GetProperty("turn_mode").GetString().ShouldBe("push_to_talk");
        await server.EmitAsync("voice_started");
        await pressing.WaitAsync(Deadline, Token);
        (await server.EventAsync("stream_audio")).GetProperty("audio").GetBytesFromBase64().Length.ShouldBe(320);

        var releasing = session.StopRecordingAsync(Token);
        await server.EventAsync("stop_voice");
        await server.EmitAsync("stt_response", """{"text":"hello","is_final":true}""");
        await server.EmitAsync("voice_stopped");
        await releasing.WaitAsync(Deadline, Token);
        (await StateAsync()).ShouldBe(VoiceSessionState.Thinking);
        _source.Say(9, milliseconds: 10);
        await VoiceAsync(server, "m1", 0, 1, 160, isFinal: true);
        (await server.EventAsync("audio_playback_complete")).GetProperty("message_id").GetString().ShouldBe("m1");
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        (await StateAsync()).ShouldBe(VoiceSessionState.Idle);
    }

    [Fact]
    public async Task A_press_that_the_server_refuses_is_told_and_may_be_repeated()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var session = new VoiceSession(client, _source, _heard, VoiceMode.PushToTalk, Options);
        await using var _ = server.Leaving(client);
        await session.StartAsync(Token);
        var pressing = session.StartRecordingAsync(Token);
        _source.Say(3, milliseconds: 10);
        await server.AnswerAsync("start_voice", "voice_error", """{"error":"stt_unavailable"}""");
        (await pressing.ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceNotSupported);
        session.State.ShouldBe(VoiceSessionState.Idle);
        pressing = session.StartRecordingAsync(Token);
        await server.AnswerAsync("start_voice", "voice_started");
        await pressing.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task A_muted_microphone_is_not_heard_and_the_voice_goes_on()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var session = await StartAsync(client, server, _heard);
        await using var _ = server.Leaving(client);
        session.ToggleMute().ShouldBeTrue();
        _source.Say(5, milliseconds: 10);
        await VoiceAsync(server, "m1", 0, 1, 160, isFinal: true);
        await server.EventAsync("audio_playback_complete");
        await _source.HandledAsync();
        session.ToggleMute().ShouldBeFalse();
        _source.Say(6, milliseconds: 20);
        var sent = MemoryMarshal.Cast<byte, short>((await server.EventAsync("stream_audio")).GetProperty("audio").GetBytesFromBase64()).ToArray();
        sent.ShouldAllBe(s => s == 6);
    }

    [Fact]
    public async Task A_reconnect_keeps_the_session()
    {
        var (client, first) = await ScriptedServer.ConnectAsync(_server, _server.Options with { Reconnect = _server.Options.Reconnect with { Jitter = 0 } });
        await using var session = await StartAsync(client, first, _heard);
        await using var _ = first.Leaving(client);
        var events = new EventLog(client, Token);
        await VoiceAsync(first, "cut", 0, 1, 160, isFinal: false);
        await events.NextAsync<BotVoice>();
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        first.Cut();
        await events.NextAsync<Reconnecting>();
        (await StateAsync()).ShouldBe(VoiceSessionState.Idle);
        await _server.Time.WaitForTimerAsync(TimeSpan.FromSeconds(1), Token);
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await _server.AcceptAsync();
        await second.AnswerAsync("start_voice", "voice_started");
        await events.NextAsync<VoiceStarted>();
        await VoiceAsync(second, "m2", 0, 2, 160, isFinal: true);
        (await second.EventAsync("audio_playback_complete")).GetProperty("message_id").GetString().ShouldBe("m2");
        _source.Say(8, milliseconds: 10);
        await second.EventAsync("stream_audio");
        _heard.ToArray().Length.ShouldBe(320);
        session.IsStarted.ShouldBeTrue();
    }

    [Fact]
    public async Task Audio_of_no_message_is_played_and_not_reported()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var session = await StartAsync(client, server, _heard);
        await using var _ = server.Leaving(client);
        await server.EmitAsync("encounter_voice", $$"""{"speaker":"Bo","audio":"{{Pcm(4, 160)}}"}""");
        await server.EmitAsync("encounter_voice", $$"""{"speaker":"Bo","audio":"{{Pcm(5, 160)}}"}""");
        await VoiceAsync(server, "m1", 0, 6, 160, isFinal: true);
        (await server.EventAsync("audio_playback_complete")).GetProperty("message_id").GetString().ShouldBe("m1");
        _heard.ToArray().ShouldBe([.. Enumerable.Repeat((short)4, 160), .. Enumerable.Repeat((short)5, 160), .. Enumerable.Repeat((short)6, 160)]);
    }

    [Fact]
    public async Task Voice_of_somebody_else_is_left_alone()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var _ = server.Leaving(client);
        var starting = client.StartVoiceAsync(cancellationToken: Token);
        await server.AnswerAsync("start_voice", "voice_started");
        await starting.WaitAsync(Deadline, Token);
        var session = new VoiceSession(client, _source, _heard, options: Options);
        (await session.StartAsync(Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceAlreadyActive);
        _source.IsDisposed.ShouldBeTrue();
        await session.DisposeAsync();
        client.IsVoiceActive.ShouldBeTrue();
    }

    [Fact]
    public async Task A_broken_microphone_ends_the_session_with_its_reason()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var session = await StartAsync(client, server, _heard);
        await using var _ = server.Leaving(client);
        _source.Break(new AudioDeviceException(AudioDeviceProblem.DeviceFailed, "It was unplugged."));
        await server.AnswerAsync("stop_voice", "voice_stopped");
        var error = (await session.Completion.WaitAsync(Deadline, Token)).ShouldBeOfType<EstuaryException>();
        error.Code.ShouldBe(EstuaryErrorCodes.MicrophoneDenied);
        session.State.ShouldBe(VoiceSessionState.Stopped);
    }

    [Fact]
    public async Task A_microphone_that_breaks_under_the_key_ends_the_session_and_the_turn()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var session = new VoiceSession(client, _source, _heard, VoiceMode.PushToTalk, Options);
        await using var _ = server.Leaving(client);
        await session.StartAsync(Token);
        var pressing = session.StartRecordingAsync(Token);
        await server.AnswerAsync("start_voice", "voice_started");
        await pressing.WaitAsync(Deadline, Token);
        _source.Break(new AudioDeviceException(AudioDeviceProblem.DeviceFailed, "It was unplugged."));
        await server.AnswerAsync("stop_voice", "voice_stopped");
        (await session.Completion.WaitAsync(Deadline, Token)).ShouldBeOfType<EstuaryException>().Code.ShouldBe(EstuaryErrorCodes.MicrophoneDenied);
    }

    [Fact]
    public async Task Voice_that_the_server_ends_is_told_and_may_start_again()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var session = await StartAsync(client, server, _heard);
        await using var _ = server.Leaving(client);
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        await server.EmitAsync("voice_timeout", """{"reason":"voice_inactivity","idle_seconds":120,"timeout_seconds":120}""");
        (await StateAsync()).ShouldBe(VoiceSessionState.Idle);
        _source.Say(1, milliseconds: 10);
        await _source.HandledAsync();
        var starting = client.StartVoiceAsync(cancellationToken: Token);
        await server.AnswerAsync("start_voice", "voice_started");
        await starting.WaitAsync(Deadline, Token);
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        _source.Say(2, milliseconds: 10);
        MemoryMarshal.Cast<byte, short>((await server.EventAsync("stream_audio")).GetProperty("audio").GetBytesFromBase64()).ToArray().ShouldAllBe(s => s == 2);
    }

    [Fact]
    public async Task It_ends_with_its_client_and_may_be_stopped_in_any_order()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        var session = await StartAsync(client, server, _heard);
        var leaving = client.DisposeAsync().AsTask();
        server.Cut();
        await leaving.WaitAsync(Deadline, Token);
        (await session.Completion.WaitAsync(Deadline, Token)).ShouldBeNull();
        await session.StopAsync();
        await session.DisposeAsync();
        await session.DisposeAsync();
        (await session.StopRecordingAsync(Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceNotActive);

        var unused = new VoiceSession(client, _source, _heard);
        await unused.DisposeAsync();
        await unused.StartAsync(Token).ShouldThrowAsync<InvalidOperationException>();
        await using var late = new VoiceSession(client, new FedSource(), _heard);
        (await late.StartAsync(Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.NotConnected);
    }

    [Fact]
    public async Task A_session_disposed_while_the_key_is_down_releases_it()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var _ = server.Leaving(client);
        var session = new VoiceSession(client, _source, _heard, VoiceMode.PushToTalk, Options);
        await session.StartAsync(Token);
        var pressing = session.StartRecordingAsync(Token);
        await server.AnswerAsync("start_voice", "voice_started");
        await pressing.WaitAsync(Deadline, Token);
        var ending = session.DisposeAsync().AsTask();
        await server.AnswerAsync("stop_voice", "voice_stopped");
        await ending.WaitAsync(Deadline, Token);
        client.IsVoiceActive.ShouldBeFalse();
    }

    [Fact]
    public async Task The_microphone_can_be_closed_while_the_character_is_heard()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(_server);
        await using var session = await StartAsync(client, server, new RealTimeSink(_heard, _audioTime));
        await using var _ = server.Leaving(client);
        session.SuppressMicrophoneDuringPlayback = true;
        await StateAsync();
        await VoiceAsync(server, "m1", 0, 1, 160, isFinal: true);
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        _source.Say(5, milliseconds: 10);
        await _source.HandledAsync();
        await PassUntilAsync(server.EventAsync("audio_playback_complete"));
        await StateAsync();
        _source.Say(6, milliseconds: 10);
        var sent = MemoryMarshal.Cast<byte, short>((await server.EventAsync("stream_audio")).GetProperty("audio").GetBytesFromBase64()).ToArray();
        sent.ShouldAllBe(s => s == 6);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(501)]
    public void A_frame_out_of_range_is_refused(int milliseconds)
    {
        var client = new EstuaryClient(_server.Options);
        Should.Throw<ArgumentOutOfRangeException>(() => new VoiceSession(client, options: new VoiceSessionOptions { Frame = TimeSpan.FromMilliseconds(milliseconds) }));
    }

    private VoiceSessionOptions Options => new() { Frame = Frame, OnState = state => _states.Writer.TryWrite(state) };

    private async Task<VoiceSession> StartAsync(EstuaryClient client, ScriptedSession server, IAudioSink sink)
    {
        var session = new VoiceSession(client, _source, sink, options: Options);
        var starting = session.StartAsync(Token);
        await server.AnswerAsync("start_voice", "voice_started");
        await starting.WaitAsync(Deadline, Token);
        return session;
    }

    private static async Task StopAsync(VoiceSession session, ScriptedSession server)
    {
        var stopping = session.StopAsync();
        await server.AnswerAsync("stop_voice", "voice_stopped");
        await stopping.WaitAsync(Deadline, Token);
    }

    private async Task<VoiceSessionState> StateAsync() => await _states.Reader.ReadAsync(Token).AsTask().WaitAsync(Deadline, Token);

    private async Task<T> PassUntilAsync<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            _audioTime.Advance(Frame);
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token));
        }

        return await work;
    }

    private static Task VoiceAsync(ScriptedSession server, string id, int chunk, short value, int samples, bool isFinal) => server.EmitAsync(
        "bot_voice", $$"""{"audio":"{{Pcm(value, samples)}}","message_id":"{{id}}","chunk_index":{{chunk}},"is_final":{{(isFinal ? "true" : "false")}},"sample_rate":16000}""");

    private static string Pcm(short value, int samples) => Convert.ToBase64String(MemoryMarshal.AsBytes<short>(Enumerable.Repeat(value, samples).ToArray()));
}
