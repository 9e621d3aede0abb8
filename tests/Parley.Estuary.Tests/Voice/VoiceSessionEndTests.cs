using Parley.Devices;
using Parley.Estuary.Tests.Fakes;

namespace Parley.Estuary.Tests.Voice;

/// <summary>Who ends a session or its voice, and in which order.</summary>
public class VoiceSessionEndTests : VoiceSessionTest
{
    [Fact]
    public async Task Voice_of_somebody_else_is_left_alone()
    {
        var (client, server) = await ScriptedServer.ConnectAsync(Server);
        await using var _ = server.Leaving(client);
        var starting = client.StartVoiceAsync(cancellationToken: Token);
        await server.AnswerAsync("start_voice", "voice_started");
        await starting.WaitAsync(Deadline, Token);
        var session = new VoiceSession(client, Source, Heard, options: Options);
        (await session.StartAsync(Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceAlreadyActive);
        Source.IsDisposed.ShouldBeTrue();
        await session.DisposeAsync();
        client.IsVoiceActive.ShouldBeTrue();
    }

    [Fact]
    public async Task A_broken_microphone_ends_the_session_with_its_reason()
    {
        await using var talk = await TalkAsync(Heard);
        var (_, server, session) = talk;
        Source.Break(new AudioDeviceException(AudioDeviceProblem.DeviceFailed, "It was unplugged."));
        await server.AnswerAsync("stop_voice", "voice_stopped");
        var error = (await session.Completion.WaitAsync(Deadline, Token)).ShouldBeOfType<EstuaryException>();
        error.Code.ShouldBe(EstuaryErrorCodes.MicrophoneDenied);
        session.State.ShouldBe(VoiceSessionState.Stopped);
    }

    [Fact]
    public async Task Voice_that_the_server_ends_is_told_and_may_start_again()
    {
        await using var talk = await TalkAsync(Heard);
        var (client, server, _) = talk;
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        await server.EmitAsync("voice_timeout", """{"reason":"voice_inactivity","idle_seconds":120,"timeout_seconds":120}""");
        (await StateAsync()).ShouldBe(VoiceSessionState.Idle);
        Source.Say(1, milliseconds: 10);
        await Source.HandledAsync();
        var starting = client.StartVoiceAsync(cancellationToken: Token);
        await server.AnswerAsync("start_voice", "voice_started");
        await starting.WaitAsync(Deadline, Token);
        (await StateAsync()).ShouldBe(VoiceSessionState.Listening);
        Source.Say(2, milliseconds: 10);
        (await SentAsync(server)).ShouldAllBe(s => s == 2);
    }

    [Fact]
    public async Task It_ends_with_its_client_and_may_be_stopped_in_any_order()
    {
        var (client, server, session) = await TalkAsync(Heard);
        var leaving = client.DisposeAsync().AsTask();
        server.Cut();
        await leaving.WaitAsync(Deadline, Token);
        (await session.Completion.WaitAsync(Deadline, Token)).ShouldBeNull();
        await session.StopAsync();
        await session.DisposeAsync();
        await session.DisposeAsync();
        (await session.StopRecordingAsync(Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.VoiceNotActive);

        var unused = new VoiceSession(client, Source, Heard);
        await unused.DisposeAsync();
        await unused.StartAsync(Token).ShouldThrowAsync<InvalidOperationException>();
        await using var late = new VoiceSession(client, new FedSource(), Heard);
        (await late.StartAsync(Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.NotConnected);
    }
}
