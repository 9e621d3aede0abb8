using Parley.Conversation.Chats;

namespace Parley.Conversation.Sessions;

/// <summary>
/// A message is in the chat. The player's words are answered while the store still writes them, so nobody may be told of it before
/// <see cref="Committed"/>. Replies come after their <see cref="ReplyEnded"/>.
/// </summary>
/// <param name="Message">The message.</param>
public sealed record MessageStored(ChatMessage Message) : ConversationEvent
{
    /// <summary>Completes when the message is durable; with false when the store failed and the message was taken back. Never faults.</summary>
    public Task<bool> Committed { get; init; } = Task.FromResult(true);
}

/// <summary>A stored message was changed.</summary>
/// <param name="Message">The message as it is now.</param>
/// <param name="Change">What changed it.</param>
public sealed record MessageChanged(ChatMessage Message, MessageChange Change) : ConversationEvent;

/// <summary>A stored message was deleted.</summary>
/// <param name="Message">The message as it was.</param>
public sealed record MessageDeleted(ChatMessage Message) : ConversationEvent;

/// <summary>What changed a message.</summary>
public enum MessageChange
{
    /// <summary>Somebody edited it.</summary>
    Edited,

    /// <summary>It was cut to what was heard.</summary>
    CutToHeard,

    /// <summary>A summary stands for it now.</summary>
    Summarized,
}
