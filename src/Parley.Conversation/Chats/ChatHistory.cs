using System.Runtime.ExceptionServices;
using Parley.Conversation.Replies;

namespace Parley.Conversation.Chats;

/// <summary>The messages of a live chat: the store's newest ones, kept in step with it. Used on the session's loop alone.</summary>
internal sealed class ChatHistory(IChatStore store, Player player, Guid chatId, DateTimeOffset created, TimeProvider time)
{
    /// <summary>Messages held in memory; older ones stay in the store and out of prompts.</summary>
    private const int Window = 500;

    private readonly List<ChatMessage> _messages = [];
    private long _sequence;
    private int _count;
    private int _conversationCount;
    private (ChatMessage Message, Task Commit)? _pending;

    /// <summary>The newest messages, oldest first.</summary>
    public IReadOnlyList<ChatMessage> Messages => _messages;

    /// <summary>User and assistant messages in the chat.</summary>
    public int ConversationCount => _conversationCount;

    public TimeSpan ChatTime => time.GetUtcNow() - created;

    public bool HasUserMessage => _messages.Exists(m => m.Role == MessageRole.User);

    public ChatMessage? Last => _messages.Count > 0 ? _messages[^1] : null;

    /// <summary>The commit under way; faults when it fails.</summary>
    public Task Commit => _pending?.Commit ?? Task.CompletedTask;

    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        _messages.AddRange(await store.ReadMessagesAsync(player, chatId, Window, cancellationToken: cancellationToken));
        _sequence = Last?.Sequence ?? 0;
        _count = Last?.Index + 1 ?? 0;
        _conversationCount = _messages.Where(IsConversation).Select(m => m.ConversationIndex + 1).DefaultIfEmpty(0).Max();
    }

    public ChatMessage? Find(Guid id) => _messages.Find(m => m.Id == id);

    public ChatMessage? LastOf(Func<ChatMessage, bool> condition) => _messages.FindLast(m => condition(m));

    /// <summary>Commits a message: when this returns it is durable.</summary>
    public async ValueTask<ChatMessage> AppendAsync(ChatMessage draft)
    {
        await RequireCommittedAsync();
        var message = Numbered(draft);
        await store.AppendAsync(player, chatId, [message]);
        Add(message);
        return message;
    }

    /// <summary>Adds a message and begins to commit it: prompts hold it at once, and whatever is written next waits for its <see cref="Commit"/>.</summary>
    public async ValueTask<ChatMessage> BeginAppendAsync(ChatMessage draft)
    {
        await RequireCommittedAsync();
        var message = Numbered(draft);
        var commit = store.AppendAsync(player, chatId, [message]);
        if (commit.IsCompleted)
        {
            await commit;
        }
        else
        {
            _pending = (message, commit.AsTask());
        }

        Add(message);
        return message;
    }

    /// <summary>Waits for the commit under way. A message that could not be stored is taken back.</summary>
    /// <returns>Why it could not be stored; null when all is well. Told once.</returns>
    public async ValueTask<Exception?> SettleAsync()
    {
        if (_pending is not { } pending)
        {
            return null;
        }

        try
        {
            await pending.Commit;
            return null;
        }
        catch (Exception error)
        {
            Remove(m => m.Id == pending.Message.Id);
            return error;
        }
        finally
        {
            _pending = null;
        }
    }

    public async ValueTask<ChatMessage?> ReplaceAsync(Guid id, Func<ChatMessage, ChatMessage> change)
    {
        await RequireCommittedAsync();
        var index = _messages.FindIndex(m => m.Id == id);
        if (index < 0)
        {
            return null;
        }

        var changed = change(_messages[index]);
        changed = changed with { Tokens = TokenEstimate.Count(changed.Text) };
        await store.ReplaceAsync(player, chatId, changed);
        return _messages[index] = changed;
    }

    /// <summary>Deletes messages and returns them as they were, oldest first.</summary>
    public async ValueTask<IReadOnlyList<ChatMessage>> DeleteAsync(Predicate<ChatMessage> condition)
    {
        await RequireCommittedAsync();
        var deleted = _messages.FindAll(condition);
        if (deleted.Count == 0)
        {
            return [];
        }

        await store.DeleteMessagesAsync(player, chatId, [.. deleted.Select(m => m.Id)]);
        var ids = deleted.Select(m => m.Id).ToHashSet();
        Remove(m => ids.Contains(m.Id));
        return deleted;
    }

    /// <summary>Commits a summary in place of messages and returns it with them as they are now.</summary>
    public async ValueTask<(ChatMessage Summary, IReadOnlyList<ChatMessage> Covered)> SummarizeAsync(string text, IReadOnlyList<ChatMessage> covered)
    {
        await RequireCommittedAsync();
        var summary = new ChatMessage
        {
            Id = Guid.NewGuid(),
            ChatId = chatId,
            Sequence = _sequence + 1,
            Role = MessageRole.Summary,
            Text = text,
            Timestamp = time.GetUtcNow(),
            ChatTime = ChatTime,
            Index = _count,
            ConversationIndex = _conversationCount,
            Tokens = TokenEstimate.Count(text),
        };
        var ids = covered.Select(m => m.Id).ToHashSet();
        await store.SummarizeAsync(player, chatId, summary, [.. ids]);
        for (var i = 0; i < _messages.Count; i++)
        {
            if (ids.Contains(_messages[i].Id))
            {
                _messages[i] = _messages[i] with { SummarizedBy = summary.Id };
            }
        }

        Add(summary);
        return (summary, [.. _messages.Where(m => ids.Contains(m.Id))]);
    }

    /// <summary>
    /// What a prompt holds of the history: summaries first, since they tell of what came before everything else, then the messages that
    /// no summary covers.
    /// </summary>
    public IReadOnlyList<ChatMessage> ForPrompt() =>
    [
        .. _messages.Where(m => m.SummarizedBy is null && m.Role == MessageRole.Summary),
        .. _messages.Where(m => m.SummarizedBy is null && m.Role != MessageRole.Summary),
    ];

    private static bool IsConversation(ChatMessage message) => message.Role is MessageRole.User or MessageRole.Assistant;

    private async ValueTask RequireCommittedAsync()
    {
        if (await SettleAsync() is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    private ChatMessage Numbered(ChatMessage draft) => draft with
    {
        ChatId = chatId,
        Sequence = _sequence + 1,
        Timestamp = time.GetUtcNow(),
        ChatTime = ChatTime,
        Index = _count,
        ConversationIndex = _conversationCount,
        Tokens = TokenEstimate.Count(draft.Text),
    };

    private void Remove(Predicate<ChatMessage> condition)
    {
        _messages.RemoveAll(condition);
        _count = Last?.Index + 1 ?? 0;
        _conversationCount = _messages.Where(IsConversation).Select(m => m.ConversationIndex + 1).DefaultIfEmpty(0).Max();
    }

    private void Add(ChatMessage message)
    {
        _messages.Add(message);
        _sequence = message.Sequence;
        _count++;
        _conversationCount += IsConversation(message) ? 1 : 0;
        if (_messages.Count > Window + 100)
        {
            _messages.RemoveRange(0, _messages.Count - Window);
        }
    }
}
