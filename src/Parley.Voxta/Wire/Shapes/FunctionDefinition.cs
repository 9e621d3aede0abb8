using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>An action or an event.</summary>
public sealed record FunctionDefinition
{
    /// <summary>Its id.</summary>
    public string? Id { get; set; }

    /// <summary>What the model outputs.</summary>
    public string? Name { get; set; }

    /// <summary>When to choose it.</summary>
    public string? Description { get; set; }

    /// <summary>What the character knows of it.</summary>
    public string? ShortDescription { get; set; }

    /// <summary>At most one of a layer and timing is chosen per turn.</summary>
    public string? Layer { get; set; }

    /// <summary>When in the turn; null means after the assistant's message.</summary>
    public FunctionTiming? Timing { get; set; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<FunctionArgument>? Arguments { get; set; }

    /// <summary>Whether choosing it suppresses the reply.</summary>
    public bool? CancelReply { get; set; }

    /// <summary>Case-insensitive patterns that must all match the triggering text.</summary>
    public IReadOnlyList<string>? MatchFilter { get; set; }

    /// <summary>Condition on flags.</summary>
    public string? FlagsFilter { get; set; }

    /// <summary>Only for the character in this role.</summary>
    public string? RoleFilter { get; set; }

    /// <summary>Whether it runs once per chat.</summary>
    public bool? Once { get; set; }

    /// <summary>Whether it is off.</summary>
    public bool? Disabled { get; set; }

    /// <summary>Whether choosing it stops further layers.</summary>
    public bool? FinalLayer { get; set; }

    /// <summary>Manual actions to infer next.</summary>
    public IReadOnlyList<string>? Activates { get; set; }

    /// <summary>Condition under which activated actions join this layer.</summary>
    public string? FlattenCondition { get; set; }

    /// <summary>What happens when it is chosen.</summary>
    public FunctionEffect? Effect { get; set; }

    /// <summary>Opaque, returned in <see cref="ContextUpdated"/>.</summary>
    public JsonElement? ClientMetadata { get; set; }

    /// <summary>Events: whether the next one is evaluated too.</summary>
    public bool? EvaluateNextEvent { get; set; }

    /// <summary>Events: 0 to 1.</summary>
    public double? Probability { get; set; }

    /// <summary>Events: least messages since the start or <see cref="SinceFlag"/>.</summary>
    public int? MinMessagesCount { get; set; }

    /// <summary>Events: most messages since then.</summary>
    public int? MaxMessagesCount { get; set; }

    /// <summary>Events: least seconds.</summary>
    public double? MinChatTimeSeconds { get; set; }

    /// <summary>Events: most seconds.</summary>
    public double? MaxChatTimeSeconds { get; set; }

    /// <summary>Events: the flag from whose setting is counted.</summary>
    public string? SinceFlag { get; set; }
}
