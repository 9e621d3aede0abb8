namespace Parley.Conversation.Context;

/// <summary>An argument of an action.</summary>
public sealed record ArgumentDefinition
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its type; values always travel as strings.</summary>
    public ArgumentType Type { get; init; } = ArgumentType.String;

    /// <summary>Type of an array's items.</summary>
    public ArgumentType ItemsType { get; init; } = ArgumentType.String;

    /// <summary>For the model.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the action cannot be called without it.</summary>
    public bool Required { get; init; }

    /// <summary>Allowed values; empty for any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
