namespace Parley.Estuary;

/// <summary>Which conversations to list.</summary>
public sealed record ConversationQuery
{
    /// <summary>Most of a page, 1 to 100; default 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>How many to skip; default none.</summary>
    public int Offset { get; init; }

    /// <summary><c>last_activity</c>, <c>created_at</c>, <c>message_count</c> or <c>player_id</c>; default the first.</summary>
    public string SortBy { get; init; } = "last_activity";

    /// <summary>Whether the greatest comes first; default true.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>Part of the player's id; null for every player.</summary>
    public string? PlayerSearch { get; init; }

    /// <summary>Fewest messages; null for any number.</summary>
    public int? MinMessages { get; init; }
}
