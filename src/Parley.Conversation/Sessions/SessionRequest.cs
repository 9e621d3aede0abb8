using Parley.Conversation.Context;

namespace Parley.Conversation.Sessions;

/// <summary>Which chat to bring to life.</summary>
public sealed record SessionRequest
{
    /// <summary>Who talks.</summary>
    public required Player Player { get; init; }

    /// <summary>Name of the player in prompts and transcripts.</summary>
    public string PlayerName { get; init; } = "User";

    /// <summary>The chat; an unknown id is created when characters are named. Null creates a chat or, with <see cref="ContinueLatest"/>, finds one.</summary>
    public Guid? ChatId { get; init; }

    /// <summary>The characters, the main one first. Empty: those of the chat, of the scenario's roles, else the default character.</summary>
    public IReadOnlyList<Guid> CharacterIds { get; init; } = [];

    /// <summary>The scenario of a new chat.</summary>
    public Guid? ScenarioId { get; init; }

    /// <summary>Who plays which role of the scenario.</summary>
    public IReadOnlyDictionary<string, Guid> Roles { get; init; } = new Dictionary<string, Guid>();

    /// <summary>Without <see cref="ChatId"/>: joins the live session of the player and the single character, else resumes their latest chat, else creates one.</summary>
    public bool ContinueLatest { get; init; }

    /// <summary>Title of a new chat.</summary>
    public string? Title { get; init; }

    /// <summary>The app that asks.</summary>
    public string? Client { get; init; }

    /// <summary>Context to apply before the first reply; null for none.</summary>
    public ContextPayload? Context { get; init; }

    /// <summary>Whether other chats' memories are used; null means the options' default.</summary>
    public bool? UseChatMemory { get; init; }

    /// <summary>Whether the chat leaves no trace in the store.</summary>
    public bool IsEphemeral { get; init; }

    /// <summary>Whether the chat is deleted when it ends without a user message.</summary>
    public bool DeleteWhenUnused { get; init; }

    /// <summary>Whether a new chat begins with the character's first message; default true.</summary>
    public bool Greet { get; init; } = true;

    /// <summary>Says something even when the character has no first message.</summary>
    public bool AlwaysGreet { get; init; }

    /// <summary>The player's time zone; null means the server's.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>How the conversation is held; null means the directory's.</summary>
    public ConversationOptions? Options { get; init; }
}
