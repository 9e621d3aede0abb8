using System.Text.Json;

namespace Parley.Estuary.Wire;

/// <summary>Memories as a graph of clusters and entities.</summary>
public sealed record MemoryGraph
{
    /// <summary>Nodes: <c>id</c>, <c>type</c> (user, cluster, memory, entity), <c>label</c> and what belongs to the type.</summary>
    public IReadOnlyList<JsonElement> Nodes { get; set; } = [];

    /// <summary>Edges: <c>source</c>, <c>target</c>, <c>type</c> (has_cluster, contains, mentions, relationship).</summary>
    public IReadOnlyList<JsonElement> Edges { get; set; } = [];

    /// <summary>Figures.</summary>
    public MemoryGraphStats Stats { get; set; } = new();

    /// <summary>Whether newer memories are missing; null when not said.</summary>
    public bool? Stale { get; set; }
}
