namespace Parley.Conversation.Chats;

/// <summary>
/// Where chats live. Thread-safe. What a completed call wrote is durable: it outlives the process being killed at that moment.
/// Another player's chat is answered as if it did not exist.
/// </summary>
/// <remarks>A store that cannot do its work throws <see cref="ConversationException"/> with <see cref="ConversationErrors.StorageFailed"/>.</remarks>
public interface IChatStore
{
    /// <summary>The chat, or null.</summary>
    ValueTask<Chat?> FindAsync(Player player, Guid chatId, CancellationToken cancellationToken = default);

    /// <summary>
    /// The player's latest active chat whose only participant is the character and which has no scenario, or null:
    /// the conversation of a (character, player) pair.
    /// </summary>
    ValueTask<Chat?> FindLatestAsync(Player player, Guid characterId, CancellationToken cancellationToken = default);

    /// <summary>Chats that match.</summary>
    ValueTask<Page<Chat>> ListAsync(ChatQuery query, CancellationToken cancellationToken = default);

    /// <summary>Stores a new chat.</summary>
    /// <exception cref="ConversationException">The id is taken (<see cref="ConversationErrors.InvalidArgument"/>).</exception>
    ValueTask CreateAsync(Chat chat, CancellationToken cancellationToken = default);

    /// <summary>Replaces the chat's own fields, those that the store keeps excepted. False when it does not exist.</summary>
    ValueTask<bool> UpdateAsync(Chat chat, CancellationToken cancellationToken = default);

    /// <summary>Deletes the chat with its messages, attachments and state. False when it does not exist. Memories stay.</summary>
    ValueTask<bool> DeleteAsync(Player player, Guid chatId, CancellationToken cancellationToken = default);

    /// <summary>The newest messages in ascending <see cref="ChatMessage.Sequence"/>.</summary>
    /// <param name="player">Whose chat.</param>
    /// <param name="chatId">The chat; an unknown one has no messages.</param>
    /// <param name="limit">At most so many, at least 1; null for all.</param>
    /// <param name="before">Only messages with a lower sequence; null for the end of the chat.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<IReadOnlyList<ChatMessage>> ReadMessagesAsync(Player player, Guid chatId, int? limit = null, long? before = null, CancellationToken cancellationToken = default);

    /// <summary>Adds messages, all or none. A message whose id is already in the chat is left as it is.</summary>
    /// <exception cref="ConversationException">The chat does not exist (<see cref="ConversationErrors.NotFound"/>).</exception>
    ValueTask AppendAsync(Player player, Guid chatId, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken = default);

    /// <summary>Replaces a message by id. False when it does not exist.</summary>
    ValueTask<bool> ReplaceAsync(Player player, Guid chatId, ChatMessage message, CancellationToken cancellationToken = default);

    /// <summary>Deletes messages, all or none; unknown ids are ignored. Returns how many were deleted.</summary>
    ValueTask<int> DeleteMessagesAsync(Player player, Guid chatId, IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken = default);

    /// <summary>Adds a summary and marks the messages it covers with <see cref="ChatMessage.SummarizedBy"/>, all or none.</summary>
    ValueTask SummarizeAsync(Player player, Guid chatId, ChatMessage summary, IReadOnlyList<Guid> coveredIds, CancellationToken cancellationToken = default);

    /// <summary>Flags, contexts, documents and the like as the session wrote them; null when nothing was written.</summary>
    ValueTask<string?> ReadStateAsync(Player player, Guid chatId, CancellationToken cancellationToken = default);

    /// <summary>Replaces that state. False when the chat does not exist.</summary>
    /// <param name="player">Whose chat.</param>
    /// <param name="chatId">The chat.</param>
    /// <param name="json">A JSON object.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<bool> WriteStateAsync(Player player, Guid chatId, string json, CancellationToken cancellationToken = default);

    /// <summary>Stores an attachment's bytes under its id, replacing what was there.</summary>
    /// <exception cref="ConversationException">The chat does not exist (<see cref="ConversationErrors.NotFound"/>).</exception>
    ValueTask WriteAttachmentAsync(Player player, Guid chatId, ChatAttachment attachment, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);

    /// <summary>An attachment's type and bytes, or null.</summary>
    ValueTask<AttachmentContent?> ReadAttachmentAsync(Player player, Guid chatId, Guid attachmentId, CancellationToken cancellationToken = default);
}
