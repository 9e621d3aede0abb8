using System.Text.Json;

namespace Parley.Conversation.Context;

/// <summary>Something the character or the player can do (Voxta specification §7.2).</summary>
public sealed record ActionDefinition
{
    /// <summary>Its name: lower case, digits and <c>_</c> recommended.</summary>
    public required string Name { get; init; }

    /// <summary>When to choose it; a template.</summary>
    public string Description { get; init; } = "";

    /// <summary>Told to the character so that it knows it can do this.</summary>
    public string? ShortDescription { get; init; }

    /// <summary>At most one action per layer and timing runs in a turn; layers go in ordinal order.</summary>
    public string Layer { get; init; } = "";

    /// <summary>When it is considered.</summary>
    public ActionTiming Timing { get; init; } = ActionTiming.AfterAssistantMessage;

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<ArgumentDefinition> Arguments { get; init; } = [];

    /// <summary>Whether choosing it suppresses the reply; without meaning after the reply.</summary>
    public bool CancelReply { get; init; }

    /// <summary>Case-insensitive regular expressions that must all match the triggering text; empty for none.</summary>
    public IReadOnlyList<string> MatchFilter { get; init; } = [];

    /// <summary>Flag condition; null for always.</summary>
    public string? FlagsFilter { get; init; }

    /// <summary>Only for the character in this role; null for everyone.</summary>
    public string? RoleFilter { get; init; }

    /// <summary>Whether it runs only once in a chat.</summary>
    public bool Once { get; init; }

    /// <summary>Whether it is left out.</summary>
    public bool Disabled { get; init; }

    /// <summary>Whether choosing it ends the inference of further layers.</summary>
    public bool FinalLayer { get; init; }

    /// <summary>Manual actions to infer next when this one was chosen.</summary>
    public IReadOnlyList<string> Activates { get; init; } = [];

    /// <summary>Flag condition under which the activated actions join this layer at once; null for never.</summary>
    public string? FlattenCondition { get; init; }

    /// <summary>What it does; null for nothing but being reported.</summary>
    public ActionEffect? Effect { get; init; }

    /// <summary>The client's own id; null for none.</summary>
    public Guid? Id { get; init; }

    /// <summary>The client's own data, given back as it came.</summary>
    public JsonElement? ClientMetadata { get; init; }
}
