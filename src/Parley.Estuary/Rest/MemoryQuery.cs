namespace Parley.Estuary;

/// <summary>Which memories to list.</summary>
public sealed record MemoryQuery
{
    /// <summary>E.g. <c>fact</c>, <c>preference</c>, <c>event</c>; null for all.</summary>
    public string? MemoryType { get; init; }

    /// <summary><c>active</c>, <c>superseded</c>, <c>decayed</c> or <c>deleted</c>; default active.</summary>
    public string Status { get; init; } = "active";

    /// <summary>Most of a page, 1 to 200; default 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>How many to skip; default none.</summary>
    public int Offset { get; init; }

    /// <summary><c>created_at</c>, <c>confidence</c> or <c>last_accessed_at</c>; default the first.</summary>
    public string SortBy { get; init; } = "created_at";

    /// <summary>Whether the greatest comes first; default true.</summary>
    public bool Descending { get; init; } = true;
}
