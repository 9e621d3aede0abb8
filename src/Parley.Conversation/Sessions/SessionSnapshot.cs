using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Scenarios;

namespace Parley.Conversation.Sessions;

/// <summary>A session at the moment of subscribing: the events of the subscription follow exactly on it.</summary>
public sealed record SessionSnapshot
{
    /// <summary>The chat.</summary>
    public required Chat Chat { get; init; }

    /// <summary>The player's name.</summary>
    public required string PlayerName { get; init; }

    /// <summary>The characters, the main one first.</summary>
    public required IReadOnlyList<SessionParticipant> Participants { get; init; }

    /// <summary>The scenario; null for a plain chat.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>The newest messages, at most 500, those that a summary covers left out.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>All context.</summary>
    public required ContextSnapshot Context { get; init; }

    /// <summary>Documents: id, title and text.</summary>
    public IReadOnlyList<DocumentChanged> Documents { get; init; } = [];

    /// <summary>Where the conversation stands.</summary>
    public required FlowState Flow { get; init; }

    /// <summary>Whether the session has begun: before, it says nothing, and then where it stands.</summary>
    public bool HasBegun { get; init; }

    /// <summary>Whether audio of the player is listened to.</summary>
    public bool IsListening { get; init; }

    /// <summary>Whether automatic continuation is stopped.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The turn in progress; 0 for none.</summary>
    public long TurnId { get; init; }

    /// <summary>The message being generated or spoken; null for none.</summary>
    public Guid? ReplyMessageId { get; init; }
}
