namespace Parley.Voxta.Wire;

/// <summary>A service by name.</summary>
public sealed record ServiceReference
{
    /// <summary>Its name.</summary>
    public string ServiceName { get; set; } = "";

    /// <summary>Its id.</summary>
    public string ServiceId { get; set; } = "";
}
