namespace Parley.Voxta.Wire;

/// <summary>The session is ready; also the snapshot that a subscriber gets.</summary>
public sealed record ChatStarted : ServerSessionMessage
{
    /// <summary>The chat.</summary>
    public Guid ChatId { get; set; }

    /// <summary>The user.</summary>
    public UserInfo User { get; set; } = new();

    /// <summary>Who takes part, the main character first.</summary>
    public IReadOnlyList<ChatParticipantInfo> Characters { get; set; } = [];

    /// <summary>The services in use.</summary>
    public ChatServices Services { get; set; } = new();

    /// <summary>The whole context.</summary>
    public ContextUpdated Context { get; set; } = new();

    /// <summary>The history, oldest first.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; set; } = [];

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

    /// <summary>The set of services in use.</summary>
    public string? ServicesConfigurationsSetId { get; set; }
}
