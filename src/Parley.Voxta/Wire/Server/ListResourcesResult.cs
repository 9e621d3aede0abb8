namespace Parley.Voxta.Wire;

/// <summary>Which resources are installed.</summary>
public sealed record ListResourcesResult : ServerMessage
{
    /// <summary>One entry each.</summary>
    public IReadOnlyList<ResourceInfo> Resources { get; set; } = [];
}
