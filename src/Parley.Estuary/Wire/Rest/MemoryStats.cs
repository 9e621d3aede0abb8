namespace Parley.Estuary.Wire;

/// <summary>Memories counted.</summary>
public sealed record MemoryStats
{
    /// <summary>Active ones.</summary>
    public int TotalActive { get; set; }

    /// <summary>Ones replaced by newer ones.</summary>
    public int TotalSuperseded { get; set; }

    /// <summary>Ones that faded.</summary>
    public int TotalDecayed { get; set; }

    /// <summary>Active ones by type.</summary>
    public IReadOnlyDictionary<string, int> ByType { get; set; } = new Dictionary<string, int>();

    /// <summary>Core facts.</summary>
    public int CoreFacts { get; set; }
}
