namespace Parley.Estuary.Wire;

/// <summary>The conversation of a character and a player.</summary>
public sealed record ConversationData
{
    /// <summary>Unique id: <c>session_info.conversation_id</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>The character.</summary>
    public string CharacterId { get; set; } = "";

    /// <summary>The player.</summary>
    public string PlayerId { get; set; } = "";

    /// <summary>How many messages it has.</summary>
    public int MessageCount { get; set; }

    /// <summary>When it began, ISO 8601.</summary>
    public string? CreatedAt { get; set; }

    /// <summary>When something was last said, ISO 8601.</summary>
    public string? LastActivity { get; set; }
}
