namespace Parley.Voxta.Wire;

/// <summary>The memories a character has in mind.</summary>
public sealed record MemoryUpdated : ServerSessionMessage
{
    /// <summary>The character.</summary>
    public Guid CharacterId { get; set; }

    /// <summary>One entry each.</summary>
    public IReadOnlyList<MemoryInfo> Memories { get; set; } = [];
}
