using Parley.Conversation.Chats;

namespace Parley.Conversation.Sessions;

/// <summary>A message is durable in the store. Replies come after their <see cref="ReplyEnded"/>.</summary>
/// <param name="Message">The message.</param>
public sealed record MessageStored(ChatMessage Message) : ConversationEvent;

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
