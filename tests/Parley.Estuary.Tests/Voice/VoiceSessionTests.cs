using Parley.Audio.Playout;
using Parley.Estuary.Tests.Fakes;

namespace Parley.Estuary.Tests.Voice;

/// <summary>What is heard, what is played, and what the server is told of it.</summary>
public class VoiceSessionTests : VoiceSessionTest
{
    [Fact]
    public async Task What_is_said_is_streamed_and_what_is_answered_is_played_and_reported()
    {
        await using var talk = await TalkAsync(Heard);
        var (client, server, session) = talk;
        session.IsStarted.ShouldBeTrue();
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        Source.Say(7, milliseconds: 10);
        var sent = await SentAsync(server);
        sent.ShouldBe(Enumerable.Repeat((short)7, 160));

        await server.EmitAsync("stt_response", """{"text":"hello","is_final":true}""");
        (await StateAsync()).ShouldBe(VoiceSessionState.Thinking);
        await VoiceAsync(server, "m1", 0, 1, 160, isFinal: false);
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        await VoiceAsync(server, "m1", 1, 2, 160, isFinal: true);
        (await server.EventAsync("audio_playback_complete")).GetProperty("message_id").GetString().ShouldBe("m1");
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        Heard.ToArray().ShouldBe([.. Enumerable.Repeat((short)1, 160), .. Enumerable.Repeat((short)2, 160)]);
        var stopping = session.StopAsync();
        await server.AnswerAsync("stop_voice", "voice_stopped");
        await stopping.WaitAsync(Deadline, Token);
        (await StateAsync()).ShouldBe(VoiceSessionState.Stopped);
        (await session.Completion).ShouldBeNull();
        Source.IsDisposed.ShouldBeTrue();
        client.IsConnected.ShouldBeTrue();
    }

    [Theory]
    [InlineData("quota_exceeded", """{"message":"Come back tomorrow.","current":10,"limit":10,"remaining":0,"tier":"free"}""")]
    [InlineData("error", """{"message":"The reply failed."}""")]
    public async Task Words_that_nobody_answers_are_not_thought_about_for_ever(string problem, string payload)
    {
        await using var talk = await TalkAsync(Heard);
        var (_, server, _) = talk;
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        await server.EmitAsync("stt_response", """{"text":"hello","is_final":true}""");
        (await StateAsync()).ShouldBe(VoiceSessionState.Thinking);
        await server.EmitAsync(problem, payload);
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
    }

    [Fact]
    public async Task An_interruption_silences_at_once_and_is_not_reported_as_played()
    {
        await using var talk = await TalkAsync(new RealTimeSink(Heard, AudioTime));
        var (_, server, _) = talk;
        await StateAsync();
        await VoiceAsync(server, "m1", 0, 1, 16_000, isFinal: false);
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        await server.EmitAsync("interrupt", """{"message_id":"m1","reason":"user_speech"}""");
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        await VoiceAsync(server, "m1", 1, 1, 160, isFinal: true);
        await VoiceAsync(server, "m2", 0, 2, 160, isFinal: true);
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        while (Heard.PlayedSamples < 160)
        {
            AudioTime.Advance(Options.Frame!.Value);
            await Task.Yield();
        }

        (await PassUntilAsync(server.EventAsync("audio_playback_complete"))).GetProperty("message_id").GetString().ShouldBe("m2");
        Heard.ToArray().ShouldAllBe(sample => sample == 2);
    }

    [Fact]
    public async Task An_interruption_from_here_does_not_wait_for_the_server()
    {
        await using var talk = await TalkAsync(new RealTimeSink(Heard, AudioTime));
        var (_, server, session) = talk;
        await StateAsync();
        await VoiceAsync(server, "m1", 0, 1, 16_000, isFinal: true);
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        await session.InterruptAsync(Token);
        await server.EventAsync("client_interrupt");
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
    }

    [Fact]
    public async Task A_muted_microphone_is_not_heard_and_the_voice_goes_on()
    {
        await using var talk = await TalkAsync(Heard);
        var (_, server, session) = talk;
        session.ToggleMute().ShouldBeTrue();
        Source.Say(5, milliseconds: 10);
        await VoiceAsync(server, "m1", 0, 1, 160, isFinal: true);
        await server.EventAsync("audio_playback_complete");
        await Source.HandledAsync();
        session.ToggleMute().ShouldBeFalse();
        Source.Say(6, milliseconds: 20);
        var sent = await SentAsync(server);
        sent.ShouldAllBe(s => s == 6);
    }

    [Fact]
    public async Task The_microphone_can_be_closed_while_the_character_is_heard()
    {
        await using var talk = await TalkAsync(new RealTimeSink(Heard, AudioTime));
        var (_, server, session) = talk;
        session.SuppressMicrophoneDuringPlayback = true;
        await StateAsync();
        await VoiceAsync(server, "m1", 0, 1, 160, isFinal: true);
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        Source.Say(5, milliseconds: 10);
        await Source.HandledAsync();
        await PassUntilAsync(server.EventAsync("audio_playback_complete"));
        await StateAsync();
        Source.Say(6, milliseconds: 10);
        var sent = await SentAsync(server);
        sent.ShouldAllBe(s => s == 6);
    }

    [Fact]
    public async Task Audio_of_no_message_is_played_and_not_reported()
    {
        await using var talk = await TalkAsync(Heard);
        var (_, server, _) = talk;
        await server.EmitAsync("encounter_voice", $$"""{"speaker":"Bo","audio":"{{Pcm(4, 160)}}"}""");
        await server.EmitAsync("encounter_voice", $$"""{"speaker":"Bo","audio":"{{Pcm(5, 160)}}"}""");
        await VoiceAsync(server, "m1", 0, 6, 160, isFinal: true);
        (await server.EventAsync("audio_playback_complete")).GetProperty("message_id").GetString().ShouldBe("m1");
        Heard.ToArray().ShouldBe([.. Enumerable.Repeat((short)4, 160), .. Enumerable.Repeat((short)5, 160), .. Enumerable.Repeat((short)6, 160)]);
    }

    [Fact]
    public async Task A_reconnect_keeps_the_session()
    {
        await using var talk = await TalkAsync(Heard, options: Server.Options with { Reconnect = Server.Options.Reconnect with { Jitter = 0 } });
        var (client, first, session) = talk;
        var events = new EventLog(client, Token);
        await VoiceAsync(first, "cut", 0, 1, 160, isFinal: false);
        await events.NextAsync<BotVoice>();
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        first.Cut();
        await events.NextAsync<Reconnecting>();
        (await StateAsync()).ShouldBe(VoiceSessionState.Idle);
        await Server.Time.WaitForTimerAsync(TimeSpan.FromSeconds(1), Token);
        Server.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await Server.AcceptAsync();
        await second.AnswerAsync("start_voice", "voice_started");
        await events.NextAsync<VoiceStarted>();
        await VoiceAsync(second, "m2", 0, 2, 160, isFinal: true);
        (await second.EventAsync("audio_playback_complete")).GetProperty("message_id").GetString().ShouldBe("m2");
        Source.Say(8, milliseconds: 10);
        await second.EventAsync("stream_audio");
        Heard.ToArray().Length.ShouldBe(320);
        session.IsStarted.ShouldBeTrue();
    }

    [Theory]
    [InlineData(5)]
    [InlineData(501)]
    public void A_frame_out_of_range_is_refused(int milliseconds)
    {
        var client = new EstuaryClient(Server.Options);
        Should.Throw<ArgumentOutOfRangeException>(() => new VoiceSession(client, options: new VoiceSessionOptions { Frame = TimeSpan.FromMilliseconds(milliseconds) }));
    }
}
