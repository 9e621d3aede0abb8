namespace Parley.Conversation.Chats;

/// <summary>Something attached to a message. Its bytes are read with <see cref="IChatStore.ReadAttachmentAsync"/>.</summary>
public sealed record ChatAttachment
{
    /// <summary>Unique id.</summary>
    public required Guid Id { get; init; }

    /// <summary>MIME type, e.g. <c>image/png</c>.</summary>
    public required string ContentType { get; init; }

    /// <summary>Where it comes from, e.g. <c>Attachment</c>, <c>Screen</c>; null when unknown.</summary>
    public string? Source { get; init; }

    /// <summary>File name for display; never used as a path.</summary>
    public string? FileName { get; init; }

    /// <summary>Label for display.</summary>
    public string? Label { get; init; }

    /// <summary>What it shows, for the prompt; null when nobody said.</summary>
    public string? Description { get; init; }
}
