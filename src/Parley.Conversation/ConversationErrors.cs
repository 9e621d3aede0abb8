namespace Parley.Conversation;

/// <summary>The stable codes of <see cref="ConversationException.Code"/> and <c>ErrorRaised.Code</c>.</summary>
public static class ConversationErrors
{
    /// <summary>The text is longer than <see cref="TextLimits.MaxMessageLength"/>.</summary>
    public const string TextTooLong = "text_too_long";

    /// <summary>The chat, session, message or character does not exist, or belongs to somebody else.</summary>
    public const string NotFound = "not_found";

    /// <summary>A value is malformed or out of range.</summary>
    public const string InvalidArgument = "invalid_argument";

    /// <summary>The slash command does not exist.</summary>
    public const string UnknownCommand = "unknown_command";

    /// <summary>A limit on sessions, participants or contexts is reached.</summary>
    public const string LimitReached = "limit_reached";

    /// <summary>The session has ended.</summary>
    public const string SessionEnded = "session_ended";

    /// <summary>The chat already has a live session.</summary>
    public const string AlreadyRunning = "already_running";

    /// <summary>What was asked is not possible in the present state.</summary>
    public const string InvalidState = "invalid_state";

    /// <summary>The reply engine failed.</summary>
    public const string ReplyFailed = "reply_failed";

    /// <summary>The recogniser failed.</summary>
    public const string RecognitionFailed = "recognition_failed";

    /// <summary>The synthesiser failed.</summary>
    public const string SynthesisFailed = "synthesis_failed";

    /// <summary>A script failed or was stopped at its limits.</summary>
    public const string ScriptFailed = "script_failed";

    /// <summary>The store failed.</summary>
    public const string StorageFailed = "storage_failed";

    /// <summary>A shipped character or scenario cannot be changed.</summary>
    public const string ReadOnly = "read_only";

    /// <summary>A character card could not be read.</summary>
    public const string InvalidCard = "invalid_card";
}
