namespace Parley.VoxNexus.Wire;

/// <summary>The answer of <c>GET /v1/models</c>.</summary>
public sealed record ModelList
{
    /// <summary>The models.</summary>
    public IReadOnlyList<ModelInfo> Models { get; init; } = [];
}
