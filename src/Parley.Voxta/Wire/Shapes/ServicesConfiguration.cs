using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>A named set of services.</summary>
public sealed record ServicesConfiguration
{
    /// <summary>Its id.</summary>
    public string Id { get; set; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether it is the default.</summary>
    public bool IsDefault { get; set; }

    /// <summary>The services by type.</summary>
    public JsonElement? Services { get; set; }
}
