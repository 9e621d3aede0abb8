namespace Parley.Voxta.Wire;

/// <summary>An action was chosen, after its effects ran.</summary>
public sealed record ActionInvoked : ServerSessionMessage
{
    /// <summary>Name of the action.</summary>
    public string Value { get; set; } = "";

    /// <summary>Who acts.</summary>
    public Guid? SenderId { get; set; }

    /// <summary>Role of the message that led to it.</summary>
    public ChatMessageRole? Role { get; set; }

    /// <summary>Namespace the action was registered under.</summary>
    public string? ContextKey { get; set; }

    /// <summary>Its layer.</summary>
    public string? Layer { get; set; }

    /// <summary>Scenario role of who acts.</summary>
    public string? ScenarioRole { get; set; }

    /// <summary>Its arguments; null when there are none.</summary>
    public IReadOnlyList<ActionArgument>? Arguments { get; set; }
}
