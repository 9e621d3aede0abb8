using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>Starts a chat; the session messages follow.</summary>
public sealed record StartChatMessage : ClientMessage
{
    /// <summary>The character; null lets scenario or server choose.</summary>
    public Guid? CharacterId { get; init; }

    /// <summary>Several characters; wins over <see cref="CharacterId"/>.</summary>
    public IReadOnlyList<Guid>? CharacterIds { get; init; }

    /// <summary>The scenario; null for none.</summary>
    public Guid? ScenarioId { get; init; }

    /// <summary>Scenario role to character.</summary>
    public IReadOnlyDictionary<string,Guid>? Roles { get; init; }

    /// <summary>Resume this chat where it exists, else create it with this id.</summary>
    public Guid? ChatId { get; init; }

    /// <summary>Resources that must be installed.</summary>
    public IReadOnlyList<ResourceReference>? Dependencies { get; init; }

    /// <summary>Whether the chat is forgotten when it ends; default false.</summary>
    public bool Ephemeral { get; init; }

    /// <summary>Whether other chats with the character contribute memories; default false.</summary>
    public bool UseChatMemory { get; init; }

    /// <summary>Title of the chat.</summary>
    public string? Title { get; init; }

    /// <summary>Service types the chat goes without.</summary>
    public IReadOnlyList<string>? DisableServices { get; init; }

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
