namespace Parley.Estuary.Wire;

/// <summary>Figures of a memory graph.</summary>
public sealed record MemoryGraphStats
{
    /// <summary>Memories.</summary>
    public int TotalMemories { get; set; }

    /// <summary>Entities.</summary>
    public int TotalEntities { get; set; }

    /// <summary>Clusters.</summary>
    public int ClusterCount { get; set; }

    /// <summary>Names of the clusters.</summary>
    public IReadOnlyList<string> Clusters { get; set; } = [];
}
