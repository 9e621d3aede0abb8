using Parley.Audio;
using Parley.Audio.Playout;
using Parley.EndToEnd.VoxNexus;
using Parley.Estuary;
using Parley.Realtime;
using Parley.Testing;

namespace Parley.EndToEnd.Estuary;

/// <summary>The server goes in the middle of an answer and comes back: the talk goes on in the same conversation, nothing is there twice.</summary>
public sealed class RestartTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly TemporaryDirectory _folder = new();
    private readonly OpenLine _line = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_talk_outlives_its_server(bool isKilled)
    {
        Storyteller.MoveInto(_folder);
        await using var server = await ServerProcess.StartAsync(_folder);
        using var http = new HttpClient { BaseAddress = server.Address };
        var question = await Recordings.SpeakAsync(http, "The weather is good today.");
        await using var client = new EstuaryClient(new EstuaryClientOptions
        {
            ServerUrl = server.Address,
            CharacterId = Storyteller.Id.ToString(),
            PlayerId = "ann",
            ConnectTimeout = Deadline,
            VoiceTimeout = Deadline,
            Reconnect = ReconnectPolicy.Default with { MaxAttempts = int.MaxValue, BaseDelay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(1) },
        });
        var session = await client.ConnectAsync(Token).WaitAsync(Deadline, Token);
        var events = new EstuaryEvents(client);
        await using var talk = new VoiceSession(client, new RealTimeSource(_line), new RealTimeSink(new MemorySink(PcmFormat.Speech16K)));
        await talk.StartAsync(Token).WaitAsync(Deadline, Token);
        _line.Say(question);
        await events.NextAsync<BotVoice>();

        await (isKilled ? server.KillAsync() : server.StopAsync());
        await events.NextAsync<VoiceStopped>();
        (await events.NextAsync<Disconnected>()).Error!.IsTransient.ShouldBeTrue();
        await using var again = await ServerProcess.StartAsync(_folder, server.Address.Port);
        var connected = await events.NextAsync<Connected>();
        connected.IsReconnect.ShouldBeTrue();
        connected.Session.ConversationId.ShouldBe(session.ConversationId);
        connected.Session.SessionId.ShouldNotBe(session.SessionId);
        await events.NextAsync<VoiceStarted>();

        _line.Say(question);
        (await events.NextAsync<SttResponse>(s => s.IsFinal)).Text.ToLowerInvariant().ShouldContain("weather");
        var voice = await events.NextAsync<BotVoice>();
        await client.InterruptAsync(cancellationToken: Token);
        await events.NextAsync<Interrupt>(i => i.MessageId == voice.MessageId);
        (await client.SendTextAndWaitAsync("Hello", textOnly: true, Deadline, Token)).Text.ShouldNotBeEmpty();
        talk.IsStarted.ShouldBeTrue();

        // Both questions and the greeting, once each; of the first answer what had been heard, if anything was kept.
        var messages = (await client.Conversations.GetMessagesAsync("ann", cancellationToken: Token)).Messages;
        messages.Count(m => m.Role == "user").ShouldBe(3);
        messages.Select(m => m.Id).ShouldBeUnique();
        messages[0].Role.ShouldBe("user");
        messages[^1].Role.ShouldBe("assistant");
        messages.Where(m => m.Role == "assistant").SkipLast(1).ShouldAllBe(m => Storyteller.Story.StartsWith(m.Content.TrimEnd('…')));
    }
}
