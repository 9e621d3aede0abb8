using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>An action or an event.</summary>
public sealed record FunctionDefinition
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>What the model outputs.</summary>
    public string? Name { get; init; }

    /// <summary>When to choose it.</summary>
    public string? Description { get; init; }

    /// <summary>What the character knows of it.</summary>
    public string? ShortDescription { get; init; }

    /// <summary>At most one of a layer and timing is chosen per turn.</summary>
    public string? Layer { get; init; }

    /// <summary>When in the turn; null means after the assistant's message.</summary>
    public FunctionTiming? Timing { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<FunctionArgument>? Arguments { get; init; }

    /// <summary>Whether choosing it suppresses the reply.</summary>
    public bool? CancelReply { get; init; }

    /// <summary>Case-insensitive patterns that must all match the triggering text.</summary>
    public IReadOnlyList<string>? MatchFilter { get; init; }

    /// <summary>Condition on flags.</summary>
    public string? FlagsFilter { get; init; }

    /// <summary>Only for the character in this role.</summary>
    public string? RoleFilter { get; init; }

    /// <summary>Whether it runs once per chat.</summary>
    public bool? Once { get; init; }

    /// <summary>Whether it is off.</summary>
    public bool? Disabled { get; init; }

    /// <summary>Whether choosing it stops further layers.</summary>
    public bool? FinalLayer { get; init; }

    /// <summary>Manual actions to infer next.</summary>
    public IReadOnlyList<string>? Activates { get; init; }

    /// <summary>Condition under which activated actions join this layer.</summary>
    public string? FlattenCondition { get; init; }

    /// <summary>What happens when it is chosen.</summary>
    public FunctionEffect? Effect { get; init; }

    /// <summary>Opaque, returned in <see cref="ContextUpdated"/>.</summary>
    public JsonElement? ClientMetadata { get; init; }

    /// <summary>Events: whether the next one is evaluated too.</summary>
    public bool? EvaluateNextEvent { get; init; }

    /// <summary>Events: 0 to 1.</summary>
    public double? Probability { get; init; }

    /// <summary>Events: least messages since the start or <see cref="SinceFlag"/>.</summary>
    public int? MinMessagesCount { get; init; }

    /// <summary>Events: most messages since then.</summary>
    public int? MaxMessagesCount { get; init; }

    /// <summary>Events: least seconds.</summary>
    public double? MinChatTimeSeconds { get; init; }

    /// <summary>Events: most seconds.</summary>
    public double? MaxChatTimeSeconds { get; init; }

    /// <summary>Events: the flag from whose setting is counted.</summary>
    public string? SinceFlag { get; init; }
}
