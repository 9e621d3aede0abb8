namespace Parley.Voxta.Wire;

/// <summary>A stored chat's history; answers <see cref="LoadChatMessage"/>.</summary>
public sealed record ChatLoaded : ServerMessage
{
    /// <summary>The chat.</summary>
    public Guid ChatId { get; init; }

    /// <summary>Its title.</summary>
    public string? Title { get; init; }

    /// <summary>Who takes part.</summary>
    public IReadOnlyList<ChatParticipantInfo> Characters { get; init; } = [];

    /// <summary>Its scenario.</summary>
    public Guid? ScenarioId { get; init; }

    /// <summary>Its messages, oldest first.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];
}
