using System.Text.Json;

namespace Parley.Conversation.Context;

/// <summary>A change of context (Voxta specification §2.5). Null lists leave what is there; empty ones clear it.</summary>
public sealed record ContextPayload
{
    /// <summary>Namespace of the lists; default <c>Main</c>.</summary>
    public string Key { get; init; } = "Main";

    /// <summary>All contexts of the key.</summary>
    public IReadOnlyList<ContextDefinition>? Contexts { get; init; }

    /// <summary>All actions of the key.</summary>
    public IReadOnlyList<ActionDefinition>? Actions { get; init; }

    /// <summary>All events of the key.</summary>
    public IReadOnlyList<EventDefinition>? Events { get; init; }

    /// <summary>Flags to change, in the syntax of §7.4.</summary>
    public IReadOnlyList<string>? SetFlags { get; init; }

    /// <summary>Roles to enable or disable.</summary>
    public IReadOnlyDictionary<string, bool>? EnableRoles { get; init; }

    /// <summary>Chat variables to set.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Variables { get; init; }
}
