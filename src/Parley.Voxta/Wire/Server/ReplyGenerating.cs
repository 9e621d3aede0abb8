namespace Parley.Voxta.Wire;

/// <summary>A character begins to think.</summary>
public sealed record ReplyGenerating : ServerSessionMessage
{
    /// <summary>The reply.</summary>
    public Guid MessageId { get; init; }

    /// <summary>The character.</summary>
    public Guid SenderId { get; init; }

    /// <summary>Its role.</summary>
    public ChatMessageRole Role { get; init; } = ChatMessageRole.Assistant;

    /// <summary>Whether a narrator speaks.</summary>
    public bool IsNarration { get; init; }

    /// <summary>Audio to play meanwhile.</summary>
    public string? ThinkingSpeechUrl { get; init; }
}
