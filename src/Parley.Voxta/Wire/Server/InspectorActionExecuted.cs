namespace Parley.Voxta.Wire;

/// <summary>An action ran.</summary>
public sealed record InspectorActionExecuted : ServerSessionMessage
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The same as <see cref="Name"/>.</summary>
    public string? Action { get; set; }

    /// <summary>Its layer.</summary>
    public string? Layer { get; set; }

    /// <summary>When in the turn.</summary>
    public FunctionTiming? Timing { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset Timestamp { get; set; }

    /// <summary>The message that led to it.</summary>
    public Guid? TriggeredByMessageId { get; set; }
}
