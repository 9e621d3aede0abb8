using System.Text.Json;

namespace Parley.Estuary.Wire;

/// <summary><c>motive_updated</c>: what drives the character has changed; not meant for players.</summary>
public sealed record MotiveUpdatedMessage
{
    /// <summary>The character.</summary>
    public string AgentId { get; set; } = "";

    /// <summary>The player.</summary>
    public string PlayerId { get; set; } = "";

    /// <summary>The motive as the server wrote it.</summary>
    public JsonElement Motive { get; set; }

    /// <summary>Where it changed.</summary>
    public string ConversationId { get; set; } = "";

    /// <summary>When, ISO 8601.</summary>
    public string? Timestamp { get; set; }
}
