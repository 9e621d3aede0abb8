namespace Parley.Voxta.Wire;

/// <summary>The scenarios.</summary>
public sealed record ScenariosListLoaded : ServerMessage
{
    /// <summary>One entry each.</summary>
    public IReadOnlyList<ScenarioInfo> Scenarios { get; set; } = [];
}
