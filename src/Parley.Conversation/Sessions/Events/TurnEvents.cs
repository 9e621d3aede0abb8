using Parley.Conversation.Turns;

namespace Parley.Conversation.Sessions;

/// <summary>A turn has begun: something will be answered or said. Every turn ends with one <see cref="TurnEnded"/>.</summary>
/// <param name="TurnId">The turn, growing within the session.</param>
public sealed record TurnStarted(long TurnId) : ConversationEvent;

/// <summary>A turn has ended: nothing bearing its id follows.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Timings">When what happened in it.</param>
public sealed record TurnEnded(long TurnId, TurnOutcome Outcome, TurnTimings Timings) : ConversationEvent;

/// <summary>Where the conversation stands has changed.</summary>
/// <param name="State">Where it stands now.</param>
public sealed record FlowChanged(FlowState State) : ConversationEvent;

/// <summary>A reply is being generated; its first text may take a while.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="MessageId">Id of the message to be.</param>
/// <param name="CharacterId">Who speaks.</param>
public sealed record ReplyGenerating(long TurnId, Guid MessageId, Guid CharacterId) : ConversationEvent
{
    /// <summary>What the message will be.</summary>
    public Chats.MessageRole Role { get; init; } = Chats.MessageRole.Assistant;

    /// <summary>Whether a narrator tells it.</summary>
    public bool IsNarration { get; init; }

    /// <summary>Whether it answers nothing that was said: a greeting, a continuation, a line asked for.</summary>
    public bool IsUnprompted { get; init; }
}

/// <summary>The first text of a reply is there; its <see cref="ReplyChunk"/>s follow.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="MessageId">The message.</param>
/// <param name="CharacterId">Who speaks.</param>
/// <param name="ChatTime">Time since the chat began.</param>
public sealed record ReplyStarted(long TurnId, Guid MessageId, Guid CharacterId, TimeSpan ChatTime) : ConversationEvent;

/// <summary>What the model thought before it answered; not part of the reply.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="MessageId">The message.</param>
/// <param name="CharacterId">Who thinks.</param>
/// <param name="Text">The next piece.</param>
public sealed record ReplyThought(long TurnId, Guid MessageId, Guid CharacterId, string Text) : ConversationEvent;

/// <summary>One piece of a reply to show and to speak, usually a sentence. Ranges are contiguous; blanks end a piece, never begin one.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="MessageId">The message.</param>
/// <param name="CharacterId">Who speaks.</param>
/// <param name="StartIndex">Its first UTF-16 unit in the message.</param>
/// <param name="EndIndex">Its end, exclusive.</param>
/// <param name="Text">The piece.</param>
public sealed record ReplyChunk(long TurnId, Guid MessageId, Guid CharacterId, int StartIndex, int EndIndex, string Text) : ConversationEvent
{
    /// <summary>Its speech, which may still be growing; null when it is not spoken.</summary>
    public Speakers.SpeechClip? Clip { get; init; }

    /// <summary>Whether a narrator tells it.</summary>
    public bool IsNarration { get; init; }
}

/// <summary>A reply's text is complete. One of this and <see cref="ReplyCancelled"/> follows every <see cref="ReplyGenerating"/>.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="MessageId">The message.</param>
/// <param name="CharacterId">Who speaks.</param>
/// <param name="Text">The whole text, as kept.</param>
public sealed record ReplyEnded(long TurnId, Guid MessageId, Guid CharacterId, string Text) : ConversationEvent
{
    /// <summary>Estimated tokens.</summary>
    public int Tokens { get; init; }

    /// <summary><see cref="Chats.ChatMessage.Index"/>; −1 when it is not stored.</summary>
    public int Index { get; init; } = -1;

    /// <summary><see cref="Chats.ChatMessage.ConversationIndex"/>; −1 when it is not stored.</summary>
    public int ConversationIndex { get; init; } = -1;

    /// <summary>Whether an interruption or failure ended it early.</summary>
    public bool IsPartial { get; init; }
}

/// <summary>A reply ended with nothing kept.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="MessageId">The message that never was.</param>
public sealed record ReplyCancelled(long TurnId, Guid MessageId) : ConversationEvent;
