namespace Parley.Voxta.Wire;

/// <summary>A memory.</summary>
public sealed record MemoryInfo
{
    /// <summary>Its id.</summary>
    public string Id { get; init; } = "";

    /// <summary>What is remembered.</summary>
    public string Text { get; init; } = "";

    /// <summary>Words that bring it back.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];
}
