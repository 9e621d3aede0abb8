namespace Parley.Voxta.Wire;

/// <summary>Edits a message; empty text without attachments deletes it.</summary>
public sealed record UpdateMessage : ClientSessionMessage
{
    /// <summary>The message.</summary>
    public Guid MessageId { get; set; }

    /// <summary>The new text.</summary>
    public string? Text { get; set; }
}
