namespace Parley.Voxta.Wire;

/// <summary>Services or participants of a live session changed.</summary>
public sealed record ChatConfiguration : ServerSessionMessage
{
    /// <summary>The chat.</summary>
    public Guid ChatId { get; init; }

    /// <summary>The user.</summary>
    public UserInfo? User { get; init; }

    /// <summary>Who takes part.</summary>
    public IReadOnlyList<ChatParticipantInfo> Characters { get; init; } = [];

    /// <summary>The services in use.</summary>
    public ChatServices? Services { get; init; }

    /// <summary>The narrator.</summary>
    public CharacterInfo? Narrator { get; init; }

    /// <summary>The scenario.</summary>
    public ScenarioInfo? Scenario { get; init; }

    /// <summary>Augmentations in use.</summary>
    public IReadOnlyList<AugmentationInfo> Augmentations { get; init; } = [];

    /// <summary>Title of the chat.</summary>
    public string? Title { get; init; }

    /// <summary>Companion, Roleplay, Storytelling or Assistant.</summary>
    public string? ChatStyle { get; init; }
}
