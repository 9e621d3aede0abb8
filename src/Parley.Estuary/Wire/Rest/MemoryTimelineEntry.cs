namespace Parley.Estuary.Wire;

/// <summary>Memories of one day, week or month.</summary>
public sealed record MemoryTimelineEntry
{
    /// <summary>Its first day, <c>yyyy-MM-dd</c>.</summary>
    public string Date { get; set; } = "";

    /// <summary>The memories.</summary>
    public IReadOnlyList<MemoryData> Memories { get; set; } = [];
}
