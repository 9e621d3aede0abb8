using Parley.Conversation.Sessions;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Sessions;

public sealed class HistoryTests : IAsyncDisposable
{
    private int _answers;
    private readonly ConversationFixture _fixture;

    public HistoryTests() => _fixture = new ConversationFixture(new TestReplyEngine { Answer = (_, _) => $"Answer {++_answers}." });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_retry_replaces_the_last_reply_under_a_new_id()
    {
        var session = await AskAsync("hello");
        var first = session.Seen.OfType<ReplyEnded>().Single();
        await session.DoAsync(new RetryReply());
        (await session.NextAsync<MessageDeleted>()).Message.Id.ShouldBe(first.MessageId);
        var second = await session.NextAsync<ReplyEnded>();
        second.MessageId.ShouldNotBe(first.MessageId);
        second.Text.ShouldBe("Answer 2.");
        second.Index.ShouldBe(1);
        (await StoredAsync(session)).ShouldBe(["hello", "Answer 2."]);
    }

    [Fact]
    public async Task A_revert_takes_back_the_last_exchange()
    {
        var session = await AskAsync("one");
        await AskAsync("two", session);
        await session.DoAsync(new RevertMessages());
        (await session.NextAsync<MessageDeleted>()).Message.Text.ShouldBe("two");
        (await session.NextAsync<MessageDeleted>()).Message.Text.ShouldBe("Answer 2.");
        (await StoredAsync(session)).ShouldBe(["one", "Answer 1."]);
        (await session.DrainAsync()).OfType<TurnStarted>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_revert_to_a_user_message_answers_it_again()
    {
        var session = await AskAsync("one");
        var user = session.Seen.OfType<MessageStored>().First().Message;
        await session.DoAsync(new RevertMessages(user.Id));
        (await session.NextAsync<ReplyEnded>()).Text.ShouldBe("Answer 2.");
        await session.NextAsync<TurnEnded>();
        (await StoredAsync(session)).ShouldBe(["one", "Answer 2."]);
    }

    [Fact]
    public async Task Edits_and_deletions_are_stored_and_told()
    {
        var session = await AskAsync("one");
        var user = session.Seen.OfType<MessageStored>().First().Message;
        await session.DoAsync(new EditMessage(user.Id, "edited") { Origin = this });
        var changed = await session.NextAsync<MessageChanged>();
        (changed.Message.Text, changed.Change, changed.Origin).ShouldBe(("edited", MessageChange.Edited, this));
        await session.DoAsync(new EditMessage(user.Id, " "));
        await session.NextAsync<MessageDeleted>();
        (await StoredAsync(session)).ShouldBe(["Answer 1."]);
        var refused = await Should.ThrowAsync<ConversationException>(() => session.DoAsync(new DeleteMessage(user.Id)));
        refused.Code.ShouldBe(ConversationErrors.NotFound);
        await session.Session.PostAsync(new DeleteMessage(Guid.NewGuid()) { Origin = this }, Token);
        var error = await session.NextAsync<ErrorRaised>();
        (error.Code, error.Origin).ShouldBe((ConversationErrors.NotFound, this));
    }

    [Fact]
    public async Task A_chat_goes_on_where_it_stopped()
    {
        var session = await AskAsync("one");
        var chat = session.Session.ChatId;
        await session.Session.StopAsync();
        (await session.NextAsync<SessionEnded>()).Reason.ShouldBe(SessionEndReason.Stopped);
        await Should.ThrowAsync<ConversationException>(async () => await session.Session.PostAsync(new RetryReply(), Token));

        var again = await _fixture.StartAsync(new SessionRequest { Player = Player.Local, ChatId = chat });
        again.Subscription.Snapshot.Messages.Select(m => m.Text).ShouldBe(["one", "Answer 1."]);
        await again.Session.BeginAsync(Token);
        (await again.DrainAsync()).OfType<TurnStarted>().ShouldBeEmpty();
        await AskAsync("two", again);
        again.Seen.OfType<MessageStored>().Select(m => m.Message.Index).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task A_chat_that_ends_with_a_question_is_answered_when_it_begins()
    {
        var session = await _fixture.StartAsync();
        await session.DoAsync(new SendMessage { Text = "unanswered", DoReply = false, InferUserActions = false, InferCharacterActions = false });
        (await session.DrainAsync()).OfType<TurnStarted>().ShouldBeEmpty();
        await session.Session.StopAsync();
        var again = await _fixture.StartAsync(new SessionRequest { Player = Player.Local, ChatId = session.Session.ChatId });
        await again.Session.BeginAsync(Token);
        await again.Session.BeginAsync(Token);
        await again.NextAsync<TurnEnded>();
        again.Seen.OfType<ReplyEnded>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_greeting_is_a_reply_and_is_said_once()
    {
        var greeter = await _fixture.Characters.SaveAsync(TenantId.Local, new Parley.Conversation.Characters.Character { Id = Guid.NewGuid(), Name = "Ann", FirstMessage = "Hello {{user}}, I am {{char}}. Sit down." }, Token);
        var session = await _fixture.StartAsync(new SessionRequest { Player = Player.Local, PlayerName = "Bo", CharacterIds = [greeter.Id] });
        await session.Session.BeginAsync(Token);
        await session.NextAsync<TurnEnded>();
        var generating = session.Seen.OfType<ReplyGenerating>().Single();
        generating.IsUnprompted.ShouldBeTrue();
        session.Seen.OfType<ReplyChunk>().Select(c => c.Text).ShouldBe(["Hello Bo, I am Ann. ", "Sit down."]);
        await session.Session.StopAsync();
        var again = await _fixture.StartAsync(new SessionRequest { Player = Player.Local, ChatId = session.Session.ChatId });
        await again.Session.BeginAsync(Token);
        (await again.DrainAsync()).OfType<TurnStarted>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_line_is_said_as_given_and_replaces_what_is_said()
    {
        var session = await _fixture.StartAsync();
        await using var listener = new Listener(await session.Session.OpenSpeakerAsync(cancellationToken: Token));
        await session.DoAsync(new SpeakText("One two three four five six seven eight nine ten."));
        await session.NextAsync<ReplyEnded>();
        await listener.NextAsync();
        await session.DoAsync(new SpeakText("Other line.") { ReplaceSilently = true, Store = false });
        (await session.NextAsync<TurnEnded>()).TurnId.ShouldBe(1);
        (await session.NextAsync<ReplyEnded>()).Index.ShouldBe(-1);
        session.Seen.OfType<SpeechInterrupted>().ShouldBeEmpty();
        await session.DoAsync(new SpeakText("Third line."));
        (await session.NextAsync<SpeechInterrupted>()).Reason.ShouldBe(InterruptReason.SpeakText);
        await session.DoAsync(new SpeakText("  "));
        (await StoredAsync(session)).ShouldContain("One two three four five six seven eight nine ten.");
        (await StoredAsync(session)).ShouldNotContain("Other line.");
    }

    [Fact]
    public async Task A_message_is_spoken_again_under_its_own_id()
    {
        var session = await AskAsync("hello");
        var id = session.Seen.OfType<ReplyEnded>().Single().MessageId;
        await session.DoAsync(new RepeatMessage());
        (await session.NextAsync<ReplyStarted>()).MessageId.ShouldBe(id);
        (await session.NextAsync<ReplyEnded>()).MessageId.ShouldBe(id);
        await session.NextAsync<TurnEnded>();
        (await StoredAsync(session)).ShouldBe(["hello", "Answer 1."]);
    }

    [Fact]
    public async Task Text_beyond_the_limit_is_refused_before_it_is_queued()
    {
        var session = await _fixture.StartAsync();
        var error = await Should.ThrowAsync<ConversationException>(async () => await session.Session.PostAsync(new SendMessage { Text = new string('x', TextLimits.MaxMessageLength + 1) }, Token));
        error.Code.ShouldBe(ConversationErrors.TextTooLong);
        await session.Session.PostAsync(new SendMessage { Text = new string('x', TextLimits.MaxMessageLength) }, Token);
        await session.NextAsync<TurnEnded>();
    }

    [Fact]
    public async Task Nothing_sent_asks_for_a_reply_and_is_ignored_during_one()
    {
        var replies = new TestReplyEngine();
        await using var fixture = new ConversationFixture(replies);
        var session = await fixture.StartAsync();
        await session.DoAsync(new SendMessage { Text = "*" });
        var asked = await replies.AskedAsync(Token);
        await session.DoAsync(new SendMessage());
        await session.DoAsync(new RequestReply());
        asked.Answer("By myself.");
        await session.NextAsync<TurnEnded>();
        session.Seen.OfType<TurnStarted>().Count().ShouldBe(1);
        session.Seen.OfType<SpeechInterrupted>().ShouldBeEmpty();
    }

    private static async Task<string[]> StoredAsync(ObservedSession session)
    {
        await session.DrainAsync();
        using var fresh = await session.Session.SubscribeAsync(cancellationToken: Token);
        return [.. fresh.Snapshot.Messages.Select(m => m.Text)];
    }

    private async Task<ObservedSession> AskAsync(string text, ObservedSession? session = null)
    {
        session ??= await _fixture.StartAsync();
        await session.DoAsync(new SendMessage { Text = text });
        await session.NextAsync<TurnEnded>();
        return session;
    }
}
