namespace Parley.Conversation.Sessions;

/// <summary>Why a reply was interrupted.</summary>
public enum InterruptReason
{
    /// <summary>A client asked.</summary>
    Client,

    /// <summary>The player spoke.</summary>
    UserSpeech,

    /// <summary>The player sent a message.</summary>
    NewMessage,

    /// <summary>A given line takes its place.</summary>
    SpeakText,

    /// <summary>The history was changed under it.</summary>
    HistoryChanged,

    /// <summary>The session ends.</summary>
    SessionEnded,
}
