using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>A piece of knowledge.</summary>
public sealed record ContextDefinition
{
    /// <summary>The text.</summary>
    public string? Text { get; set; }

    /// <summary>Another spelling of <see cref="Text"/> that is accepted.</summary>
    public string? Content { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>Its id.</summary>
    public string? Id { get; set; }

    /// <summary>Whether it is off.</summary>
    public bool Disabled { get; set; }

    /// <summary>Condition on flags.</summary>
    public string? FlagsFilter { get; set; }

    /// <summary>Only for the character in this role.</summary>
    public string? RoleFilter { get; set; }

    /// <summary>Prompts it applies to; null for all.</summary>
    public JsonElement? ApplyTo { get; set; }

    /// <summary>Context or System; default Context.</summary>
    public string? Position { get; set; }
}
