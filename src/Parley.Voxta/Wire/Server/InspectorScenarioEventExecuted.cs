namespace Parley.Voxta.Wire;

/// <summary>A scenario event ran.</summary>
public sealed record InspectorScenarioEventExecuted : ServerSessionMessage
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The same as <see cref="Name"/>.</summary>
    public string? Event { get; set; }

    /// <summary>When in the turn.</summary>
    public FunctionTiming? Timing { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset Timestamp { get; set; }
}
