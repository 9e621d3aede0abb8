namespace Parley.Voxta.Wire;

/// <summary>A role of a scenario.</summary>
public sealed record ScenarioRole
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it is.</summary>
    public string? Description { get; set; }

    /// <summary>Who plays it by default.</summary>
    public Guid? DefaultCharacterId { get; set; }
}
