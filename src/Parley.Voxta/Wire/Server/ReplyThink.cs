namespace Parley.Voxta.Wire;

/// <summary>The model's reasoning.</summary>
public sealed record ReplyThink : ServerSessionMessage
{
    /// <summary>The reply.</summary>
    public Guid MessageId { get; set; }

    /// <summary>The character.</summary>
    public Guid SenderId { get; set; }

    /// <summary>The reasoning.</summary>
    public string? Text { get; set; }
}
