using System.Text.Json;

namespace Parley.Conversation.Context;

/// <summary>All context of a chat at one moment.</summary>
public sealed record ContextSnapshot
{
    /// <summary>Flags that are set, by name.</summary>
    public IReadOnlyList<FlagInfo> Flags { get; init; } = [];

    /// <summary>Contexts with their keys.</summary>
    public IReadOnlyList<Keyed<ContextDefinition>> Contexts { get; init; } = [];

    /// <summary>Actions with their keys; those with <see cref="ActionTiming.Button"/> are the buttons.</summary>
    public IReadOnlyList<Keyed<ActionDefinition>> Actions { get; init; } = [];

    /// <summary>Events with their keys.</summary>
    public IReadOnlyList<Keyed<EventDefinition>> Events { get; init; } = [];

    /// <summary>Roles and who plays them.</summary>
    public IReadOnlyDictionary<string, RoleState> Roles { get; init; } = new Dictionary<string, RoleState>();

    /// <summary>Chat variables.</summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = new Dictionary<string, JsonElement>();
}
