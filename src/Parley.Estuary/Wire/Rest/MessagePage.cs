namespace Parley.Estuary.Wire;

/// <summary>Messages of a conversation, a page of them, oldest first.</summary>
public sealed record MessagePage
{
    /// <summary>The page.</summary>
    public IReadOnlyList<MessageData> Messages { get; set; } = [];

    /// <summary>How many there are in all.</summary>
    public int Total { get; set; }

    /// <summary>How many were asked for.</summary>
    public int Limit { get; set; }

    /// <summary>How many were skipped.</summary>
    public int Offset { get; set; }
}
