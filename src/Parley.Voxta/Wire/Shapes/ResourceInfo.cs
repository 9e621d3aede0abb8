namespace Parley.Voxta.Wire;

/// <summary>A resource and whether it is installed.</summary>
public sealed record ResourceInfo
{
    /// <summary>Its kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Its id.</summary>
    public Guid? Id { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Installed, Missing or Outdated.</summary>
    public string? Status { get; init; }
}
