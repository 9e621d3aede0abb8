namespace Parley.Voxta.Wire;

/// <summary>The session is ready; also the snapshot that a subscriber gets.</summary>
public sealed record ChatStarted : ServerSessionMessage
{
    /// <summary>The chat.</summary>
    public Guid ChatId { get; init; }

    /// <summary>The user.</summary>
    public UserInfo User { get; init; } = new();

    /// <summary>Who takes part, the main character first.</summary>
    public IReadOnlyList<ChatParticipantInfo> Characters { get; init; } = [];

    /// <summary>The services in use.</summary>
    public ChatServices Services { get; init; } = new();

    /// <summary>The whole context.</summary>
    public ContextUpdated Context { get; init; } = new();

    /// <summary>The history, oldest first.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];

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

    /// <summary>The set of services in use.</summary>
    public string? ServicesConfigurationsSetId { get; init; }
}
