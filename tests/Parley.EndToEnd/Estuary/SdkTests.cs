using Parley.Estuary;
using Parley.Estuary.Wire;
using Parley.Realtime;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.EndToEnd.Estuary;

/// <summary>The .NET client against the real server over real sockets: text, a broken line, two clients of one player, REST, keys.</summary>
public sealed class SdkTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _folder = new();

    public SdkTests() => Storyteller.MoveInto(_folder);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(EstuaryAuthentication.ConnectPacket)]
    [InlineData(EstuaryAuthentication.AuthenticateEvent)]
    public async Task A_conversation_goes_on_from_session_to_session(EstuaryAuthentication authentication)
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        var options = Options(server) with { Authentication = authentication };
        string conversation;
        string session;
        await using (var client = new EstuaryClient(options))
        {
            var info = await client.ConnectAsync(Token).WaitAsync(Deadline, Token);
            (conversation, session) = (info.ConversationId, info.SessionId);
            info.CharacterId.ShouldBe(Storyteller.Id.ToString());
            var answer = await client.SendTextAndWaitAsync("What about the weather?", textOnly: true, Deadline, Token);
            answer.Text.ShouldBe(Storyteller.Story);
        }

        await using var again = new EstuaryClient(options);
        var second = await again.ConnectAsync(Token).WaitAsync(Deadline, Token);
        second.ConversationId.ShouldBe(conversation);
        second.SessionId.ShouldNotBe(session);
        (await again.SendTextAndWaitAsync("What about the weather?", textOnly: true, Deadline, Token)).Text.ShouldNotBeEmpty();
        var messages = await again.Conversations.GetMessagesAsync("ann", cancellationToken: Token);
        messages.Messages.Select(m => m.Role).ShouldBe(["user", "assistant", "user", "assistant"]);
    }

    [Fact]
    public async Task A_line_that_breaks_in_the_middle_of_an_answer_loses_and_doubles_nothing()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        var connector = new CuttingConnector();
        await using var client = new EstuaryClient(Options(server) with { Connector = connector });
        var events = new EstuaryEvents(client);
        var first = await client.ConnectAsync(Token).WaitAsync(Deadline, Token);
        await client.SendTextAsync("What about the weather?", cancellationToken: Token);
        var begun = await events.NextAsync<BotVoice>();
        connector.Cut();
        (await events.NextAsync<Disconnected>()).Error.ShouldNotBeNull();
        var connected = await events.NextAsync<Connected>();
        connected.IsReconnect.ShouldBeTrue();
        connected.Session.ConversationId.ShouldBe(first.ConversationId);
        connected.Session.SessionId.ShouldNotBe(first.SessionId);

        // What the character was saying may go on or not; the next question is answered once, after it.
        await client.InterruptAsync(cancellationToken: Token);
        var answer = await client.SendTextAndWaitAsync("Hello", textOnly: true, Deadline, Token);
        answer.MessageId.ShouldNotBe(begun.MessageId);
        var messages = (await client.Conversations.GetMessagesAsync("ann", cancellationToken: Token)).Messages;
        messages.Select(m => m.Role).ShouldBe(["user", "assistant", "user", "assistant"]);
        messages[0].Content.ShouldBe("What about the weather?");
        Storyteller.Story.ShouldStartWith(messages[1].Content.TrimEnd('…'));
        messages[3].Id.ShouldBe(answer.MessageId);
    }

    [Fact]
    public async Task Two_clients_of_a_player_hear_the_same()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var one = new EstuaryClient(Options(server));
        await using var two = new EstuaryClient(Options(server));
        await using var other = new EstuaryClient(Options(server) with { PlayerId = "bob" });
        var first = await one.ConnectAsync(Token).WaitAsync(Deadline, Token);
        var second = await two.ConnectAsync(Token).WaitAsync(Deadline, Token);
        (await other.ConnectAsync(Token).WaitAsync(Deadline, Token)).ConversationId.ShouldNotBe(first.ConversationId);
        second.ConversationId.ShouldBe(first.ConversationId);
        second.SessionId.ShouldNotBe(first.SessionId);
        var seen = new EstuaryEvents(two);
        var unseen = new EstuaryEvents(other);
        var answer = await one.SendTextAndWaitAsync("What about the weather?", textOnly: true, Deadline, Token);
        (await seen.NextAsync<BotResponse>(r => r.IsFinal)).ShouldBe(answer);
        var reply = await two.SendTextAndWaitAsync("And tomorrow?", textOnly: true, Deadline, Token);
        reply.MessageId.ShouldNotBe(answer.MessageId);
        await other.SendTextAndWaitAsync("Hello", textOnly: true, Deadline, Token);
        await unseen.NextAsync<BotResponse>(r => r.IsFinal);
        unseen.Passed.OfType<BotResponse>().ShouldNotContain(r => r.MessageId == answer.MessageId || r.MessageId == reply.MessageId);
        (await one.Conversations.ListAsync(cancellationToken: Token)).Conversations.Select(c => c.PlayerId).ShouldBe(["ann", "bob"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_line_for_the_character_is_spoken_as_it_stands_and_can_be_interrupted()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var client = new EstuaryClient(Options(server));
        await client.ConnectAsync(Token).WaitAsync(Deadline, Token);
        var events = new EstuaryEvents(client);
        await client.SayLineAsync(Storyteller.Story, cancellationToken: Token);
        var voice = await events.NextAsync<BotVoice>();
        voice.SampleRate.ShouldBe(16_000);
        await client.InterruptAsync(voice.MessageId, Token);
        (await events.NextAsync<Interrupt>()).Reason.ShouldBe("client_interrupt");
        await client.SayLineAsync("Goodbye.", textOnly: true, Token);
        (await events.NextAsync<BotResponse>(r => r.IsFinal && r.MessageId != voice.MessageId)).Text.ShouldBe("Goodbye.");
    }

    [Fact]
    public async Task A_picture_is_answered()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var client = new EstuaryClient(Options(server));
        await client.ConnectAsync(Token).WaitAsync(Deadline, Token);
        var events = new EstuaryEvents(client);
        await client.SendCameraImageAsync(new byte[300_000], "image/png", text: "Look!", cancellationToken: Token);
        (await events.NextAsync<BotResponse>(r => r.IsFinal)).Text.ShouldContain("picture");
    }

    [Fact]
    public async Task A_key_opens_what_its_absence_does_not()
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["requireKeys"] = "true" }, folder: _folder);
        await using var client = new EstuaryClient(Options(server) with { ApiKey = "est_wrong" });
        var error = await client.ConnectAsync(Token).WaitAsync(Deadline, Token).ShouldThrowAsync<EstuaryException>();
        error.Code.ShouldBe(EstuaryErrorCodes.AuthFailed);
        var refused = await client.Characters.ListAsync(cancellationToken: Token).ShouldThrowAsync<EstuaryRestException>();
        refused.Status.ShouldBe(401);
        refused.Code.ShouldBe(EstuaryErrorCodes.RestError);
    }

    [Fact]
    public async Task Characters_and_memories_by_rest()
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var client = new EstuaryClient(Options(server));
        (await client.Characters.ListAsync(cancellationToken: Token)).Characters.ShouldContain(c => c.Id == Storyteller.Id.ToString());
        var created = await client.Characters.CreateAsync(new CharacterRequest { Persona = new CharacterPersona { Name = "Zoë", Tagline = "Tests" } }, Token);
        created.Name.ShouldBe("Zoë");
        (await client.Characters.UpdateAsync(created.Id, new CharacterRequest { Persona = new CharacterPersona { Personality = "Calm" } }, Token)).Personality.ShouldBe("Calm");
        (await client.Characters.GetAsync(created.Id, Token)).Tagline.ShouldBe("Tests");
        await client.Characters.DeleteAsync(created.Id, Token);
        (await client.Characters.GetAsync(created.Id, Token).ShouldThrowAsync<EstuaryRestException>()).Status.ShouldBe(404);

        (await client.Memory.ListAsync(cancellationToken: Token)).Memories.ShouldBeEmpty();
        (await client.Memory.GetStatsAsync(Token)).TotalActive.ShouldBe(0);
        (await client.Memory.GetCoreFactsAsync(Token)).ShouldBeEmpty();
        (await client.Memory.GetGraphAsync(cancellationToken: Token)).Stats.TotalMemories.ShouldBe(0);
        (await client.Memory.GetTimelineAsync(groupBy: "week", cancellationToken: Token)).GroupBy.ShouldBe("week");
        (await client.Memory.SearchAsync("tea", cancellationToken: Token)).Query.ShouldBe("tea");
        (await client.Memory.DeleteAllAsync(Token)).DeletedCount.ShouldBe(0);
        (await client.Conversations.GetStatsAsync(Token)).TotalConversations.ShouldBe(0);
    }

    [Theory]
    [InlineData(SocketIo.SocketIoClientTransports.PollingThenWebSocket)]
    [InlineData(SocketIo.SocketIoClientTransports.PollingOnly)]
    public async Task Every_transport_carries_a_conversation(SocketIo.SocketIoClientTransports transports)
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var client = new EstuaryClient(Options(server) with { Transports = transports });
        await client.ConnectAsync(Token).WaitAsync(Deadline, Token);
        (await client.SendTextAndWaitAsync("What about the weather?", textOnly: true, Deadline, Token)).Text.ShouldBe(Storyteller.Story);
    }

    private static EstuaryClientOptions Options(ServerFixture server) => new()
    {
        ServerUrl = server.Address,
        CharacterId = Storyteller.Id.ToString(),
        PlayerId = "ann",
        ConnectTimeout = Deadline,
        Reconnect = ReconnectPolicy.Default with { MaxAttempts = int.MaxValue, BaseDelay = TimeSpan.FromMilliseconds(200), Jitter = 0 },
    };
}
