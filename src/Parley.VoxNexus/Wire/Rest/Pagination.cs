namespace Parley.VoxNexus.Wire;

/// <summary>Where a page stands among all.</summary>
public sealed record Pagination
{
    /// <summary>From 1.</summary>
    public int Page { get; init; }

    /// <summary>Entries a page.</summary>
    public int PageSize { get; init; }

    /// <summary>Entries in all.</summary>
    public int Total { get; init; }

    /// <summary>Pages in all.</summary>
    public int TotalPages { get; init; }
}
