using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>The server's settings as far as apps see them.</summary>
public sealed record Configuration : ServerMessage
{
    /// <summary>Named sets of services.</summary>
    public IReadOnlyList<ServicesConfiguration> Configurations { get; set; } = [];

    /// <summary>Services by type; an array or an object by API version.</summary>
    public JsonElement? Services { get; set; }

    /// <summary>Switches that are on.</summary>
    public IReadOnlyList<string> FeatureFlags { get; set; } = [];
}
