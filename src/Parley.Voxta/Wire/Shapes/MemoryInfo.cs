namespace Parley.Voxta.Wire;

/// <summary>A memory.</summary>
public sealed record MemoryInfo
{
    /// <summary>Its id.</summary>
    public string Id { get; set; } = "";

    /// <summary>What is remembered.</summary>
    public string Text { get; set; } = "";

    /// <summary>Words that bring it back.</summary>
    public IReadOnlyList<string> Keywords { get; set; } = [];
}
