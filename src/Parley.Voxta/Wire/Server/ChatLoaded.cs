namespace Parley.Voxta.Wire;

/// <summary>A stored chat's history; answers <see cref="LoadChatMessage"/>.</summary>
public sealed record ChatLoaded : ServerMessage
{
    /// <summary>The chat.</summary>
    public Guid ChatId { get; set; }

    /// <summary>Its title.</summary>
    public string? Title { get; set; }

    /// <summary>Who takes part.</summary>
    public IReadOnlyList<ChatParticipantInfo> Characters { get; set; } = [];

    /// <summary>Its scenario.</summary>
    public Guid? ScenarioId { get; set; }

    /// <summary>Its messages, oldest first.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; set; } = [];
}
