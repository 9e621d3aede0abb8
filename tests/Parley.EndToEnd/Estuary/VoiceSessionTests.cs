using System.Runtime.InteropServices;
using System.Threading.Channels;
using Parley.Audio;
using Parley.Audio.Playout;
using Parley.Devices.Playback;
using Parley.EndToEnd.VoxNexus;
using Parley.Estuary;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.EndToEnd.Estuary;

/// <summary>Spoken conversations through a voice session, in both modes: real engines, real sockets, real time.</summary>
public sealed class VoiceSessionTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly TemporaryDirectory _folder = new();
    private readonly OpenLine _line = new();
    private readonly MemorySink _heard = new(PcmFormat.Speech16K);
    private readonly Channel<VoiceSessionState> _states = Channel.CreateUnbounded<VoiceSessionState>();
    private readonly Channel<PlaybackCompleted> _played = Channel.CreateUnbounded<PlaybackCompleted>();

    public VoiceSessionTests() => Storyteller.MoveInto(_folder);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_open_microphone_asks_hears_the_answer_interrupts_it_and_is_muted()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var client = await ConnectAsync(server);
        var events = new EstuaryEvents(client);
        await using var session = Session(client, VoiceMode.Continuous);
        await session.StartAsync(Token).WaitAsync(Deadline, Token);
        session.Player!.Completed += played => _played.Writer.TryWrite(played);

        _line.Say(await Recordings.SpeakAsync(server, "The weather is good today."));
        (await events.NextAsync<SttResponse>(s => s.IsFinal)).Text.ToLowerInvariant().ShouldContain("weather");
        var story = await events.NextAsync<BotVoice>();
        await HeardAsync(TimeSpan.FromSeconds(4));
        var beginning = MemoryMarshal.AsBytes<short>(_heard.ToArray()).ToArray();
        _line.Say(await Recordings.SpeakAsync(server, "Number seven. Please tell me another story about the harbour."));
        var interrupt = await events.NextAsync<Interrupt>();
        interrupt.MessageId.ShouldBe(story.MessageId);
        interrupt.Reason.ShouldBe("user_speech");
        (await Recordings.HearAsync(server, beginning)).ShouldContain("weather");
        await events.NextAsync<SttResponse>(s => s.IsFinal);
        var second = await events.NextAsync<BotResponse>(r => r.IsFinal && r.MessageId != story.MessageId);

        // The first answer was cut off, the second is played to its end.
        (await PlayedAsync(story.MessageId)).Interrupted.ShouldBeTrue();
        (await PlayedAsync(second.MessageId)).Interrupted.ShouldBeFalse();
        session.ToggleMute().ShouldBeTrue();
        var captured = session.Recorder!.CapturedSamples;
        var muted = await Recordings.SpeakAsync(server, "The weather is good today.");
        _line.Say(muted);
        while (session.Recorder.CapturedSamples < captured + (muted.Length / 2) + (2 * 16_000))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }

        (await client.SendTextAndWaitAsync("Hello", textOnly: true, Deadline, Token)).Text.ShouldNotBe(Storyteller.Story);
        session.ToggleMute().ShouldBeFalse();
        var messages = (await client.Conversations.GetMessagesAsync("ann", cancellationToken: Token)).Messages;
        messages.Select(m => m.Role).ShouldBe(["user", "assistant", "user", "assistant", "user", "assistant"]);
        messages[1].Content.ShouldNotBe(Storyteller.Story);
        messages[3].Id.ShouldBe(second.MessageId);
        messages[4].Content.ShouldBe("Hello");
    }

    [Fact]
    public async Task A_key_ends_the_turn_and_not_the_pauses_in_it()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var client = await ConnectAsync(server);
        var events = new EstuaryEvents(client);
        await using var session = Session(client, VoiceMode.PushToTalk);
        await session.StartAsync(Token).WaitAsync(Deadline, Token);

        // Two sentences with two seconds between them are one turn.
        await HoldAsync(session, [.. await Recordings.SpeakAsync(server, "Number seven.", silenceSeconds: 2), .. await Recordings.SpeakAsync(server, "The weather is good today.")]);
        (await session.StopRecordingAsync(Token).WaitAsync(Deadline, Token)).ShouldBeTrue();
        (await events.NextAsync<SttResponse>(s => s.IsFinal)).Text.ToLowerInvariant().ShouldContain("weather");
        await StateAsync(session, VoiceSessionState.Speaking);
        await HeardAsync(TimeSpan.FromSeconds(2));
        await session.InterruptAsync(Token);
        (await events.NextAsync<Interrupt>()).Reason.ShouldBe("client_interrupt");
        await StateAsync(session, VoiceSessionState.Idle);

        // A key pressed without a word asks nothing.
        await HoldAsync(session, new byte[32_000]);
        (await session.StopRecordingAsync(Token).WaitAsync(Deadline, Token)).ShouldBeFalse();
        session.State.ShouldBe(VoiceSessionState.Idle);

        await HoldAsync(session, await Recordings.SpeakAsync(server, "The weather is good today."));
        (await session.StopRecordingAsync(Token).WaitAsync(Deadline, Token)).ShouldBeTrue();
        await events.NextAsync<BotVoice>();
        events.Passed.OfType<SttResponse>().Count(s => s.IsFinal).ShouldBe(2);
    }

    [Fact]
    public async Task Voice_comes_back_after_a_broken_line()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        var connector = new CuttingConnector();
        await using var client = await ConnectAsync(server, connector);
        var events = new EstuaryEvents(client);
        await using var session = Session(client, VoiceMode.Continuous);
        await session.StartAsync(Token).WaitAsync(Deadline, Token);
        _line.Say(await Recordings.SpeakAsync(server, "The weather is good today."));
        await events.NextAsync<BotVoice>();
        connector.Cut();
        await events.NextAsync<VoiceStopped>();
        await events.NextAsync<Connected>(c => c.IsReconnect);
        await events.NextAsync<VoiceStarted>();
        await client.InterruptAsync(cancellationToken: Token);
        _line.Say(await Recordings.SpeakAsync(server, "The weather is good today."));
        (await events.NextAsync<SttResponse>(s => s.IsFinal && s.Text.Contains("weather", StringComparison.OrdinalIgnoreCase))).ShouldNotBeNull();
        await events.NextAsync<BotVoice>();
        session.IsStarted.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_two_talks_of_a_player_the_newer_one_is_heard_and_both_hear()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var client = await ConnectAsync(server);
        await using var other = await ConnectAsync(server);
        var events = new EstuaryEvents(client);
        var others = new EstuaryEvents(other);
        var line = new OpenLine();
        await using var first = new VoiceSession(other, new RealTimeSource(line), new RealTimeSink(new MemorySink(PcmFormat.Speech16K)));
        await first.StartAsync(Token).WaitAsync(Deadline, Token);
        await using var session = Session(client, VoiceMode.Continuous);
        await session.StartAsync(Token).WaitAsync(Deadline, Token);
        (await others.NextAsync<VoiceError>()).Error.ShouldContain("microphone");
        await others.NextAsync<VoiceStopped>();

        _line.Say(await Recordings.SpeakAsync(server, "The weather is good today."));
        var answer = await events.NextAsync<BotVoice>();
        (await others.NextAsync<BotVoice>()).MessageId.ShouldBe(answer.MessageId);
        await HeardAsync(TimeSpan.FromSeconds(1));
        await session.InterruptAsync(Token);
        (await others.NextAsync<Interrupt>()).MessageId.ShouldBe(answer.MessageId);

        // It takes the microphone back.
        await other.StartVoiceAsync(cancellationToken: Token).WaitAsync(Deadline, Token);
        await events.NextAsync<VoiceStopped>();
        line.Say(await Recordings.SpeakAsync(server, "The weather is good today."));
        (await others.NextAsync<SttResponse>(s => s.IsFinal && s.Text.Contains("weather", StringComparison.OrdinalIgnoreCase))).ShouldNotBeNull();
        (await events.NextAsync<BotVoice>(v => v.MessageId != answer.MessageId)).MessageId.ShouldBe((await others.NextAsync<BotVoice>(v => v.MessageId != answer.MessageId)).MessageId);
    }

    private VoiceSession Session(EstuaryClient client, VoiceMode mode) => new(
        client,
        new RealTimeSource(_line),
        new RealTimeSink(_heard),
        mode,
        new VoiceSessionOptions { OnState = state => _states.Writer.TryWrite(state) });

    /// <summary>Presses the key, and holds it until all of it was heard.</summary>
    private async Task HoldAsync(VoiceSession session, byte[] said)
    {
        await session.StartRecordingAsync(Token).WaitAsync(Deadline, Token);
        var begin = session.Recorder!.CapturedSamples;
        _line.Say(said);
        while (session.Recorder.CapturedSamples < begin + (said.Length / 2) + 8_000)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }
    }

    private async Task HeardAsync(TimeSpan length)
    {
        var enough = _heard.PlayedSamples + PcmFormat.Speech16K.Samples(length);
        while (_heard.PlayedSamples < enough)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }
    }

    private async Task StateAsync(VoiceSession session, VoiceSessionState state)
    {
        while (session.State != state)
        {
            await _states.Reader.ReadAsync(Token).AsTask().WaitAsync(Deadline, Token);
        }
    }

    private async Task<PlaybackCompleted> PlayedAsync(string messageId)
    {
        while (true)
        {
            var played = await _played.Reader.ReadAsync(Token).AsTask().WaitAsync(Deadline, Token);
            if (played.MessageId == messageId)
            {
                return played;
            }
        }
    }

    private static async Task<EstuaryClient> ConnectAsync(ServerFixture server, CuttingConnector? connector = null)
    {
        var client = new EstuaryClient(new EstuaryClientOptions
        {
            ServerUrl = server.Address,
            CharacterId = Storyteller.Id.ToString(),
            PlayerId = "ann",
            ConnectTimeout = Deadline,
            VoiceTimeout = Deadline,
            Connector = connector,
        });
        await client.ConnectAsync(Token).WaitAsync(Deadline, Token);
        return client;
    }
}
