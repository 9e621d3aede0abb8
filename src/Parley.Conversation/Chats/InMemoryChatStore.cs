namespace Parley.Conversation.Chats;

/// <summary>Chats that live as long as the process: ephemeral chats, and tests.</summary>
public sealed class InMemoryChatStore : IChatStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Stored> _chats = [];

    /// <inheritdoc />
    public ValueTask<Chat?> FindAsync(Player player, Guid chatId, CancellationToken cancellationToken = default) =>
        Do(() => Entry(player, chatId)?.Chat);

    /// <inheritdoc />
    public ValueTask<Chat?> FindLatestAsync(Player player, Guid characterId, CancellationToken cancellationToken = default) => Do(() => _chats.Values
        .Select(e => e.Chat)
        .Where(c => c.Player == player && c.ScenarioId is null && c.Participants.Count == 1 && c.Participants[0].CharacterId == characterId)
        .OrderByDescending(Activity).ThenBy(c => c.Id)
        .FirstOrDefault());

    /// <inheritdoc />
    public ValueTask<Page<Chat>> ListAsync(ChatQuery query, CancellationToken cancellationToken = default) => Do(() =>
    {
        var found = _chats.Values.Where(e => Matches(e, query)).Select(e => e.Chat).Where(c =>
            c.Player.Tenant == query.Tenant
            && (query.ChatId is null || c.Id == query.ChatId)
            && (query.Player is null || c.Player.Id == query.Player)
            && (query.CharacterId is null || c.Participants.Any(p => p.CharacterId == query.CharacterId))
            && (query.ScenarioId is null || c.ScenarioId == query.ScenarioId)
            && (query.PlayerSearch is null || c.Player.Id.Value.Contains(query.PlayerSearch, StringComparison.OrdinalIgnoreCase))
            && c.MessageCount >= query.MinMessages);
        var ordered = query.Order switch
        {
            ChatOrder.Created => Order(found, c => c.Created, query.Descending),
            ChatOrder.MessageCount => Order(found, c => c.MessageCount, query.Descending),
            ChatOrder.Player => Order(found, c => c.Player.Id.Value, query.Descending, StringComparer.Ordinal),
            _ => Order(found, Activity, query.Descending),
        };
        var all = ordered.ThenBy(c => c.Id).ToArray();
        return new Page<Chat>([.. all.Skip(query.Offset).Take(query.Limit)], all.Length);
    });

    /// <inheritdoc />
    public ValueTask CreateAsync(Chat chat, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chat);
        lock (_gate)
        {
            if (!_chats.TryAdd(chat.Id, new Stored { Chat = chat with { LastActivity = chat.Created, MessageCount = 0 } }))
            {
                throw new ConversationException(ConversationErrors.InvalidArgument, "A chat of this id exists already.");
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<bool> UpdateAsync(Chat chat, CancellationToken cancellationToken = default) => Do(() =>
    {
        if (Entry(chat.Player, chat.Id) is not { } entry)
        {
            return false;
        }

        entry.Chat = chat with { LastActivity = entry.Chat.LastActivity, MessageCount = entry.Chat.MessageCount };
        return true;
    });

    /// <inheritdoc />
    public ValueTask<bool> DeleteAsync(Player player, Guid chatId, CancellationToken cancellationToken = default) =>
        Do(() => Entry(player, chatId) is not null && _chats.Remove(chatId));

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ChatMessage>> ReadMessagesAsync(Player player, Guid chatId, int? limit = null, long? before = null, CancellationToken cancellationToken = default) =>
        Do<IReadOnlyList<ChatMessage>>(() =>
        {
            var all = (Entry(player, chatId)?.Messages ?? []).Where(m => before is null || m.Sequence < before);
            return limit is { } count ? [.. all.TakeLast(count)] : [.. all];
        });

    /// <inheritdoc />
    public ValueTask AppendAsync(Player player, Guid chatId, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var entry = Existing(player, chatId);
            foreach (var message in messages)
            {
                if (!entry.Messages.Exists(m => m.Id == message.Id))
                {
                    entry.Messages.Add(message);
                }
            }

            Count(entry);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<bool> ReplaceAsync(Player player, Guid chatId, ChatMessage message, CancellationToken cancellationToken = default) => Do(() =>
    {
        var messages = Entry(player, chatId)?.Messages;
        var index = messages?.FindIndex(m => m.Id == message.Id) ?? -1;
        if (index < 0)
        {
            return false;
        }

        messages![index] = message;
        return true;
    });

    /// <inheritdoc />
    public ValueTask<int> DeleteMessagesAsync(Player player, Guid chatId, IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken = default) => Do(() =>
    {
        if (Entry(player, chatId) is not { } entry)
        {
            return 0;
        }

        var count = entry.Messages.RemoveAll(m => messageIds.Contains(m.Id));
        Count(entry);
        return count;
    });

    /// <inheritdoc />
    public ValueTask SummarizeAsync(Player player, Guid chatId, ChatMessage summary, IReadOnlyList<Guid> coveredIds, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var entry = Existing(player, chatId);
            for (var i = 0; i < entry.Messages.Count; i++)
            {
                if (coveredIds.Contains(entry.Messages[i].Id))
                {
                    entry.Messages[i] = entry.Messages[i] with { SummarizedBy = summary.Id };
                }
            }

            entry.Messages.Add(summary);
            Count(entry);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<string?> ReadStateAsync(Player player, Guid chatId, CancellationToken cancellationToken = default) => Do(() => Entry(player, chatId)?.State);

    /// <inheritdoc />
    public ValueTask<bool> WriteStateAsync(Player player, Guid chatId, string json, CancellationToken cancellationToken = default) => Do(() =>
    {
        if (Entry(player, chatId) is not { } entry)
        {
            return false;
        }

        entry.State = json;
        return true;
    });

    /// <inheritdoc />
    public ValueTask WriteAttachmentAsync(Player player, Guid chatId, ChatAttachment attachment, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            Existing(player, chatId).Attachments[attachment.Id] = new AttachmentContent(attachment.ContentType, data.ToArray());
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<AttachmentContent?> ReadAttachmentAsync(Player player, Guid chatId, Guid attachmentId, CancellationToken cancellationToken = default) =>
        Do(() => Entry(player, chatId)?.Attachments.GetValueOrDefault(attachmentId));

    private static bool Matches(Stored stored, ChatQuery query) =>
        query.Search is not { } search
        || stored.Chat.Title?.Contains(search, StringComparison.OrdinalIgnoreCase) == true
        || stored.Chat.Participants.Any(p => query.SearchCharacters.Contains(p.CharacterId))
        || stored.Messages.Exists(m => m.Text.Contains(search, StringComparison.OrdinalIgnoreCase));

    private static DateTimeOffset Activity(Chat chat) => chat.LastSession > chat.LastActivity ? chat.LastSession.Value : chat.LastActivity;

    private static IOrderedEnumerable<Chat> Order<TKey>(IEnumerable<Chat> chats, Func<Chat, TKey> key, bool descending, IComparer<TKey>? comparer = null) =>
        descending ? chats.OrderByDescending(key, comparer) : chats.OrderBy(key, comparer);

    private static void Count(Stored entry)
    {
        entry.Messages.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        entry.Chat = entry.Chat with
        {
            MessageCount = entry.Messages.Count,
            LastActivity = entry.Messages.Count == 0 ? entry.Chat.Created : entry.Messages.Max(m => m.Timestamp),
        };
    }

    private ValueTask<T> Do<T>(Func<T> work)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(work());
        }
    }

    private Stored? Entry(Player player, Guid chatId) => _chats.GetValueOrDefault(chatId) is { } entry && entry.Chat.Player == player ? entry : null;

    private Stored Existing(Player player, Guid chatId) =>
        Entry(player, chatId) ?? throw new ConversationException(ConversationErrors.NotFound, "The chat does not exist.");

    private sealed class Stored
    {
        public required Chat Chat { get; set; }

        public List<ChatMessage> Messages { get; } = [];

        public Dictionary<Guid, AttachmentContent> Attachments { get; } = [];

        public string? State { get; set; }
    }
}
