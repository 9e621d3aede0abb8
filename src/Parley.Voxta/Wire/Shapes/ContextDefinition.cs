using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>A piece of knowledge.</summary>
public sealed record ContextDefinition
{
    /// <summary>The text.</summary>
    public string? Text { get; init; }

    /// <summary>Another spelling of <see cref="Text"/> that is accepted.</summary>
    public string? Content { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>Whether it is off.</summary>
    public bool Disabled { get; init; }

    /// <summary>Condition on flags.</summary>
    public string? FlagsFilter { get; init; }

    /// <summary>Only for the character in this role.</summary>
    public string? RoleFilter { get; init; }

    /// <summary>Prompts it applies to; null for all.</summary>
    public JsonElement? ApplyTo { get; init; }

    /// <summary>Context or System; default Context.</summary>
    public string? Position { get; init; }
}
