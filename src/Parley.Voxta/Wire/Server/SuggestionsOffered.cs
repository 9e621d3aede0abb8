namespace Parley.Voxta.Wire;

/// <summary>What the user might say.</summary>
public sealed record SuggestionsOffered : ServerSessionMessage
{
    /// <summary>At least one.</summary>
    public IReadOnlyList<string> Suggestions { get; set; } = [];
}
