namespace Parley.Estuary.Wire;

/// <summary>A memory that fits a question, in the older and the newer form at once.</summary>
public sealed record MemoryHit
{
    /// <summary>The memory's id; null from older servers.</summary>
    public string? MemoryId { get; set; }

    /// <summary>Its content; null from older servers.</summary>
    public string? Content { get; set; }

    /// <summary>How well it fits, 0 to 1; null from older servers.</summary>
    public double? Similarity { get; set; }

    /// <summary>The memory; null from newer servers.</summary>
    public MemoryData? Memory { get; set; }

    /// <summary>How well it fits, 0 to 1; null from newer servers.</summary>
    public double? Score { get; set; }

    /// <summary>The same under an older name.</summary>
    public double? SimilarityScore { get; set; }
}
