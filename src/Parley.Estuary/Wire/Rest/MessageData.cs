namespace Parley.Estuary.Wire;

/// <summary>A message of a conversation.</summary>
public sealed record MessageData
{
    /// <summary>Unique id.</summary>
    public string Id { get; set; } = "";

    /// <summary>The conversation.</summary>
    public string ConversationId { get; set; } = "";

    /// <summary><c>user</c>, <c>assistant</c> or <c>system</c>.</summary>
    public string Role { get; set; } = "";

    /// <summary>The text.</summary>
    public string Content { get; set; } = "";

    /// <summary>When it was said, ISO 8601.</summary>
    public string? CreatedAt { get; set; }
}
