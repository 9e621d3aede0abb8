namespace Parley.Voxta.Wire;

/// <summary>A character begins to think.</summary>
public sealed record ReplyGenerating : ServerSessionMessage
{
    /// <summary>The reply.</summary>
    public Guid MessageId { get; set; }

    /// <summary>The character.</summary>
    public Guid SenderId { get; set; }

    /// <summary>Its role.</summary>
    public ChatMessageRole Role { get; set; } = ChatMessageRole.Assistant;

    /// <summary>Whether a narrator speaks.</summary>
    public bool IsNarration { get; set; }

    /// <summary>Audio to play meanwhile.</summary>
    public string? ThinkingSpeechUrl { get; set; }
}
