namespace Parley.Voxta.Wire;

/// <summary>A resource and whether it is installed.</summary>
public sealed record ResourceInfo
{
    /// <summary>Its kind.</summary>
    public string? Kind { get; set; }

    /// <summary>Its id.</summary>
    public Guid? Id { get; set; }

    /// <summary>Its version.</summary>
    public string? Version { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>Installed, Missing or Outdated.</summary>
    public string? Status { get; set; }
}
