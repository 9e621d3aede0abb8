using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Memories;

namespace Parley.Conversation.Sessions;

/// <summary>An action was chosen or triggered; its effects are done.</summary>
/// <param name="Name">The action.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record ActionInvoked(string Name, IReadOnlyList<ActionArgument> Arguments) : ConversationEvent
{
    /// <summary>The turn; 0 outside turns.</summary>
    public long TurnId { get; init; }

    /// <summary>The message it belongs to; null for none.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>The character that acts; null when the player does.</summary>
    public Guid? CharacterId { get; init; }

    /// <summary>Who acts.</summary>
    public MessageRole Role { get; init; } = MessageRole.Assistant;

    /// <summary>Key of the definition; null when the name is not defined.</summary>
    public string? ContextKey { get; init; }

    /// <summary>Layer of the definition.</summary>
    public string? Layer { get; init; }

    /// <summary>When it was considered.</summary>
    public ActionTiming Timing { get; init; }

    /// <summary>Scenario role of the character; null when it has none.</summary>
    public string? ScenarioRole { get; init; }
}

/// <summary>Actions of a layer were considered and none was chosen.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Timing">When they were considered.</param>
public sealed record NoActionChosen(string Layer, ActionTiming Timing) : ConversationEvent
{
    /// <summary>The character that could have acted; null when the player could.</summary>
    public Guid? CharacterId { get; init; }

    /// <summary>Who could have acted.</summary>
    public MessageRole Role { get; init; } = MessageRole.Assistant;
}

/// <summary>An event of the scenario or an app fired; its effects are done.</summary>
/// <param name="Name">The event.</param>
/// <param name="Timing">When it was considered.</param>
public sealed record ScenarioEventFired(string Name, ActionTiming Timing) : ConversationEvent;

/// <summary>A script ran.</summary>
/// <param name="Name">What started it.</param>
/// <param name="Logs">What it logged: level and message.</param>
public sealed record ScriptExecuted(string Name, IReadOnlyList<(string Level, string Message)> Logs) : ConversationEvent;

/// <summary>A script calls into the app.</summary>
/// <param name="Name">The trigger.</param>
/// <param name="Arguments">Its arguments, JSON values.</param>
public sealed record AppTriggered(string Name, IReadOnlyList<System.Text.Json.JsonElement> Arguments) : ConversationEvent
{
    /// <summary>Set when the script waits for <see cref="CompleteAppTrigger"/>: at most 30 s, and not longer than somebody is attached.</summary>
    public Guid? TriggerId { get; init; }

    /// <summary>The message it belongs to; null for none.</summary>
    public Guid? MessageId { get; init; }
}

/// <summary>Flags, contexts, actions, events, roles or variables changed.</summary>
/// <param name="Context">Everything as it is now.</param>
public sealed record ContextChanged(ContextSnapshot Context) : ConversationEvent;

/// <summary>What a character is reminded of has changed.</summary>
/// <param name="CharacterId">The character.</param>
/// <param name="Entries">Lore and memories now in its prompt.</param>
public sealed record MemoryWindowChanged(Guid CharacterId, IReadOnlyList<RecalledEntry> Entries) : ConversationEvent;

/// <summary>Something was learned about the player and stored.</summary>
/// <param name="CharacterId">Who learned it.</param>
/// <param name="Items">What is new.</param>
public sealed record MemoriesLearned(Guid CharacterId, IReadOnlyList<MemoryItem> Items) : ConversationEvent;

/// <summary>Who takes part has changed, or was asked to.</summary>
/// <param name="Participants">The characters, the main one first.</param>
public sealed record ParticipantsChanged(IReadOnlyList<SessionParticipant> Participants) : ConversationEvent;

/// <summary>A character in a live session.</summary>
/// <param name="Character">The character.</param>
/// <param name="ScenarioRole">Its role; null when it has none.</param>
/// <param name="IsEnabled">Whether it takes part at present.</param>
public sealed record SessionParticipant(Character Character, string? ScenarioRole, bool IsEnabled);

/// <summary>Automatic continuation was stopped or resumed.</summary>
/// <param name="IsPaused">Whether it is stopped.</param>
public sealed record PausedChanged(bool IsPaused) : ConversationEvent;

/// <summary>The chat's own fields changed.</summary>
/// <param name="Chat">The chat as it is now.</param>
public sealed record ChatChanged(Chat Chat) : ConversationEvent;

/// <summary>A document was added, changed or deleted.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Title">Its title.</param>
/// <param name="Content">Its text; null together with <paramref name="Title"/> when it was deleted.</param>
public sealed record DocumentChanged(Guid DocumentId, string? Title, string? Content) : ConversationEvent;

/// <summary>Things the player might say next; never empty.</summary>
/// <param name="Suggestions">The texts.</param>
public sealed record SuggestionsReady(IReadOnlyList<string> Suggestions) : ConversationEvent;

/// <summary>A picture is wanted from a client that can take one; answered by <see cref="CompleteCapture"/>.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="CaptureSource">From what: <c>Screen</c>, <c>Eyes</c>, ….</param>
/// <param name="Text">What the player said; null for nothing.</param>
public sealed record CaptureRequested(Guid RequestId, string CaptureSource, string? Text) : ConversationEvent;

/// <summary>Something failed; the session goes on.</summary>
/// <param name="Code">One of <see cref="ConversationErrors"/>.</param>
/// <param name="Message">A sentence that is safe to show.</param>
public sealed record ErrorRaised(string Code, string Message) : ConversationEvent
{
    /// <summary>Whether the same may succeed later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>The engine that failed; null when none did.</summary>
    public string? EngineId { get; init; }

    /// <summary>The turn it belongs to; 0 for none.</summary>
    public long TurnId { get; init; }
}

/// <summary>The session has ended; the last event.</summary>
/// <param name="Reason">Why.</param>
public sealed record SessionEnded(SessionEndReason Reason) : ConversationEvent;
