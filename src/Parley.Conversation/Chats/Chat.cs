namespace Parley.Conversation.Chats;

/// <summary>A conversation that is kept.</summary>
public sealed record Chat
{
    /// <summary>Unique id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Player Player { get; init; }

    /// <summary>Title for display; null when none was given.</summary>
    public string? Title { get; init; }

    /// <summary>The characters in it, the main one first; at least one.</summary>
    public required IReadOnlyList<ChatParticipant> Participants { get; init; }

    /// <summary>The scenario played; null for a plain chat.</summary>
    public Guid? ScenarioId { get; init; }

    /// <summary>The app that created it; null when unknown.</summary>
    public string? Client { get; init; }

    /// <summary>When it was created, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When its latest session began, UTC; null before the first.</summary>
    public DateTimeOffset? LastSession { get; init; }

    /// <summary>When its latest message was committed, UTC; the creation before the first. Kept by the store.</summary>
    public DateTimeOffset LastActivity { get; init; }

    /// <summary>Messages in it. Kept by the store.</summary>
    public int MessageCount { get; init; }

    /// <summary>Marked by the player.</summary>
    public bool IsFavorite { get; init; }

    /// <summary>Whether memories from other chats with the same characters come into its prompts.</summary>
    public bool UseChatMemory { get; init; } = true;

    /// <summary>Whether it is deleted when its session ends without a user message.</summary>
    public bool DeleteWhenUnused { get; init; }
}
