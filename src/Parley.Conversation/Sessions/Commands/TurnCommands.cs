namespace Parley.Conversation.Sessions;

/// <summary>Ends what the characters are doing: generation, speech and automatic continuation. Nothing running: nothing happens.</summary>
/// <param name="Reason">Why.</param>
/// <param name="MessageId">Only if this message is the current one; null for whatever is current.</param>
public sealed record InterruptReply(InterruptReason Reason = InterruptReason.Client, Guid? MessageId = null) : ConversationCommand;

/// <summary>Stops or resumes automatic continuation. Sending a message resumes it.</summary>
/// <param name="Paused">Whether to stop it.</param>
public sealed record SetPaused(bool Paused = true) : ConversationCommand
{
    /// <summary>Whether a reply in progress is ended too.</summary>
    public bool Interrupt { get; init; }
}

/// <summary>A client began to play part of a message.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="StartIndex">First UTF-16 unit of the part.</param>
/// <param name="EndIndex">End of the part, exclusive; 0 when not known.</param>
/// <param name="Duration">Length of its audio; zero when it was skipped or has none.</param>
/// <param name="IsNarration">Whether a narrator speaks.</param>
public sealed record ReportPlaybackStarted(Guid MessageId, int StartIndex, int EndIndex, TimeSpan Duration, bool IsNarration = false) : ConversationCommand;

/// <summary>A client finished playing a message. Unknown and repeated ones do no harm.</summary>
/// <param name="MessageId">The message; null for the current one.</param>
public sealed record ReportPlaybackCompleted(Guid? MessageId) : ConversationCommand;

/// <summary>The player begins to type: automatic continuation waits, at most 30 s.</summary>
public sealed record StartTyping : ConversationCommand;

/// <summary>The player stopped typing.</summary>
/// <param name="Sent">Whether the text was sent.</param>
public sealed record EndTyping(bool Sent) : ConversationCommand;

/// <summary>Asks for things the player might say next; answered by <see cref="SuggestionsReady"/>.</summary>
/// <param name="Prefix">What they begin with; null for anything.</param>
/// <param name="Count">How many, 1 to 10.</param>
public sealed record RequestSuggestions(string? Prefix = null, int Count = 3) : ConversationCommand;
