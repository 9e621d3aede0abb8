namespace Parley.Conversation.Sessions;

/// <summary>Why a session ended.</summary>
public enum SessionEndReason
{
    /// <summary>Somebody asked.</summary>
    Stopped,

    /// <summary>Nobody was attached any more and the grace period passed.</summary>
    Abandoned,

    /// <summary>The chat was deleted.</summary>
    ChatDeleted,

    /// <summary>The server stops.</summary>
    Shutdown,

    /// <summary>The session broke.</summary>
    Failed,
}
