using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>An action on offer.</summary>
public sealed record ActionInfo
{
    /// <summary>Its namespace.</summary>
    public string ContextKey { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its layer.</summary>
    public string? Layer { get; init; }

    /// <summary>When to choose it.</summary>
    public string? Description { get; init; }

    /// <summary>Condition on flags.</summary>
    public string? FlagsFilter { get; init; }

    /// <summary>Only for the character in this role.</summary>
    public string? RoleFilter { get; init; }

    /// <summary>Whether it runs once per chat.</summary>
    public bool Once { get; init; }

    /// <summary>When in the turn.</summary>
    public FunctionTiming? Timing { get; init; }

    /// <summary>What the app registered with it.</summary>
    public JsonElement? ClientMetadata { get; init; }
}
