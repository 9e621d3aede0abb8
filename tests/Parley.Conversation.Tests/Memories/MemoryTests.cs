using Parley.Conversation.Chats;
using Parley.Conversation.Memories;
using Parley.Conversation.Sessions;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Memories;

public sealed class MemoryTests
{
    private static readonly MemoryScope Scope = new(Player.Local, ConversationFixture.Rex.Id);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fact_is_learned_superseded_and_recalled_in_another_chat()
    {
        await using var fixture = new ConversationFixture();
        var first = await fixture.StartAsync();
        await SayAsync(first, "My name is Ann and I live in Oslo.");
        (await first.NextAsync<MemoriesLearned>()).Items.Select(m => m.FactKey).ShouldBe(["name", "home"], ignoreOrder: true);
        await SayAsync(first, "I live in Bergen now.");
        (await first.NextAsync<MemoriesLearned>()).Items.Single().Type.ShouldBe("correction");
        await first.Session.StopAsync();

        var second = await fixture.StartAsync();
        await SayAsync(second, "Where do I live?");
        second.Seen.OfType<ReplyEnded>().Single().Text.ShouldBe("You live in Bergen now.");
        second.Seen.OfType<MemoryWindowChanged>().Single().Entries.Select(e => e.Text).ShouldContain("The user's name is Ann.");
        var all = await fixture.Memories.ListAsync(new MemoryQuery { Scope = Scope, Status = null }, Token);
        all.Items.Count(m => m.Status == "superseded").ShouldBe(1);
    }

    [Fact]
    public async Task What_is_remembered_is_read_once_when_the_player_begins_to_speak()
    {
        var memories = new CountingStore();
        await using var fixture = new ConversationFixture(change: s => s with { Memories = memories });
        var session = await fixture.StartAsync();
        await session.Session.OpenMicrophoneAsync(cancellationToken: Token);
        var recognition = await fixture.Speech.Recognition.OpenedAsync(Token);
        memories.Reads.ShouldBe(0);
        recognition.Start();
        await session.NextAsync<UserSpeechStarted>();
        await session.DrainAsync();
        memories.Reads.ShouldBe(1);
        recognition.End();
        recognition.Final("hello there");
        await session.NextAsync<ReplyEnded>();
        memories.Reads.ShouldBe(1);
    }

    [Fact]
    public async Task A_chat_without_shared_memory_does_not_recall_other_chats()
    {
        await using var fixture = new ConversationFixture();
        var first = await fixture.StartAsync();
        await SayAsync(first, "My name is Ann.");
        await first.NextAsync<MemoriesLearned>();
        var second = await fixture.StartAsync(new SessionRequest { Player = Player.Local, CharacterIds = [ConversationFixture.Rex.Id], UseChatMemory = false });
        await SayAsync(second, "What is my name?");
        second.Seen.OfType<ReplyEnded>().Single().Text.ShouldBe("You have not told me your name yet.");
    }

    [Fact]
    public async Task A_language_model_finds_the_facts()
    {
        var replies = new TestReplyEngine
        {
            IsLanguageModel = true,
            Answer = (messages, _) => messages[0].Text.Contains("JSON array", StringComparison.Ordinal)
                ? """Here: [{"content":"The user keeps bees.","type":"fact","key":null,"value":null},{"content":"The user's name is Bo.","type":"fact","key":"Name","value":"Bo"},7]"""
                : "All right.",
        };
        await using var fixture = new ConversationFixture(replies);
        var session = await fixture.StartAsync();
        await SayAsync(session, "I keep bees, says Bo.");
        var learned = await session.NextAsync<MemoriesLearned>();
        learned.Items.Select(m => (m.Content, m.FactKey, m.Source)).ShouldBe([("The user keeps bees.", null, "model"), ("The user's name is Bo.", "name", "model")]);
    }

    [Fact]
    public async Task A_long_history_is_summarised_and_the_summary_takes_its_place()
    {
        await using var fixture = new ConversationFixture(options: ConversationOptions.Default with { PromptTokens = 1_000 });
        var session = await fixture.StartAsync();
        ChatMessage? summary = null;
        for (var i = 0; i < 40 && summary is null; i++)
        {
            await SayAsync(session, $"My name is Ann. Story number {i}: {new string('x', 100)}.");
            await session.DrainAsync();
            summary = session.Seen.OfType<MessageStored>().Select(m => m.Message).FirstOrDefault(m => m.Role == MessageRole.Summary);
        }

        summary.ShouldNotBeNull();
        summary.Text.ShouldContain("The user's name is Ann.");
        var covered = session.Seen.OfType<MessageChanged>().Where(m => m.Change == MessageChange.Summarized).ToArray();
        covered.ShouldNotBeEmpty();
        covered.ShouldAllBe(m => m.Message.SummarizedBy == summary.Id);
        using var late = await session.Session.SubscribeAsync(cancellationToken: Token);
        late.Snapshot.Messages.ShouldContain(m => m.Role == MessageRole.Summary);
        late.Snapshot.Messages.ShouldNotContain(m => m.SummarizedBy != null);
    }

    [Theory]
    [InlineData("my name is ann lee", "name", "Ann Lee")]
    [InlineData("My name is Ann and I sing", "name", "Ann")]
    [InlineData("my name is ann and i sing", "name", "Ann")]
    [InlineData("Please call me Bo.", "name", "Bo")]
    [InlineData("I work as a nurse in Oslo", "work", "as a nurse in Oslo")]
    [InlineData("I'm from Ghana, you know", "origin", "Ghana")]
    public void Core_facts_are_found(string text, string key, string value)
    {
        var fact = FactRules.Find(text).Single(f => f.Key == key);
        fact.Value.ShouldBe(value);
    }

    [Theory]
    [InlineData("Is my name Ann?")]
    [InlineData("Do you remember me?")]
    [InlineData("What is my name?")]
    [InlineData("It rains.")]
    [InlineData("")]
    public void Questions_teach_nothing(string text) => FactRules.Find(text).ShouldBeEmpty();

    [Fact]
    public void Ranking_finds_what_the_words_touch()
    {
        MemoryItem[] items = [Item("The user has a dog."), Item("The user likes green tea."), Item("用户喜欢绿茶。")];
        MemorySearch.Rank(items, "Shall we walk the dogs?", 5).Single().Item.ShouldBe(items[0]);
        MemorySearch.Rank(items, "绿茶", 5).Single().Item.ShouldBe(items[2]);
        MemorySearch.Rank(items, "the of", 5).ShouldBeEmpty();
    }

    private static MemoryItem Item(string content) => new() { Id = Guid.NewGuid(), Scope = Scope, Content = content, Created = default, Updated = default };

    private static async Task SayAsync(ObservedSession session, string text)
    {
        await session.DoAsync(new SendMessage { Text = text });
        await session.NextAsync<TurnEnded>();
    }

    private sealed class CountingStore : IMemoryStore
    {
        private readonly InMemoryMemoryStore _inner = new();
        private int _reads;

        public int Reads => Volatile.Read(ref _reads);

        public ValueTask<Page<MemoryItem>> ListAsync(MemoryQuery query, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _reads);
            return _inner.ListAsync(query, cancellationToken);
        }

        public ValueTask SaveAsync(IReadOnlyList<MemoryItem> items, CancellationToken cancellationToken = default) => _inner.SaveAsync(items, cancellationToken);

        public ValueTask TouchAsync(MemoryScope scope, IReadOnlyList<Guid> ids, DateTimeOffset at, CancellationToken cancellationToken = default) => _inner.TouchAsync(scope, ids, at, cancellationToken);

        public ValueTask<bool> DeleteAsync(MemoryScope scope, Guid id, CancellationToken cancellationToken = default) => _inner.DeleteAsync(scope, id, cancellationToken);

        public ValueTask<int> ClearAsync(MemoryScope scope, CancellationToken cancellationToken = default) => _inner.ClearAsync(scope, cancellationToken);
    }
}
