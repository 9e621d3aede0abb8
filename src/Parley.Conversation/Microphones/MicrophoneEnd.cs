namespace Parley.Conversation.Microphones;

/// <summary>Why a microphone is no longer listened to.</summary>
public enum MicrophoneEnd
{
    /// <summary>Its owner closed it.</summary>
    Closed,

    /// <summary>Another microphone of the player took its place.</summary>
    Replaced,

    /// <summary>The recogniser cannot go on.</summary>
    Failed,

    /// <summary>The session ended.</summary>
    SessionEnded,
}
