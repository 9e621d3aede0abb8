namespace Parley.Estuary.Wire;

/// <summary><c>memory_updated</c>: something was learned about the player.</summary>
public sealed record MemoryUpdatedMessage
{
    /// <summary>The character.</summary>
    public string AgentId { get; set; } = "";

    /// <summary>The player.</summary>
    public string PlayerId { get; set; } = "";

    /// <summary>How many memories are new.</summary>
    public int MemoriesExtracted { get; set; }

    /// <summary>How many of them are core facts.</summary>
    public int FactsExtracted { get; set; }

    /// <summary>Where it was learned.</summary>
    public string ConversationId { get; set; } = "";

    /// <summary>The new memories.</summary>
    public IReadOnlyList<MemoryData> NewMemories { get; set; } = [];

    /// <summary>When, ISO 8601.</summary>
    public string? Timestamp { get; set; }
}
