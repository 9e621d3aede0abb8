namespace Parley.Voxta.Wire;

/// <summary>A message is complete.</summary>
public sealed record MessageReceived : ServerSessionMessage
{
    /// <summary>The message.</summary>
    public Guid MessageId { get; set; }

    /// <summary>Who said it.</summary>
    public Guid SenderId { get; set; }

    /// <summary>User, Character, Narrator or System.</summary>
    public string? SenderType { get; set; }

    /// <summary>Name of who said it.</summary>
    public string? SenderName { get; set; }

    /// <summary>Its text.</summary>
    public string? Text { get; set; }

    /// <summary>Its role.</summary>
    public ChatMessageRole Role { get; set; } = ChatMessageRole.Undefined;

    /// <summary>When it was said.</summary>
    public DateTimeOffset Timestamp { get; set; }

    /// <summary>Its place among all messages.</summary>
    public int Index { get; set; }

    /// <summary>Its place among user's and characters' messages.</summary>
    public int ConversationIndex { get; set; }

    /// <summary>Milliseconds since the chat began.</summary>
    public long ChatTime { get; set; }

    /// <summary>Its size in tokens.</summary>
    public int? Tokens { get; set; }

    /// <summary>Its pictures.</summary>
    public IReadOnlyList<ChatMessageAttachment>? Attachments { get; set; }
}
