using Parley.Conversation.Chats;
using Parley.Conversation.Sessions;
using Parley.Conversation.Turns;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Sessions;

/// <summary>A store that fails for a while: nothing hangs, nothing is said to be stored that is not, and the chat goes on afterwards.</summary>
public sealed class StorageFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_cannot_be_stored_is_refused(bool isTyped)
    {
        var store = new FailingStore();
        await using var fixture = new ConversationFixture(change: s => s with { Chats = store });
        var session = await fixture.StartAsync();
        await session.Session.OpenMicrophoneAsync(cancellationToken: Token);
        var recognition = await fixture.Speech.Recognition.OpenedAsync(Token);
        store.IsFailing = true;
        if (isTyped)
        {
            (await Should.ThrowAsync<ConversationException>(() => session.DoAsync(new SendMessage { Text = "hello" }))).Code.ShouldBe(ConversationErrors.StorageFailed);
        }
        else
        {
            recognition.Utter("hello");
            (await session.NextAsync<ErrorRaised>()).Code.ShouldBe(ConversationErrors.StorageFailed);
        }

        store.IsFailing = false;
        (await session.DrainAsync()).Where(e => e is MessageStored or ReplyGenerating).ShouldBeEmpty();
        await session.DoAsync(new SendMessage { Text = "again" });
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Completed);
        session.Seen.OfType<MessageStored>().Select(m => m.Message.Index).ShouldBe([0, 1]);
    }

    [Fact]
    public async Task A_reply_that_cannot_be_stored_ends_its_turn()
    {
        var replies = new TestReplyEngine();
        var store = new FailingStore();
        await using var fixture = new ConversationFixture(replies, change: s => s with { Chats = store });
        var session = await fixture.StartAsync();
        await session.DoAsync(new SendMessage { Text = "hello" });
        var asked = await replies.AskedAsync(Token);
        store.IsFailing = true;
        asked.Answer("Never kept.");
        (await session.NextAsync<ErrorRaised>()).Code.ShouldBe(ConversationErrors.StorageFailed);
        await session.NextAsync<ReplyCancelled>();
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Failed);
        session.Seen.OfType<ReplyEnded>().ShouldBeEmpty();
        store.IsFailing = false;
        await session.DoAsync(new SendMessage { Text = "again" });
        (await replies.AskedAsync(Token)).Answer("Kept.");
        (await session.NextAsync<ReplyEnded>()).Text.ShouldBe("Kept.");
    }

    [Fact]
    public async Task An_interruption_ends_the_turn_even_when_the_cut_cannot_be_stored()
    {
        var replies = new TestReplyEngine();
        var store = new FailingStore();
        await using var fixture = new ConversationFixture(replies, change: s => s with { Chats = store });
        var session = await fixture.StartAsync();
        await session.DoAsync(new SendMessage { Text = "hello" });
        (await replies.AskedAsync(Token)).Write("First sentence. And ");
        await session.NextAsync<ReplyChunk>();
        store.IsFailing = true;
        await session.DoAsync(new InterruptReply());
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Interrupted);
        (await session.NextAsync<ErrorRaised>()).Code.ShouldBe(ConversationErrors.StorageFailed);
    }

    [Fact]
    public async Task A_message_is_answered_while_it_is_stored_and_told_of_when_it_is()
    {
        var replies = new TestReplyEngine();
        var commit = new TaskCompletionSource();
        var store = new FailingStore { Commit = commit.Task };
        await using var fixture = new ConversationFixture(replies, change: s => s with { Chats = store });
        var session = await fixture.StartAsync();
        using var face = await session.Session.SubscribeAsync(cancellationToken: Token);
        await using var told = face.ReadAllAsync(Token).GetAsyncEnumerator(Token);
        var first = told.MoveNextAsync();
        await session.Session.PostAsync(new SendMessage { Text = "hello" }, Token);
        (await replies.AskedAsync(Token)).Messages[^1].Text.ShouldContain("hello");
        (await session.NextAsync<MessageStored>()).Committed.IsCompleted.ShouldBeFalse();
        first.IsCompleted.ShouldBeFalse();

        var late = session.Session.SubscribeAsync(cancellationToken: Token);
        late.IsCompleted.ShouldBeFalse("its snapshot would tell of the message");
        commit.SetResult();
        (await first).ShouldBeTrue();
        told.Current.ShouldBeOfType<MessageStored>().Committed.IsCompletedSuccessfully.ShouldBeTrue();
        using var joined = await late;
        joined.Snapshot.Messages.Select(m => m.Text).ShouldBe(["hello"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_cannot_be_stored_is_taken_back_with_its_answer(bool isTyped)
    {
        var replies = new TestReplyEngine();
        var commit = new TaskCompletionSource();
        var store = new FailingStore { Commit = commit.Task };
        await using var fixture = new ConversationFixture(replies, change: s => s with { Chats = store });
        var session = await fixture.StartAsync();
        using var face = await session.Session.SubscribeAsync(cancellationToken: Token);
        if (isTyped)
        {
            await session.Session.PostAsync(new SendMessage { Text = "hello", Origin = this }, Token);
        }
        else
        {
            await session.Session.OpenMicrophoneAsync(cancellationToken: Token);
            (await fixture.Speech.Recognition.OpenedAsync(Token)).Utter("hello");
        }

        var asked = await replies.AskedAsync(Token);
        asked.Write("It begins. And ");
        await session.NextAsync<ReplyChunk>();
        commit.SetException(new ConversationException(ConversationErrors.StorageFailed, "The disk is full.", isTransient: true));
        var error = await session.NextAsync<ErrorRaised>();
        error.Code.ShouldBe(ConversationErrors.StorageFailed);
        error.Origin.ShouldBe(isTyped ? this : null);
        await session.NextAsync<ReplyCancelled>();
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Failed);
        await asked.Cancelled.Task.WaitAsync(Token);

        store.Commit = Task.CompletedTask;
        await session.DoAsync(new SendMessage { Text = "again" });
        var prompt = await replies.AskedAsync(Token);
        prompt.Messages.ShouldNotContain(m => m.Text.Contains("hello"));
        prompt.Answer("Kept.");
        await session.NextAsync<TurnEnded>();
        var kept = new List<ChatMessage>();
        await foreach (var item in face.ReadAllAsync(Token))
        {
            if (item is MessageStored stored)
            {
                kept.Add(stored.Message);
                if (kept.Count == 2)
                {
                    break;
                }
            }
        }

        kept.Select(m => (m.Index, m.Text)).ShouldBe([(0, "again"), (1, "Kept.")]);
    }

    private sealed class FailingStore : IChatStore
    {
        private readonly InMemoryChatStore _inner = new();

        /// <summary>How long a message takes to be stored, and whether it is.</summary>
        public Task Commit { get; set; } = Task.CompletedTask;

        public bool IsFailing { get; set; }

        public ValueTask<Chat?> FindAsync(Player player, Guid chatId, CancellationToken cancellationToken = default) => _inner.FindAsync(player, chatId, cancellationToken);

        public ValueTask<Chat?> FindLatestAsync(Player player, Guid characterId, CancellationToken cancellationToken = default) => _inner.FindLatestAsync(player, characterId, cancellationToken);

        public ValueTask<Page<Chat>> ListAsync(ChatQuery query, CancellationToken cancellationToken = default) => _inner.ListAsync(query, cancellationToken);

        public ValueTask CreateAsync(Chat chat, CancellationToken cancellationToken = default) => _inner.CreateAsync(chat, cancellationToken);

        public ValueTask<bool> UpdateAsync(Chat chat, CancellationToken cancellationToken = default) => _inner.UpdateAsync(chat, cancellationToken);

        public ValueTask<bool> DeleteAsync(Player player, Guid chatId, CancellationToken cancellationToken = default) => _inner.DeleteAsync(player, chatId, cancellationToken);

        public ValueTask<IReadOnlyList<ChatMessage>> ReadMessagesAsync(Player player, Guid chatId, int? limit = null, long? before = null, CancellationToken cancellationToken = default) =>
            _inner.ReadMessagesAsync(player, chatId, limit, before, cancellationToken);

        public ValueTask AppendAsync(Player player, Guid chatId, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken = default) =>
            Working(async () =>
            {
                await Commit;
                await _inner.AppendAsync(player, chatId, messages, cancellationToken);
            });

        public ValueTask<bool> ReplaceAsync(Player player, Guid chatId, ChatMessage message, CancellationToken cancellationToken = default) => _inner.ReplaceAsync(player, chatId, message, cancellationToken);

        public ValueTask<int> DeleteMessagesAsync(Player player, Guid chatId, IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken = default) => _inner.DeleteMessagesAsync(player, chatId, messageIds, cancellationToken);

        public ValueTask SummarizeAsync(Player player, Guid chatId, ChatMessage summary, IReadOnlyList<Guid> coveredIds, CancellationToken cancellationToken = default) => _inner.SummarizeAsync(player, chatId, summary, coveredIds, cancellationToken);

        public ValueTask<string?> ReadStateAsync(Player player, Guid chatId, CancellationToken cancellationToken = default) => _inner.ReadStateAsync(player, chatId, cancellationToken);

        public ValueTask<bool> WriteStateAsync(Player player, Guid chatId, string json, CancellationToken cancellationToken = default) => _inner.WriteStateAsync(player, chatId, json, cancellationToken);

        public ValueTask WriteAttachmentAsync(Player player, Guid chatId, ChatAttachment attachment, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) => _inner.WriteAttachmentAsync(player, chatId, attachment, data, cancellationToken);

        public ValueTask<AttachmentContent?> ReadAttachmentAsync(Player player, Guid chatId, Guid attachmentId, CancellationToken cancellationToken = default) => _inner.ReadAttachmentAsync(player, chatId, attachmentId, cancellationToken);

        private ValueTask Working(Func<ValueTask> work) => IsFailing ? throw new ConversationException(ConversationErrors.StorageFailed, "The disk is full.", isTransient: true) : work();
    }
}
