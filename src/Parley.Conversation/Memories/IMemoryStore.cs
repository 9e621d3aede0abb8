namespace Parley.Conversation.Memories;

/// <summary>Where memories live. Thread-safe; completed writes are durable. A scope sees only its own.</summary>
/// <remarks>A store that cannot do its work throws <see cref="ConversationException"/> with <see cref="ConversationErrors.StorageFailed"/>.</remarks>
public interface IMemoryStore
{
    /// <summary>Memories that match.</summary>
    ValueTask<Page<MemoryItem>> ListAsync(MemoryQuery query, CancellationToken cancellationToken = default);

    /// <summary>Adds or replaces memories by id, all or none.</summary>
    ValueTask SaveAsync(IReadOnlyList<MemoryItem> items, CancellationToken cancellationToken = default);

    /// <summary>Counts one access of each: sets <see cref="MemoryItem.LastAccessed"/> and adds one to <see cref="MemoryItem.AccessCount"/>.</summary>
    ValueTask TouchAsync(MemoryScope scope, IReadOnlyList<Guid> ids, DateTimeOffset at, CancellationToken cancellationToken = default);

    /// <summary>Deletes one memory. False when it does not exist.</summary>
    ValueTask<bool> DeleteAsync(MemoryScope scope, Guid id, CancellationToken cancellationToken = default);

    /// <summary>Deletes everything of the scope and returns how many there were.</summary>
    ValueTask<int> ClearAsync(MemoryScope scope, CancellationToken cancellationToken = default);
}
