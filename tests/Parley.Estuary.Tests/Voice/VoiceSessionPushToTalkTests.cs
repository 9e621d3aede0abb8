using Parley.Devices;

namespace Parley.Estuary.Tests.Voice;

/// <summary>The key, and what goes wrong while it is down.</summary>
public class VoiceSessionPushToTalkTests : VoiceSessionTest
{
    [Fact]
    public async Task Push_to_talk_hears_only_while_the_key_is_down()
    {
        await using var talk = await TalkAsync(Heard, VoiceMode.PushToTalk);
        var (_, server, session) = talk;
        var pressing = session.StartRecordingAsync(Token);
        (await StateAsync()).ShouldBe(VoiceSessionState.Recording);

        // Said before the server listens, and kept for it.
        Source.Say(3, milliseconds: 10);
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
        Source.Say(9, milliseconds: 10);
        await VoiceAsync(server, "m1", 0, 1, 160, isFinal: true);
        (await server.EventAsync("audio_playback_complete")).GetProperty("message_id").GetString().ShouldBe("m1");
        (await StateAsync()).ShouldBe(VoiceSessionState.Speaking);
        (await StateAsync()).ShouldBe(VoiceSessionState.Idle);
    }

    [Fact]
    public async Task A_press_that_the_server_refuses_is_told_and_may_be_repeated()
    {
        await using var talk = await TalkAsync(Heard, VoiceMode.PushToTalk);
        var (_, server, session) = talk;
        var pressing = session.StartRecordingAsync(Token);
        Source.Say(3, milliseconds: 10);
        await server.AnswerAsync("start_voice", "voice_error", """{"error":"stt_unavailable"}""");
        (await pressing.ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceNotSupported);
        session.State.ShouldBe(VoiceSessionState.Idle);
        pressing = session.StartRecordingAsync(Token);
        await server.AnswerAsync("start_voice", "voice_started");
        await pressing.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task A_microphone_that_breaks_under_the_key_ends_the_session_and_the_turn()
    {
        await using var talk = await TalkAsync(Heard, VoiceMode.PushToTalk);
        var (_, server, session) = talk;
        var pressing = session.StartRecordingAsync(Token);
        await server.AnswerAsync("start_voice", "voice_started");
        await pressing.WaitAsync(Deadline, Token);
        Source.Break(new AudioDeviceException(AudioDeviceProblem.DeviceFailed, "It was unplugged."));
        await server.AnswerAsync("stop_voice", "voice_stopped");
        (await session.Completion.WaitAsync(Deadline, Token)).ShouldBeOfType<EstuaryException>().Code.ShouldBe(EstuaryErrorCodes.MicrophoneDenied);
    }

    [Fact]
    public async Task A_session_disposed_while_the_key_is_down_releases_it()
    {
        await using var talk = await TalkAsync(Heard, VoiceMode.PushToTalk);
        var (client, server, session) = talk;
        var pressing = session.StartRecordingAsync(Token);
        await server.AnswerAsync("start_voice", "voice_started");
        await pressing.WaitAsync(Deadline, Token);
        var ending = session.DisposeAsync().AsTask();
        await server.AnswerAsync("stop_voice", "voice_stopped");
        await ending.WaitAsync(Deadline, Token);
        client.IsVoiceActive.ShouldBeFalse();
    }
}
