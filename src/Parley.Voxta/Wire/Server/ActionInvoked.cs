namespace Parley.Voxta.Wire;

/// <summary>An action was chosen, after its effects ran.</summary>
public sealed record ActionInvoked : ServerSessionMessage
{
    /// <summary>Name of the action.</summary>
    public string Value { get; init; } = "";

    /// <summary>Who acts.</summary>
    public Guid? SenderId { get; init; }

    /// <summary>Role of the message that led to it.</summary>
    public ChatMessageRole? Role { get; init; }

    /// <summary>Namespace the action was registered under.</summary>
    public string? ContextKey { get; init; }

    /// <summary>Its layer.</summary>
    public string? Layer { get; init; }

    /// <summary>Scenario role of who acts.</summary>
    public string? ScenarioRole { get; init; }

    /// <summary>Its arguments; null when there are none.</summary>
    public IReadOnlyList<ActionArgument>? Arguments { get; init; }
}
