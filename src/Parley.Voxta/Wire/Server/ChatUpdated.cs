namespace Parley.Voxta.Wire;

/// <summary>The chat's title changed.</summary>
public sealed record ChatUpdated : ServerSessionMessage
{
    /// <summary>The chat.</summary>
    public Guid ChatId { get; set; }

    /// <summary>The new title.</summary>
    public string? Title { get; set; }
}
