using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>Goes on with a stored chat.</summary>
public sealed record ResumeChatMessage : ClientMessage
{
    /// <summary>The chat; the zero id means the ephemeral one.</summary>
    public Guid ChatId { get; set; }

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
