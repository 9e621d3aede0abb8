using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>A named set of services.</summary>
public sealed record ServicesConfiguration
{
    /// <summary>Its id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it is the default.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The services by type.</summary>
    public JsonElement? Services { get; init; }
}
