using System.Text.Json.Serialization;

namespace Parley.Estuary.Wire;

/// <summary>Something a character remembers about a player; its keys are camelCase on the socket too.</summary>
public sealed record MemoryData
{
    /// <summary>Unique id.</summary>
    public string Id { get; set; } = "";

    /// <summary>Owner of the character; null when not said.</summary>
    [JsonPropertyName("userId")]
    public string? UserId { get; set; }

    /// <summary>The character.</summary>
    [JsonPropertyName("agentId")]
    public string AgentId { get; set; } = "";

    /// <summary>The player.</summary>
    [JsonPropertyName("playerId")]
    public string PlayerId { get; set; } = "";

    /// <summary>What is remembered.</summary>
    public string Content { get; set; } = "";

    /// <summary><c>fact</c>, <c>preference</c>, <c>relationship</c>, <c>event</c>, <c>emotional_state</c>, <c>correction</c>, <c>character_self</c>, <c>spatial_change</c> or another word.</summary>
    [JsonPropertyName("memoryType")]
    public string MemoryType { get; set; } = "fact";

    /// <summary>How sure it is, 0 to 1.</summary>
    public double Confidence { get; set; }

    /// <summary><c>active</c>, <c>superseded</c>, <c>decayed</c> or <c>deleted</c>.</summary>
    public string Status { get; set; } = "active";

    /// <summary>The conversation it comes from; null when unknown.</summary>
    [JsonPropertyName("sourceConversationId")]
    public string? SourceConversationId { get; set; }

    /// <summary>The words it comes from; null when unknown.</summary>
    [JsonPropertyName("sourceQuote")]
    public string? SourceQuote { get; set; }

    /// <summary>How it was learned; null when unknown.</summary>
    public string? Source { get; set; }

    /// <summary>What it is about; null when not said.</summary>
    public string? Topic { get; set; }

    /// <summary>What else it is about.</summary>
    [JsonPropertyName("secondaryTopics")]
    public IReadOnlyList<string> SecondaryTopics { get; set; } = [];

    /// <summary>When it was last used, ISO 8601; null when never.</summary>
    [JsonPropertyName("lastAccessedAt")]
    public string? LastAccessedAt { get; set; }

    /// <summary>How often it was used.</summary>
    [JsonPropertyName("accessCount")]
    public int AccessCount { get; set; }

    /// <summary>When it was learned, ISO 8601.</summary>
    [JsonPropertyName("extractedAt")]
    public string? ExtractedAt { get; set; }

    /// <summary>When it was stored, ISO 8601.</summary>
    [JsonPropertyName("createdAt")]
    public string? CreatedAt { get; set; }

    /// <summary>When it last changed, ISO 8601.</summary>
    [JsonPropertyName("updatedAt")]
    public string? UpdatedAt { get; set; }
}
