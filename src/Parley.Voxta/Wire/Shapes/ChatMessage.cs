namespace Parley.Voxta.Wire;

/// <summary>A stored message.</summary>
public sealed record ChatMessage
{
    /// <summary>Its id.</summary>
    public Guid MessageId { get; init; }

    /// <summary>Its role.</summary>
    public ChatMessageRole Role { get; init; } = ChatMessageRole.Undefined;

    /// <summary>Who said it.</summary>
    public Guid SenderId { get; init; }

    /// <summary>Name of who said it.</summary>
    public string? Name { get; init; }

    /// <summary>Its text.</summary>
    public string Text { get; init; } = "";

    /// <summary>When it was said.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Its place among all messages.</summary>
    public int Index { get; init; }

    /// <summary>Its place among user's and characters' messages.</summary>
    public int ConversationIndex { get; init; }

    /// <summary>Milliseconds since the chat began.</summary>
    public long ChatTime { get; init; }

    /// <summary>Its size in tokens.</summary>
    public int? Tokens { get; init; }

    /// <summary>The summary that covers it.</summary>
    public Guid? SummarizedBy { get; init; }

    /// <summary>Its pictures.</summary>
    public IReadOnlyList<ChatMessageAttachment>? Attachments { get; init; }
}
