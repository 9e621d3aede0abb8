namespace Parley.Estuary.Wire;

/// <summary>A fact with one value at a time, such as the player's name.</summary>
public sealed record CoreFact
{
    /// <summary>Unique id.</summary>
    public string Id { get; set; } = "";

    /// <summary>Owner of the character; null when not said.</summary>
    public string? UserId { get; set; }

    /// <summary>The character.</summary>
    public string AgentId { get; set; } = "";

    /// <summary>The player.</summary>
    public string PlayerId { get; set; } = "";

    /// <summary>Which fact.</summary>
    public string FactKey { get; set; } = "";

    /// <summary>Its value.</summary>
    public string FactValue { get; set; } = "";

    /// <summary>The memory it comes from.</summary>
    public string? SourceMemoryId { get; set; }

    /// <summary>When it was stored, ISO 8601.</summary>
    public string? CreatedAt { get; set; }

    /// <summary>When it last changed, ISO 8601.</summary>
    public string? UpdatedAt { get; set; }
}
