namespace Parley.Voxta.Wire;

/// <summary>The session ended.</summary>
public sealed record ChatClosed : ServerSessionMessage
{
    /// <summary>The chat.</summary>
    public Guid ChatId { get; set; }
}
