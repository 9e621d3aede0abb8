using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>An action on offer.</summary>
public sealed record ActionInfo
{
    /// <summary>Its namespace.</summary>
    public string ContextKey { get; set; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its layer.</summary>
    public string? Layer { get; set; }

    /// <summary>When to choose it.</summary>
    public string? Description { get; set; }

    /// <summary>Condition on flags.</summary>
    public string? FlagsFilter { get; set; }

    /// <summary>Only for the character in this role.</summary>
    public string? RoleFilter { get; set; }

    /// <summary>Whether it runs once per chat.</summary>
    public bool Once { get; set; }

    /// <summary>When in the turn.</summary>
    public FunctionTiming? Timing { get; set; }

    /// <summary>What the app registered with it.</summary>
    public JsonElement? ClientMetadata { get; set; }
}
