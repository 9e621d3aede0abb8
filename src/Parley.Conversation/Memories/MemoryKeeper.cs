using Parley.Conversation.Characters;
using Parley.Conversation.Chats;

namespace Parley.Conversation.Memories;

/// <summary>What the characters of a session know of the player, and what they have yet to learn. Used on the session's loop.</summary>
internal sealed class MemoryKeeper(IMemoryStore store, Chat chat, TimeProvider time)
{
    /// <summary>Memories of one character that are looked through; beyond it the oldest rest in the store.</summary>
    private const int MaxItems = 2_000;

    private const int MaxCoreFacts = 12;
    private const int MaxFound = 6;

    private readonly Dictionary<Guid, List<MemoryItem>> _items = [];
    private readonly Dictionary<Guid, Task<Page<MemoryItem>>> _loading = [];
    private readonly Dictionary<Guid, string> _windows = [];
    private readonly Queue<ChatMessage> _unlearned = new();

    /// <summary>Messages of the player that nothing was learned from yet.</summary>
    public bool IsDirty => _unlearned.Count > 0;

    public void Hear(ChatMessage message)
    {
        _unlearned.Enqueue(message);
        if (_unlearned.Count > 50)
        {
            _unlearned.Dequeue();
        }
    }

    /// <summary>The message is not part of the chat after all.</summary>
    public void Forget(ChatMessage message)
    {
        for (var left = _unlearned.Count; left > 0; left--)
        {
            if (_unlearned.Dequeue() is var waiting && waiting.Id != message.Id)
            {
                _unlearned.Enqueue(waiting);
            }
        }
    }

    public IReadOnlyList<ChatMessage> TakeUnlearned()
    {
        ChatMessage[] taken = [.. _unlearned];
        _unlearned.Clear();
        return taken;
    }

    /// <summary>Begins to read what a character remembers: somebody speaks to it, and its answer should not wait for the store.</summary>
    public void Preload(Guid characterId)
    {
        if (!_items.ContainsKey(characterId) && !_loading.ContainsKey(characterId))
        {
            _loading[characterId] = ListAsync(characterId);
        }
    }

    public async ValueTask LoadAsync(Guid characterId, bool useOtherChats)
    {
        if (_items.ContainsKey(characterId))
        {
            return;
        }

        var page = await (_loading.Remove(characterId, out var loading) ? loading : ListAsync(characterId));
        _items[characterId] = [.. page.Items.Where(m => useOtherChats || m.SourceChatId == chat.Id)];
    }

    /// <summary>What belongs into a prompt: core facts, and what the newest messages touch.</summary>
    public IReadOnlyList<MemoryItem> Recall(Guid characterId, string newest)
    {
        if (!_items.TryGetValue(characterId, out var items) || items.Count == 0)
        {
            return [];
        }

        var core = items.Where(m => m.FactKey is not null).OrderByDescending(m => m.Updated).Take(MaxCoreFacts);
        return [.. core.Concat(MemorySearch.Rank(items, newest, MaxFound).Select(hit => hit.Item)).Distinct()];
    }

    /// <summary>The lore and memories in a prompt when they changed since the last one, else null.</summary>
    public IReadOnlyList<RecalledEntry>? Window(Guid characterId, IReadOnlyList<LoreEntry> lore, IReadOnlyList<MemoryItem> memories)
    {
        List<RecalledEntry> entries =
        [
            .. lore.Select((e, i) => new RecalledEntry(e.Id ?? e.Name ?? $"lore-{i}", e.Content, e.Keys)),
            .. memories.Select(m => new RecalledEntry(m.Id.ToString(), m.Content, m.Keywords)),
        ];
        var key = string.Join('\u001f', entries.Select(e => e.Text));
        if (_windows.GetValueOrDefault(characterId, "") == key)
        {
            return null;
        }

        _windows[characterId] = key;
        return entries;
    }

    /// <summary>Stores what was learned: an equal memory is kept as it is, a new value of a core fact supersedes the old one.</summary>
    /// <returns>What is new.</returns>
    public async ValueTask<IReadOnlyList<MemoryItem>> LearnAsync(Guid characterId, IReadOnlyList<LearnedFact> facts, string source)
    {
        await LoadAsync(characterId, chat.UseChatMemory);
        var items = _items[characterId];
        var now = time.GetUtcNow();
        var changed = new List<MemoryItem>();
        var learned = new List<MemoryItem>();
        foreach (var fact in facts)
        {
            if (items.Exists(m => m.Content.Equals(fact.Content, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var old = fact.Key is null ? null : items.Find(m => string.Equals(m.FactKey, fact.Key, StringComparison.OrdinalIgnoreCase));
            if (old is not null)
            {
                items.Remove(old);
                changed.Add(old with { Status = "superseded", Updated = now });
            }

            var item = new MemoryItem
            {
                Id = Guid.NewGuid(),
                Scope = Scope(characterId),
                Content = fact.Content,
                Type = old is null ? fact.Type : "correction",
                Confidence = source == "model" ? 0.8 : 0.9,
                Keywords = [.. MemorySearch.Words(fact.Content).Distinct().Take(12)],
                FactKey = fact.Key,
                FactValue = fact.Value,
                SourceChatId = chat.Id,
                SourceQuote = fact.Quote,
                Source = source,
                Created = now,
                Updated = now,
            };
            items.Add(item);
            learned.Add(item);
        }

        if (items.Count > MaxItems)
        {
            changed.AddRange(items.Take(items.Count - MaxItems).Select(m => m with { Status = "decayed", Updated = now }));
            items.RemoveRange(0, items.Count - MaxItems);
        }

        if (learned.Count + changed.Count > 0)
        {
            await store.SaveAsync([.. changed, .. learned]);
        }

        return learned;
    }

    public ValueTask TouchAsync(Guid characterId, IReadOnlyList<MemoryItem> used) =>
        used.Count == 0 ? ValueTask.CompletedTask : store.TouchAsync(Scope(characterId), [.. used.Select(m => m.Id)], time.GetUtcNow());

    private async Task<Page<MemoryItem>> ListAsync(Guid characterId) => await store.ListAsync(new MemoryQuery { Scope = Scope(characterId), Limit = MaxItems });

    private MemoryScope Scope(Guid characterId) => new(chat.Player, characterId);
}
