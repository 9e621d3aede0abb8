namespace Parley.Estuary.Wire;

/// <summary>Conversations of a character, a page of them.</summary>
public sealed record ConversationPage
{
    /// <summary>The page.</summary>
    public IReadOnlyList<ConversationData> Conversations { get; set; } = [];

    /// <summary>How many there are in all.</summary>
    public int Total { get; set; }

    /// <summary>How many were asked for.</summary>
    public int Limit { get; set; }

    /// <summary>How many were skipped.</summary>
    public int Offset { get; set; }

    /// <summary>What they are ordered by.</summary>
    public string SortBy { get; set; } = "last_activity";

    /// <summary><c>asc</c> or <c>desc</c>.</summary>
    public string SortOrder { get; set; } = "desc";
}
