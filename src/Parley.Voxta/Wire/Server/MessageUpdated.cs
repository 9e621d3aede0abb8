namespace Parley.Voxta.Wire;

/// <summary>A message was stored, edited, cut or deleted.</summary>
public sealed record MessageUpdated : ServerSessionMessage
{
    /// <summary>The message.</summary>
    public Guid MessageId { get; init; }

    /// <summary>Who said it.</summary>
    public Guid SenderId { get; init; }

    /// <summary>Its text; null means that it was deleted.</summary>
    public string? Text { get; init; }

    /// <summary>Its role.</summary>
    public ChatMessageRole Role { get; init; } = ChatMessageRole.Undefined;

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
