namespace Parley.Voxta.Wire;

/// <summary>The first chunk follows.</summary>
public sealed record ReplyStart : ServerSessionMessage
{
    /// <summary>The reply.</summary>
    public Guid MessageId { get; set; }

    /// <summary>The character.</summary>
    public Guid SenderId { get; set; }

    /// <summary>Milliseconds since the chat began.</summary>
    public long ChatTime { get; set; }
}
