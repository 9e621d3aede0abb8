namespace Parley.Voxta.Wire;

/// <summary>A role of a scenario.</summary>
public sealed record ScenarioRole
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>Who plays it by default.</summary>
    public Guid? DefaultCharacterId { get; init; }
}
