namespace Parley.Server.Telemetry;

/// <summary>A tenant's turns.</summary>
/// <param name="Total">How many ended.</param>
/// <param name="Interrupted">How many of them were interrupted.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="Stages">What their stages took, by name.</param>
internal sealed record TurnFigures(long Total, long Interrupted, long Failed, IReadOnlyDictionary<string, StageFigures> Stages)
{
    public static TurnFigures None { get; } = new(0, 0, 0, new Dictionary<string, StageFigures>());
}
