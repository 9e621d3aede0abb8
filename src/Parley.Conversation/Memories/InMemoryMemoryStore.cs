namespace Parley.Conversation.Memories;

/// <summary>Memories that live as long as the process: ephemeral chats, and tests.</summary>
public sealed class InMemoryMemoryStore : IMemoryStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(MemoryScope Scope, Guid Id), MemoryItem> _items = [];

    /// <inheritdoc />
    public ValueTask<Page<MemoryItem>> ListAsync(MemoryQuery query, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var found = _items.Values.Where(m =>
                m.Scope == query.Scope
                && (query.Type is null || m.Type == query.Type)
                && (query.Status is null || m.Status == query.Status)
                && (!query.CoreFactsOnly || m.FactKey is not null)
                && (query.From is null || m.Created >= query.From)
                && (query.To is null || m.Created < query.To));
            var ordered = query.Order switch
            {
                MemoryOrder.Confidence => Order(found, m => m.Confidence, query.Descending),
                MemoryOrder.LastAccessed => Order(found, m => m.LastAccessed ?? DateTimeOffset.MinValue, query.Descending),
                _ => Order(found, m => m.Created, query.Descending),
            };
            var all = ordered.ThenBy(m => m.Id).ToArray();
            return ValueTask.FromResult(new Page<MemoryItem>([.. all.Skip(query.Offset).Take(query.Limit)], all.Length));
        }
    }

    /// <inheritdoc />
    public ValueTask SaveAsync(IReadOnlyList<MemoryItem> items, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            foreach (var item in items)
            {
                _items[(item.Scope, item.Id)] = item;
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask TouchAsync(MemoryScope scope, IReadOnlyList<Guid> ids, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            foreach (var id in ids)
            {
                if (_items.TryGetValue((scope, id), out var item))
                {
                    _items[(scope, id)] = item with { LastAccessed = at, AccessCount = item.AccessCount + 1 };
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<bool> DeleteAsync(MemoryScope scope, Guid id, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_items.Remove((scope, id)));
        }
    }

    /// <inheritdoc />
    public ValueTask<int> ClearAsync(MemoryScope scope, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var keys = _items.Keys.Where(k => k.Scope == scope).ToArray();
            foreach (var key in keys)
            {
                _items.Remove(key);
            }

            return ValueTask.FromResult(keys.Length);
        }
    }

    private static IOrderedEnumerable<MemoryItem> Order<TKey>(IEnumerable<MemoryItem> items, Func<MemoryItem, TKey> key, bool descending) =>
        descending ? items.OrderByDescending(key) : items.OrderBy(key);
}
