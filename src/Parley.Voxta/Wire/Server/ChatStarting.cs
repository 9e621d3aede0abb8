namespace Parley.Voxta.Wire;

/// <summary>A session begins to load.</summary>
public sealed record ChatStarting : ServerSessionMessage
{
    /// <summary>The chat.</summary>
    public Guid ChatId { get; set; }

    /// <summary>Its title.</summary>
    public string? Title { get; set; }

    /// <summary>Companion, Roleplay, Storytelling or Assistant.</summary>
    public string? ChatStyle { get; set; }

    /// <summary>The set of services in use.</summary>
    public string? ServicesConfigurationsSetId { get; set; }
}
