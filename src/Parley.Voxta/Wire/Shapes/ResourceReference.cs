namespace Parley.Voxta.Wire;

/// <summary>A resource by kind and id.</summary>
public sealed record ResourceReference
{
    /// <summary>Character, Scenario, MemoryBook, Package, Chat …</summary>
    public string? Kind { get; set; }

    /// <summary>Its id.</summary>
    public Guid? Id { get; set; }

    /// <summary>The least version.</summary>
    public string? Version { get; set; }
}
