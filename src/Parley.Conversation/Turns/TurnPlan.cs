using Parley.Conversation.Chats;
using Parley.Conversation.Sessions;

namespace Parley.Conversation.Turns;

/// <summary>What a turn is to do.</summary>
internal sealed record TurnPlan
{
    /// <summary>The message that is answered; null for greetings, continuations and lines asked for.</summary>
    public ChatMessage? Message { get; init; }

    /// <summary>How it was sent; null for the defaults.</summary>
    public SendMessage? Send { get; init; }

    /// <summary>Who speaks; null lets the session choose.</summary>
    public Guid? CharacterId { get; init; }

    /// <summary>The words to say; null asks the reply engine.</summary>
    public string? Line { get; init; }

    /// <summary>With <see cref="Line"/>: whether it becomes part of the chat.</summary>
    public bool Store { get; init; } = true;

    /// <summary>A stored message to speak again; null for a new one.</summary>
    public ChatMessage? Repeat { get; init; }

    /// <summary>Whether it is spoken.</summary>
    public bool Speak { get; init; } = true;

    /// <summary>What a prompt for a story asks for; null for none.</summary>
    public string? StoryPrompt { get; init; }

    /// <summary>Whether it goes on by itself: nobody asked.</summary>
    public bool IsContinuation { get; init; }

    /// <summary>When the player's words came, on the clock of the turn; null for now.</summary>
    public Action<TurnClock>? Heard { get; init; }
}
