using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>Injects knowledge, actions, events and flags; answered by <see cref="ContextUpdated"/>.</summary>
public sealed record UpdateContextMessage : ClientSessionMessage
{
    /// <summary>Namespace of the lists; default <c>Main</c>.</summary>
    public string? ContextKey { get; init; }

    /// <summary>Replaces all knowledge of the namespace; null leaves it, empty clears it.</summary>
    public IReadOnlyList<ContextDefinition>? Contexts { get; init; }

    /// <summary>Replaces all actions of the namespace; null leaves them, empty clears them.</summary>
    public IReadOnlyList<FunctionDefinition>? Actions { get; init; }

    /// <summary>Replaces all events of the namespace; null leaves them, empty clears them.</summary>
    public IReadOnlyList<FunctionDefinition>? Events { get; init; }

    /// <summary>Flags to set, <c>!name</c> to unset.</summary>
    public IReadOnlyList<string>? SetFlags { get; init; }

    /// <summary>Roles to switch.</summary>
    public IReadOnlyDictionary<string,bool>? EnableRoles { get; init; }

    /// <summary>Variables to set.</summary>
    public IReadOnlyDictionary<string,JsonElement>? Variables { get; init; }
}
