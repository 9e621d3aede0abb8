namespace Parley.Estuary.Wire;

/// <summary>Conversations of a character counted.</summary>
public sealed record ConversationStats
{
    /// <summary>Conversations.</summary>
    public int TotalConversations { get; set; }

    /// <summary>Messages in them.</summary>
    public int TotalMessages { get; set; }

    /// <summary>When the first began, ISO 8601; null when there is none.</summary>
    public string? FirstActivity { get; set; }

    /// <summary>When something was last said, ISO 8601; null when there is none.</summary>
    public string? LastActivity { get; set; }
}
