using Parley.Estuary.Tests.Fakes;

namespace Parley.Estuary.Tests.Voice;

public class VoiceTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly byte[] Audio = [1, 2, 3, 4];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Audio_before_voice_is_refused()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        (await client.SendAudioAsync(Audio, Token).AsTask().ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceNotActive);
        Should.Throw<EstuaryException>(() => client.ToggleMute()).Code.ShouldBe(EstuaryErrorCodes.VoiceNotActive);
        (await client.StartRecordingAsync(Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceNotActive);
        (await client.StopRecordingAsync(Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceNotActive);
        client.IsMuted.ShouldBeFalse();
        await client.StopVoiceAsync(Token);
    }

    [Fact]
    public async Task Continuous_voice_starts_streams_and_stops()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        var events = new EventLog(client, Token);
        await StartAsync(client, session);
        (await events.NextAsync()).ShouldBe(new VoiceStarted(VoiceMode.Continuous));
        (await client.StartVoiceAsync(cancellationToken: Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceAlreadyActive);
        (await client.StartRecordingAsync(Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceModeMismatch);
        await client.SendAudioAsync(Audio, Token);
        var sent = await session.EventAsync("stream_audio");
        sent.GetProperty("audio").GetBytesFromBase64().ShouldBe(Audio);
        sent.GetProperty("sample_rate").GetInt32().ShouldBe(16_000);

        var stopping = client.StopVoiceAsync(Token);
        await session.AnswerAsync("stop_voice", "voice_stopped");
        await stopping.WaitAsync(Deadline, Token);
        (await events.NextAsync()).ShouldBeOfType<VoiceStopped>();
        client.IsVoiceActive.ShouldBeFalse();
        await client.SendTextAsync("text goes on", cancellationToken: Token);
        await session.EventAsync("text");
    }

    [Fact]
    public async Task Long_audio_goes_in_pieces()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        await StartAsync(client, session);
        await client.SendAudioAsync(new byte[100_000], Token);
        var sizes = new List<int>();
        while (sizes.Sum() < 100_000)
        {
            sizes.Add((await session.EventAsync("stream_audio")).GetProperty("audio").GetBytesFromBase64().Length);
        }

        sizes.ShouldBe([48_000, 48_000, 4_000]);
    }

    [Fact]
    public async Task Muted_audio_is_not_sent_and_voice_goes_on()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        await StartAsync(client, session);
        client.ToggleMute().ShouldBeTrue();
        client.IsMuted.ShouldBeTrue();
        await client.SendAudioAsync(new byte[200], Token);
        client.ToggleMute().ShouldBeFalse();
        await client.SendAudioAsync(Audio, Token);
        (await session.EventAsync("stream_audio")).GetProperty("audio").GetBytesFromBase64().ShouldBe(Audio);
    }

    [Fact]
    public async Task A_push_to_talk_turn_is_one_start_and_stop()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        var events = new EventLog(client, Token);
        await client.StartVoiceAsync(VoiceMode.PushToTalk, Token);
        (await events.NextAsync()).ShouldBe(new VoiceStarted(VoiceMode.PushToTalk));
        for (var turn = 0; turn < 2; turn++)
        {
            await PressAsync(client, session);
            client.IsRecording.ShouldBeTrue();
            await client.StartRecordingAsync(Token);
            await client.SendAudioAsync(Audio, Token);
            await session.EventAsync("stream_audio");
            var releasing = client.StopRecordingAsync(Token);
            await session.EventAsync("stop_voice");
            releasing.IsCompleted.ShouldBeFalse();
            await session.EmitAsync("stt_response", """{"text":"hello there","is_final":true}""");
            await session.EmitAsync("voice_stopped");
            (await releasing.WaitAsync(Deadline, Token)).ShouldBeTrue();
            (await events.NextAsync()).ShouldBe(new SttResponse("hello there", true, null));
            client.IsRecording.ShouldBeFalse();
            (await client.StopRecordingAsync(Token)).ShouldBeFalse();
        }

        await client.StopVoiceAsync(Token);
        (await events.NextAsync()).ShouldBeOfType<VoiceStopped>();
        (await client.StartVoiceAsync(cancellationToken: Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceModeMismatch);
    }

    [Fact]
    public async Task The_first_audio_presses_the_key()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        await client.StartVoiceAsync(VoiceMode.PushToTalk, Token);
        var sending = client.SendAudioAsync(Audio, Token).AsTask();
        (await session.AnswerAsync("start_voice", "voice_started")).GetProperty("turn_mode").GetString().ShouldBe("push_to_talk");
        (await session.EventAsync("stream_audio")).GetProperty("audio").GetBytesFromBase64().ShouldBe(Audio);
        await sending.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task A_server_that_cannot_hear_fails_the_start()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        var events = new EventLog(client, Token);
        var starting = client.StartVoiceAsync(cancellationToken: Token);
        await session.AnswerAsync("start_voice", "voice_error", """{"error":"stt_unavailable"}""");
        (await starting.ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceNotSupported);
        (await events.NextAsync()).ShouldBe(new VoiceError("stt_unavailable"));
        client.IsVoiceActive.ShouldBeFalse();
        await StartAsync(client, session);
    }

    [Fact]
    public async Task A_start_that_is_not_answered_is_taken_back()
    {
        var server = new ScriptedServer();
        var (client, session) = await ScriptedServer.ConnectAsync(server, server.Options with { VoiceTimeout = TimeSpan.FromSeconds(3) });
        await using var _ = session.Leaving(client);
        var armed = server.Time.WaitForTimerAsync(TimeSpan.FromSeconds(3), Token);
        var starting = client.StartVoiceAsync(cancellationToken: Token);
        await session.EventAsync("start_voice");
        await armed;
        server.Time.Advance(TimeSpan.FromSeconds(3));
        (await starting.ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.ConnectionTimeout);
        await session.EventAsync("stop_voice");
        client.IsVoiceActive.ShouldBeFalse();
    }

    [Theory]
    [InlineData("voice_timeout", """{"reason":"voice_inactivity","idle_seconds":120,"timeout_seconds":120}""", typeof(VoiceTimeout))]
    [InlineData("voice_error", """{"error":"stt_unavailable"}""", typeof(VoiceError))]
    public async Task Voice_that_the_server_ends_is_over_and_can_start_again(string name, string payload, Type told)
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        await StartAsync(client, session);
        var events = new EventLog(client, Token);
        await session.EmitAsync(name, payload);
        (await events.NextAsync())!.GetType().ShouldBe(told);
        (await events.NextAsync()).ShouldBeOfType<VoiceStopped>();
        client.IsVoiceActive.ShouldBeFalse();
        await StartAsync(client, session);
    }

    [Fact]
    public async Task Voice_and_its_mute_come_back_after_a_reconnect()
    {
        var server = new ScriptedServer();
        var (client, session) = await ScriptedServer.ConnectAsync(server, Steady(server));
        await using var _ = session.Leaving(client);
        await StartAsync(client, session);
        client.ToggleMute();
        var events = new EventLog(client, Token);
        session.Cut();
        (await events.NextAsync()).ShouldBeOfType<VoiceStopped>();
        await events.NextAsync<Reconnecting>();
        await client.SendAudioAsync(Audio, Token);
        client.IsVoiceActive.ShouldBeTrue();
        var again = await ReconnectAsync(server);
        await events.NextAsync<Connected>();
        await again.AnswerAsync("start_voice", "voice_started");
        (await events.NextAsync()).ShouldBeOfType<VoiceStarted>();
        client.IsMuted.ShouldBeTrue();
        client.ToggleMute();
        await client.SendAudioAsync(Audio, Token);
        await again.EventAsync("stream_audio");
    }

    [Fact]
    public async Task Voice_stays_off_after_a_reconnect_if_so_wished()
    {
        var server = new ScriptedServer();
        var (client, session) = await ScriptedServer.ConnectAsync(server, Steady(server) with { ResumeVoiceOnReconnect = false });
        await using var _ = session.Leaving(client);
        await StartAsync(client, session);
        var events = new EventLog(client, Token);
        session.Cut();
        await events.NextAsync<Reconnecting>();
        client.IsVoiceActive.ShouldBeFalse();
        var again = await ReconnectAsync(server);
        await events.NextAsync<Connected>();
        await client.SendTextAsync("hi", cancellationToken: Token);
        await again.EventAsync("text");
    }

    [Fact]
    public async Task A_recording_under_way_is_lost_with_its_connection()
    {
        var server = new ScriptedServer();
        var (client, session) = await ScriptedServer.ConnectAsync(server, Steady(server));
        await using var _ = session.Leaving(client);
        await client.StartVoiceAsync(VoiceMode.PushToTalk, Token);
        await PressAsync(client, session);
        var events = new EventLog(client, Token);
        session.Cut();
        await events.NextAsync<Reconnecting>();
        var again = await ReconnectAsync(server);
        await events.NextAsync<VoiceStarted>();
        (await client.StopRecordingAsync(Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceNotActive);
        await PressAsync(client, again);
    }

    [Fact]
    public async Task Disconnecting_stops_voice_first()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await StartAsync(client, session);
        var events = new EventLog(client, Token);
        var leaving = client.DisconnectAsync(Token);
        await session.AnswerAsync("stop_voice", "voice_stopped");
        await session.TakeLeaveAsync();
        await leaving.WaitAsync(Deadline, Token);
        (await events.NextAsync()).ShouldBeOfType<VoiceStopped>();
        (await events.NextAsync()).ShouldBeOfType<Disconnected>();
        await client.DisposeAsync();
    }

    private static EstuaryClientOptions Steady(ScriptedServer server) => server.Options with { Reconnect = server.Options.Reconnect with { Jitter = 0 } };

    private static async Task<ScriptedSession> ReconnectAsync(ScriptedServer server)
    {
        await server.Time.WaitForTimerAsync(TimeSpan.FromSeconds(1), Token);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        return await server.AcceptAsync();
    }

    private static async Task StartAsync(EstuaryClient client, ScriptedSession session)
    {
        var starting = client.StartVoiceAsync(cancellationToken: Token);
        await session.AnswerAsync("start_voice", "voice_started");
        await starting.WaitAsync(Deadline, Token);
    }

    private static async Task PressAsync(EstuaryClient client, ScriptedSession session)
    {
        var pressing = client.StartRecordingAsync(Token);
        (await session.AnswerAsync("start_voice", "voice_started")).GetProperty("turn_mode").GetString().ShouldBe("push_to_talk");
        await pressing.WaitAsync(Deadline, Token);
    }
}
