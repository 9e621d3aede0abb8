using Parley.Conversation;
using Parley.Conversation.Chats;
using Xunit;

namespace Parley.Testing.Storage;

/// <summary>What every chat store does. Inherit it and say how one is made.</summary>
public abstract class ChatStoreConformance
{
    private static readonly DateTimeOffset Start = new(2030, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Player Ann = new(new TenantId("t1"), new PlayerId("ann"));
    private static readonly Player Bob = new(new TenantId("t1"), new PlayerId("bob"));
    private static readonly Player OtherAnn = new(new TenantId("t2"), new PlayerId("ann"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An empty store.</summary>
    protected abstract IChatStore CreateStore();

    [Fact]
    public async Task A_chat_comes_back_as_it_was_created()
    {
        var store = CreateStore();
        var chat = NewChat(Ann) with
        {
            Title = "Mühle “1” 😀",
            Participants = [new ChatParticipant(Guid.NewGuid(), "hero"), new ChatParticipant(Guid.NewGuid(), null, false)],
            ScenarioId = Guid.NewGuid(),
            Client = "App",
            LastSession = Start.AddMinutes(3),
            IsFavorite = true,
            UseChatMemory = false,
            DeleteWhenUnused = true,
        };
        await store.CreateAsync(chat, Token);
        var found = await store.FindAsync(Ann, chat.Id, Token);
        Assert.NotNull(found);
        Assert.Equal(chat.Participants, found.Participants);
        Assert.Equal(chat with { Participants = [], LastActivity = chat.Created }, found with { Participants = [] });
        await Assert.ThrowsAsync<ConversationException>(async () => await store.CreateAsync(chat, Token));
    }

    [Fact]
    public async Task Chats_are_found_by_id_by_what_was_said_and_by_who_is_in_them()
    {
        var store = CreateStore();
        var titled = await Created(store, Ann, c => c with { Title = "100% Mountain_air" });
        var spoken = await Created(store, Bob);
        await store.AppendAsync(Bob, spoken.Id, [NewMessage(spoken, 1) with { Text = "The “quiet” \\ MOUNTAIN" }], Token);
        var cast = await Created(store, Ann);
        await Created(store, OtherAnn, c => c with { Title = "mountain" });

        await Finds(new ChatQuery { Tenant = Ann.Tenant, ChatId = spoken.Id }, spoken);
        await Finds(new ChatQuery { Tenant = OtherAnn.Tenant, ChatId = spoken.Id });
        await Finds(new ChatQuery { Tenant = Ann.Tenant, Search = "mountain" }, titled, spoken);
        await Finds(new ChatQuery { Tenant = Ann.Tenant, Player = Ann.Id, Search = "mountain" }, titled);
        await Finds(new ChatQuery { Tenant = Ann.Tenant, Search = "n_a" }, titled);
        await Finds(new ChatQuery { Tenant = Ann.Tenant, Search = "0%" }, titled);
        await Finds(new ChatQuery { Tenant = Ann.Tenant, Search = "\\ m" }, spoken);
        await Finds(new ChatQuery { Tenant = Ann.Tenant, Search = "nothing", SearchCharacters = [cast.Participants[0].CharacterId] }, cast);

        async Task Finds(ChatQuery query, params Chat[] expected)
        {
            var page = await store.ListAsync(query, Token);
            Assert.Equal(expected.Select(c => c.Id).Order(), page.Items.Select(c => c.Id).Order());
            Assert.Equal(expected.Length, page.Total);
        }
    }

    [Fact]
    public async Task Nobody_sees_or_changes_anothers_chat()
    {
        var store = CreateStore();
        var chat = await Created(store, Ann);
        await store.AppendAsync(Ann, chat.Id, [NewMessage(chat, 1)], Token);
        foreach (var stranger in new[] { Bob, OtherAnn })
        {
            Assert.Null(await store.FindAsync(stranger, chat.Id, Token));
            Assert.Null(await store.FindLatestAsync(stranger, chat.Participants[0].CharacterId, Token));
            Assert.Empty(await store.ReadMessagesAsync(stranger, chat.Id, cancellationToken: Token));
            Assert.False(await store.UpdateAsync(chat with { Player = stranger, Title = "mine" }, Token));
            Assert.False(await store.DeleteAsync(stranger, chat.Id, Token));
            Assert.False(await store.ReplaceAsync(stranger, chat.Id, NewMessage(chat, 1), Token));
            Assert.Equal(0, await store.DeleteMessagesAsync(stranger, chat.Id, [Guid.NewGuid()], Token));
            Assert.False(await store.WriteStateAsync(stranger, chat.Id, "{}", Token));
            Assert.Null(await store.ReadStateAsync(stranger, chat.Id, Token));
            Assert.Null(await store.ReadAttachmentAsync(stranger, chat.Id, Guid.NewGuid(), Token));
            var refused = await Assert.ThrowsAsync<ConversationException>(async () => await store.AppendAsync(stranger, chat.Id, [NewMessage(chat, 2)], Token));
            Assert.Equal(ConversationErrors.NotFound, refused.Code);
            Assert.Empty((await store.ListAsync(new ChatQuery { Tenant = stranger.Tenant, Player = stranger.Id }, Token)).Items);
        }

        Assert.Null((await store.FindAsync(Ann, chat.Id, Token))!.Title);
        Assert.Single(await store.ReadMessagesAsync(Ann, chat.Id, cancellationToken: Token));
    }

    [Fact]
    public async Task An_update_keeps_what_the_store_counts()
    {
        var store = CreateStore();
        var chat = await Created(store, Ann);
        await store.AppendAsync(Ann, chat.Id, [NewMessage(chat, 1), NewMessage(chat, 2)], Token);
        Assert.True(await store.UpdateAsync(chat with { Title = "new", LastActivity = default, MessageCount = 77 }, Token));
        var found = (await store.FindAsync(Ann, chat.Id, Token))!;
        Assert.Equal("new", found.Title);
        Assert.Equal(2, found.MessageCount);
        Assert.Equal(Start.AddSeconds(2), found.LastActivity);
        Assert.False(await store.UpdateAsync(NewChat(Ann), Token));
    }

    [Fact]
    public async Task Messages_come_back_in_order_and_whole()
    {
        var store = CreateStore();
        var chat = await Created(store, Ann);
        var message = NewMessage(chat, 3) with
        {
            Role = MessageRole.Assistant,
            CharacterId = Guid.NewGuid(),
            SenderName = "Réx",
            Text = "“Line one\nline two” \0 😀 " + new string('x', 40_000),
            ChatTime = TimeSpan.FromMilliseconds(61_250),
            Index = 4,
            ConversationIndex = 2,
            Tokens = 9,
            IsNarration = true,
            IsInterrupted = true,
            Attachments = [new ChatAttachment { Id = Guid.NewGuid(), ContentType = "image/png", Source = "Screen", FileName = "../x.png", Label = "l", Description = "d" }],
        };
        await store.AppendAsync(Ann, chat.Id, [message], Token);
        await store.AppendAsync(Ann, chat.Id, [NewMessage(chat, 1), NewMessage(chat, 2)], Token);
        var read = await store.ReadMessagesAsync(Ann, chat.Id, cancellationToken: Token);
        Assert.Equal([1, 2, 3], read.Select(m => m.Sequence));
        Assert.Equal(message.Attachments, read[2].Attachments);
        Assert.Equal(message with { Attachments = [] }, read[2] with { Attachments = [] });
        Assert.Equal([2, 3], (await store.ReadMessagesAsync(Ann, chat.Id, 2, cancellationToken: Token)).Select(m => m.Sequence));
        Assert.Equal([1, 2], (await store.ReadMessagesAsync(Ann, chat.Id, 2, 3, Token)).Select(m => m.Sequence));
        Assert.Equal([2], (await store.ReadMessagesAsync(Ann, chat.Id, 1, 3, Token)).Select(m => m.Sequence));
        Assert.Empty(await store.ReadMessagesAsync(Ann, Guid.NewGuid(), cancellationToken: Token));
    }

    [Fact]
    public async Task Appending_a_message_again_changes_nothing()
    {
        var store = CreateStore();
        var chat = await Created(store, Ann);
        var message = NewMessage(chat, 1);
        await store.AppendAsync(Ann, chat.Id, [message], Token);
        await store.AppendAsync(Ann, chat.Id, [message with { Text = "other" }, NewMessage(chat, 2)], Token);
        var read = await store.ReadMessagesAsync(Ann, chat.Id, cancellationToken: Token);
        Assert.Equal(2, read.Count);
        Assert.Equal(message.Text, read[0].Text);
    }

    [Fact]
    public async Task Messages_are_replaced_and_deleted()
    {
        var store = CreateStore();
        var chat = await Created(store, Ann);
        var (one, two, three) = (NewMessage(chat, 1), NewMessage(chat, 2), NewMessage(chat, 3));
        await store.AppendAsync(Ann, chat.Id, [one, two, three], Token);
        Assert.True(await store.ReplaceAsync(Ann, chat.Id, two with { Text = "cut", IsInterrupted = true }, Token));
        Assert.False(await store.ReplaceAsync(Ann, chat.Id, NewMessage(chat, 4), Token));
        Assert.Equal(1, await store.DeleteMessagesAsync(Ann, chat.Id, [one.Id, Guid.NewGuid()], Token));
        var read = await store.ReadMessagesAsync(Ann, chat.Id, cancellationToken: Token);
        Assert.Equal(["cut", "message 3"], read.Select(m => m.Text));
        Assert.Equal(2, (await store.FindAsync(Ann, chat.Id, Token))!.MessageCount);
    }

    [Fact]
    public async Task A_summary_stands_for_the_messages_it_covers()
    {
        var store = CreateStore();
        var chat = await Created(store, Ann);
        var (one, two, three) = (NewMessage(chat, 1), NewMessage(chat, 2), NewMessage(chat, 3));
        await store.AppendAsync(Ann, chat.Id, [one, two, three], Token);
        var summary = NewMessage(chat, 4) with { Role = MessageRole.Summary };
        await store.SummarizeAsync(Ann, chat.Id, summary, [one.Id, two.Id], Token);
        var read = await store.ReadMessagesAsync(Ann, chat.Id, cancellationToken: Token);
        Assert.Equal([summary.Id, summary.Id, null, null], read.Select(m => m.SummarizedBy));
    }

    [Fact]
    public async Task Deleting_a_chat_leaves_nothing()
    {
        var store = CreateStore();
        var chat = await Created(store, Ann);
        var attachment = new ChatAttachment { Id = Guid.NewGuid(), ContentType = "image/png" };
        await store.AppendAsync(Ann, chat.Id, [NewMessage(chat, 1)], Token);
        await store.WriteStateAsync(Ann, chat.Id, "{\"a\":1}", Token);
        await store.WriteAttachmentAsync(Ann, chat.Id, attachment, new byte[] { 1, 2, 3 }, Token);
        Assert.True(await store.DeleteAsync(Ann, chat.Id, Token));
        Assert.False(await store.DeleteAsync(Ann, chat.Id, Token));
        await store.CreateAsync(chat, Token);
        Assert.Empty(await store.ReadMessagesAsync(Ann, chat.Id, cancellationToken: Token));
        Assert.Null(await store.ReadStateAsync(Ann, chat.Id, Token));
        Assert.Null(await store.ReadAttachmentAsync(Ann, chat.Id, attachment.Id, Token));
    }

    [Fact]
    public async Task State_and_attachments_are_kept()
    {
        var store = CreateStore();
        var chat = await Created(store, Ann);
        Assert.Null(await store.ReadStateAsync(Ann, chat.Id, Token));
        Assert.True(await store.WriteStateAsync(Ann, chat.Id, "{\"a\":1}", Token));
        Assert.True(await store.WriteStateAsync(Ann, chat.Id, "{\"a\":2}", Token));
        Assert.Equal("{\"a\":2}", await store.ReadStateAsync(Ann, chat.Id, Token));
        var attachment = new ChatAttachment { Id = Guid.NewGuid(), ContentType = "image/png" };
        var bytes = Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray();
        await store.WriteAttachmentAsync(Ann, chat.Id, attachment, bytes, Token);
        var read = (await store.ReadAttachmentAsync(Ann, chat.Id, attachment.Id, Token))!;
        Assert.Equal("image/png", read.ContentType);
        Assert.Equal(bytes, read.Data.ToArray());
        await Assert.ThrowsAsync<ConversationException>(async () => await store.WriteAttachmentAsync(Ann, Guid.NewGuid(), attachment, bytes, Token));
    }

    [Fact]
    public async Task The_latest_chat_of_a_pair_is_found()
    {
        var store = CreateStore();
        var character = Guid.NewGuid();
        var old = NewChat(Ann) with { Participants = [new ChatParticipant(character)], Created = Start };
        var young = NewChat(Ann) with { Participants = [new ChatParticipant(character)], Created = Start.AddHours(1) };
        var scenario = NewChat(Ann) with { Participants = [new ChatParticipant(character)], Created = Start.AddHours(5), ScenarioId = Guid.NewGuid() };
        var group = NewChat(Ann) with { Participants = [new ChatParticipant(character), new ChatParticipant(Guid.NewGuid())], Created = Start.AddHours(5) };
        foreach (var chat in new[] { old, young, scenario, group })
        {
            await store.CreateAsync(chat, Token);
        }

        Assert.Equal(young.Id, (await store.FindLatestAsync(Ann, character, Token))!.Id);
        await store.AppendAsync(Ann, old.Id, [NewMessage(old, 1) with { Timestamp = Start.AddHours(2) }], Token);
        Assert.Equal(old.Id, (await store.FindLatestAsync(Ann, character, Token))!.Id);
        Assert.Null(await store.FindLatestAsync(Ann, Guid.NewGuid(), Token));
    }

    [Fact]
    public async Task Chats_are_listed_by_filter_order_and_page()
    {
        var store = CreateStore();
        var character = Guid.NewGuid();
        var scenario = Guid.NewGuid();
        var first = NewChat(Ann) with { Participants = [new ChatParticipant(Guid.NewGuid()), new ChatParticipant(character)], Created = Start };
        var second = NewChat(Ann) with { ScenarioId = scenario, Created = Start.AddMinutes(1), LastSession = Start.AddMinutes(30) };
        var third = NewChat(Bob) with { Created = Start.AddMinutes(2) };
        foreach (var chat in new[] { first, second, third, NewChat(OtherAnn) })
        {
            await store.CreateAsync(chat, Token);
        }

        await store.AppendAsync(Ann, first.Id, [NewMessage(first, 1) with { Timestamp = Start.AddMinutes(9) }, NewMessage(first, 2) with { Timestamp = Start.AddMinutes(10) }], Token);
        await store.AppendAsync(Bob, third.Id, [NewMessage(third, 1) with { Timestamp = Start.AddMinutes(20) }], Token);
        var all = new ChatQuery { Tenant = Ann.Tenant };
        Assert.Equal([second.Id, third.Id, first.Id], await Ids(all));
        Assert.Equal([first.Id, third.Id, second.Id], await Ids(all with { Descending = false }));
        Assert.Equal([third.Id, second.Id, first.Id], await Ids(all with { Order = ChatOrder.Created }));
        Assert.Equal([first.Id, third.Id, second.Id], await Ids(all with { Order = ChatOrder.MessageCount }));
        Assert.Equal(third.Id, (await Ids(all with { Order = ChatOrder.Player }))[0]);
        Assert.Equal([second.Id, first.Id], await Ids(all with { Player = Ann.Id }));
        Assert.Equal([first.Id], await Ids(all with { CharacterId = character }));
        Assert.Equal([second.Id], await Ids(all with { ScenarioId = scenario }));
        Assert.Equal([third.Id], await Ids(all with { PlayerSearch = "OB" }));
        Assert.Equal([third.Id, first.Id], await Ids(all with { MinMessages = 1 }));
        var page = await store.ListAsync(all with { Offset = 1, Limit = 1 }, Token);
        Assert.Equal([third.Id], page.Items.Select(c => c.Id));
        Assert.Equal(3, page.Total);
        Assert.Empty(await Ids(all with { PlayerSearch = "%" }));

        async Task<Guid[]> Ids(ChatQuery query) => [.. (await store.ListAsync(query, Token)).Items.Select(c => c.Id)];
    }

    [Fact]
    public async Task Many_writers_lose_nothing()
    {
        var store = CreateStore();
        var chat = await Created(store, Ann);
        await Task.WhenAll(Enumerable.Range(1, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    await store.AppendAsync(Ann, chat.Id, [NewMessage(chat, (writer * 100) + i)], Token);
                }
            },
            Token)));
        Assert.Equal(160, (await store.ReadMessagesAsync(Ann, chat.Id, cancellationToken: Token)).Count);
        Assert.Equal(160, (await store.FindAsync(Ann, chat.Id, Token))!.MessageCount);
    }

    private static Chat NewChat(Player player) => new()
    {
        Id = Guid.NewGuid(),
        Player = player,
        Participants = [new ChatParticipant(Guid.NewGuid())],
        Created = Start,
        LastActivity = Start,
    };

    private static ChatMessage NewMessage(Chat chat, long sequence) => new()
    {
        Id = Guid.NewGuid(),
        ChatId = chat.Id,
        Sequence = sequence,
        Role = MessageRole.User,
        Text = $"message {sequence}",
        Timestamp = Start.AddSeconds(sequence),
    };

    private static async Task<Chat> Created(IChatStore store, Player player, Func<Chat, Chat>? change = null)
    {
        var chat = change is null ? NewChat(player) : change(NewChat(player));
        await store.CreateAsync(chat, Token);
        return chat;
    }
}
