namespace Parley.Conversation.Chats;

/// <summary>A committed message.</summary>
public sealed record ChatMessage
{
    /// <summary>Unique id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The chat it belongs to.</summary>
    public required Guid ChatId { get; init; }

    /// <summary>Order within the chat: grows with every message, never reused.</summary>
    public required long Sequence { get; init; }

    /// <summary>What it is.</summary>
    public required MessageRole Role { get; init; }

    /// <summary>The character that said it; null when the player did, or nobody.</summary>
    public Guid? CharacterId { get; init; }

    /// <summary>Name of who said it, for display.</summary>
    public string SenderName { get; init; } = "";

    /// <summary>The text; of a spoken reply that was interrupted only what was heard.</summary>
    public required string Text { get; init; }

    /// <summary>When it was committed, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Time since the chat began.</summary>
    public TimeSpan ChatTime { get; init; }

    /// <summary>Position among all messages of the chat, from 0, when it was committed.</summary>
    public int Index { get; init; }

    /// <summary>Position among user and assistant messages, from 0, when it was committed.</summary>
    public int ConversationIndex { get; init; }

    /// <summary>Estimated tokens.</summary>
    public int Tokens { get; init; }

    /// <summary>The summary that stands for it in the prompt; null while it stands for itself.</summary>
    public Guid? SummarizedBy { get; init; }

    /// <summary>Whether a narrator tells it instead of the character saying it.</summary>
    public bool IsNarration { get; init; }

    /// <summary>Whether the reply was cut by an interruption.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>What a reply that was interrupted would have gone on to say, as far as it was generated; null when nothing of it was lost. Never in a prompt.</summary>
    public string? Unheard { get; init; }

    /// <summary>What is attached; bytes are in the store.</summary>
    public IReadOnlyList<ChatAttachment> Attachments { get; init; } = [];
}
