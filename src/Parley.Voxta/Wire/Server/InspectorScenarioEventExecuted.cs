namespace Parley.Voxta.Wire;

/// <summary>A scenario event ran.</summary>
public sealed record InspectorScenarioEventExecuted : ServerSessionMessage
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The same as <see cref="Name"/>.</summary>
    public string? Event { get; init; }

    /// <summary>When in the turn.</summary>
    public FunctionTiming? Timing { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset Timestamp { get; init; }
}
