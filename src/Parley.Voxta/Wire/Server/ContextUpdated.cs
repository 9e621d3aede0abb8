using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>The context as it is now.</summary>
public sealed record ContextUpdated : ServerSessionMessage
{
    /// <summary>Flags that are set.</summary>
    public IReadOnlyList<FlagInfo> Flags { get; set; } = [];

    /// <summary>Knowledge in use.</summary>
    public IReadOnlyList<ContextInfo>? Contexts { get; set; }

    /// <summary>Actions on offer.</summary>
    public IReadOnlyList<ActionInfo>? Actions { get; set; }

    /// <summary>Actions shown to the user as buttons.</summary>
    public IReadOnlyList<ActionInfo> Buttons { get; set; } = [];

    /// <summary>Who takes part.</summary>
    public IReadOnlyList<ChatParticipantInfo> Characters { get; set; } = [];

    /// <summary>Scenario roles.</summary>
    public IReadOnlyDictionary<string,RoleInfo>? Roles { get; set; }

    /// <summary>Variables of the chat.</summary>
    public IReadOnlyDictionary<string,JsonElement>? Variables { get; set; }
}
