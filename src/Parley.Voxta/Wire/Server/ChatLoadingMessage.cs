namespace Parley.Voxta.Wire;

/// <summary>A loading step.</summary>
public sealed record ChatLoadingMessage : ServerSessionMessage
{
    /// <summary>What is being loaded.</summary>
    public string Text { get; set; } = "";

    /// <summary>0 to 100.</summary>
    public int? Progress { get; set; }
}
