using Parley.Audio;
using Parley.Audio.Playout;
using Parley.Devices.Echo;
using Parley.EndToEnd.VoxNexus;
using Parley.Estuary;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.EndToEnd.Estuary;

/// <summary>An open microphone beside a speaker hears the character: without echo cancellation the character interrupts itself.</summary>
public sealed class EchoTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_cancellation_the_character_interrupts_itself()
    {
        var room = new EchoRoom(canceller: null);
        await TalkAsync(room, async (_, _, events, story) =>
        {
            var interrupt = await events.NextAsync<Interrupt>();
            (interrupt.MessageId, interrupt.Reason).ShouldBe((story.MessageId, "user_speech"));
        });
    }

    [Fact]
    public async Task With_cancellation_only_a_person_interrupts()
    {
        using var canceller = new EchoCanceller(PcmFormat.Speech16K);
        var room = new EchoRoom(canceller);
        await TalkAsync(room, async (server, client, events, story) =>
        {
            var interrupts = 0;
            using var counting = client.On<Interrupt>(_ => Interlocked.Increment(ref interrupts));
            while (room.PlayedSamples < 15 * 16_000)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
            }

            Volatile.Read(ref interrupts).ShouldBe(0, "interruptions by the character's own voice");
            room.Say(await Recordings.SpeakAsync(server, "Number seven. Please tell me another story about the harbour."));
            var interrupt = await events.NextAsync<Interrupt>();
            (interrupt.MessageId, interrupt.Reason).ShouldBe((story.MessageId, "user_speech"));
            events.Passed.OfType<SttResponse>().Count(s => s.IsFinal).ShouldBe(1, "what was heard before the interruption");
        });
    }

    /// <summary>Asks for a story in a room, and goes on when it is heard.</summary>
    private async Task TalkAsync(EchoRoom room, Func<ServerFixture, EstuaryClient, EstuaryEvents, BotVoice, Task> goOn)
    {
        Storyteller.MoveInto(_folder);
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var client = new EstuaryClient(new EstuaryClientOptions
        {
            ServerUrl = server.Address,
            CharacterId = Storyteller.Id.ToString(),
            PlayerId = "ann",
            ConnectTimeout = Deadline,
            VoiceTimeout = Deadline,
        });
        await client.ConnectAsync(Token).WaitAsync(Deadline, Token);
        var events = new EstuaryEvents(client);
        await using var session = new VoiceSession(client, new RealTimeSource(room), room);
        await session.StartAsync(Token).WaitAsync(Deadline, Token);
        room.Say(await Recordings.SpeakAsync(server, "The weather is good today."));
        await events.NextAsync<SttResponse>(s => s.IsFinal);
        await goOn(server, client, events, await events.NextAsync<BotVoice>());
    }
}
