namespace Parley.Estuary.Wire;

/// <summary>Memories by time.</summary>
public sealed record MemoryTimeline
{
    /// <summary>The days, weeks or months, oldest first.</summary>
    public IReadOnlyList<MemoryTimelineEntry> Timeline { get; set; } = [];

    /// <summary>How many memories there are.</summary>
    public int TotalMemories { get; set; }

    /// <summary><c>day</c>, <c>week</c> or <c>month</c>.</summary>
    public string GroupBy { get; set; } = "day";
}
