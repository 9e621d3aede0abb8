namespace Parley.Estuary.Wire;

/// <summary>Memories that fit a question.</summary>
public sealed record MemorySearchResult
{
    /// <summary>The hits, best first.</summary>
    public IReadOnlyList<MemoryHit> Results { get; set; } = [];

    /// <summary>The question.</summary>
    public string Query { get; set; } = "";

    /// <summary>How many hits there are.</summary>
    public int Total { get; set; }
}
