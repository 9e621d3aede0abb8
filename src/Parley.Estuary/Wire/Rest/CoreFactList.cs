namespace Parley.Estuary.Wire;

/// <summary>Core facts of a player.</summary>
public sealed record CoreFactList
{
    /// <summary>The facts.</summary>
    public IReadOnlyList<CoreFact> CoreFacts { get; set; } = [];
}
