namespace Parley.Conversation.Memories;

/// <summary>Which memories to list. Absent filters filter nothing.</summary>
public sealed record MemoryQuery
{
    /// <summary>Whose.</summary>
    public required MemoryScope Scope { get; init; }

    /// <summary>Only this <see cref="MemoryItem.Type"/>.</summary>
    public string? Type { get; init; }

    /// <summary>Only this <see cref="MemoryItem.Status"/>; null for all.</summary>
    public string? Status { get; init; } = "active";

    /// <summary>Only those with a <see cref="MemoryItem.FactKey"/>.</summary>
    public bool CoreFactsOnly { get; init; }

    /// <summary>Only those created at or after this.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those created before this.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The order; ties fall by id.</summary>
    public MemoryOrder Order { get; init; } = MemoryOrder.Created;

    /// <summary>Newest or greatest first; default true.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>How many to skip.</summary>
    public int Offset { get; init; }

    /// <summary>How many to return, 1 to 10,000; default 200.</summary>
    public int Limit { get; init; } = 200;
}
