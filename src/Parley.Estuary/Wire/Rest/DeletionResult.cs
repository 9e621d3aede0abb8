namespace Parley.Estuary.Wire;

/// <summary>What was deleted.</summary>
public sealed record DeletionResult
{
    /// <summary>A sentence.</summary>
    public string Message { get; set; } = "";

    /// <summary>How many.</summary>
    public int DeletedCount { get; set; }
}
