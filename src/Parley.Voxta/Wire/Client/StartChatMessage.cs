using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>Starts a chat; the session messages follow.</summary>
public sealed record StartChatMessage : ClientMessage
{
    /// <summary>The character; null lets scenario or server choose.</summary>
    public Guid? CharacterId { get; set; }

    /// <summary>Several characters; wins over <see cref="CharacterId"/>.</summary>
    public IReadOnlyList<Guid>? CharacterIds { get; set; }

    /// <summary>The scenario; null for none.</summary>
    public Guid? ScenarioId { get; set; }

    /// <summary>Scenario role to character.</summary>
    public IReadOnlyDictionary<string,Guid>? Roles { get; set; }

    /// <summary>Resume this chat where it exists, else create it with this id.</summary>
    public Guid? ChatId { get; set; }

    /// <summary>Resources that must be installed.</summary>
    public IReadOnlyList<ResourceReference>? Dependencies { get; set; }

    /// <summary>Whether the chat is forgotten when it ends; default false.</summary>
    public bool Ephemeral { get; set; }

    /// <summary>Whether other chats with the character contribute memories; default false.</summary>
    public bool UseChatMemory { get; set; }

    /// <summary>Title of the chat.</summary>
    public string? Title { get; set; }

    /// <summary>Service types the chat goes without.</summary>
    public IReadOnlyList<string>? DisableServices { get; set; }

    /// <summary>Namespace of the lists; default <c>Main</c>.</summary>
    public string? ContextKey { get; set; }

    /// <summary>Replaces all knowledge of the namespace; null leaves it, empty clears it.</summary>
    public IReadOnlyList<ContextDefinition>? Contexts { get; set; }

    /// <summary>Replaces all actions of the namespace; null leaves them, empty clears them.</summary>
    public IReadOnlyList<FunctionDefinition>? Actions { get; set; }

    /// <summary>Replaces all events of the namespace; null leaves them, empty clears them.</summary>
    public IReadOnlyList<FunctionDefinition>? Events { get; set; }

    /// <summary>Flags to set, <c>!name</c> to unset.</summary>
    public IReadOnlyList<string>? SetFlags { get; set; }

    /// <summary>Roles to switch.</summary>
    public IReadOnlyDictionary<string,bool>? EnableRoles { get; set; }

    /// <summary>Variables to set.</summary>
    public IReadOnlyDictionary<string,JsonElement>? Variables { get; set; }
}
