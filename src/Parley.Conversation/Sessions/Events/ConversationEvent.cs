namespace Parley.Conversation.Sessions;

/// <summary>What happens in a session, in order, the same for every subscriber.</summary>
public abstract record ConversationEvent
{
    /// <summary>When it happened, UTC. Set by the session.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Who sent the command that this answers; null where nobody did.</summary>
    public object? Origin { get; init; }
}
