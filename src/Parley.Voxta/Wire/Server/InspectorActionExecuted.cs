namespace Parley.Voxta.Wire;

/// <summary>An action ran.</summary>
public sealed record InspectorActionExecuted : ServerSessionMessage
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The same as <see cref="Name"/>.</summary>
    public string? Action { get; init; }

    /// <summary>Its layer.</summary>
    public string? Layer { get; init; }

    /// <summary>When in the turn.</summary>
    public FunctionTiming? Timing { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The message that led to it.</summary>
    public Guid? TriggeredByMessageId { get; init; }
}
