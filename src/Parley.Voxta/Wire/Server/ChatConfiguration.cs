namespace Parley.Voxta.Wire;

/// <summary>Services or participants of a live session changed.</summary>
public sealed record ChatConfiguration : ServerSessionMessage
{
    /// <summary>The chat.</summary>
    public Guid ChatId { get; set; }

    /// <summary>The user.</summary>
    public UserInfo? User { get; set; }

    /// <summary>Who takes part.</summary>
    public IReadOnlyList<ChatParticipantInfo> Characters { get; set; } = [];

    /// <summary>The services in use.</summary>
    public ChatServices? Services { get; set; }

    /// <summary>The narrator.</summary>
    public CharacterInfo? Narrator { get; set; }

    /// <summary>The scenario.</summary>
    public ScenarioInfo? Scenario { get; set; }

    /// <summary>Augmentations in use.</summary>
    public IReadOnlyList<AugmentationInfo> Augmentations { get; set; } = [];

    /// <summary>Title of the chat.</summary>
    public string? Title { get; set; }

    /// <summary>Companion, Roleplay, Storytelling or Assistant.</summary>
    public string? ChatStyle { get; set; }
}
