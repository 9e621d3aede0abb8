namespace Parley.Voxta.Wire;

/// <summary>The services that run.</summary>
public sealed record ModuleRuntimeInstances : ServerMessage
{
    /// <summary>One entry each.</summary>
    public IReadOnlyList<ModuleInstance> Instances { get; set; } = [];
}
