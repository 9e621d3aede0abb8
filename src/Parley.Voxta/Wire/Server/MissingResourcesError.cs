namespace Parley.Voxta.Wire;

/// <summary>A chat needs resources that are not installed.</summary>
public sealed record MissingResourcesError : ServerMessage
{
    /// <summary>One entry each.</summary>
    public IReadOnlyList<ResourceInfo> Resources { get; set; } = [];
}
