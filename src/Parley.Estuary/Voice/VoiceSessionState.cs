namespace Parley.Estuary;

/// <summary>What a <see cref="VoiceSession"/> is doing.</summary>
public enum VoiceSessionState
{
    /// <summary>Nothing: before the start, while voice is off (a lost connection, the server's will), and in push-to-talk mode while the key is up and nobody speaks.</summary>
    Idle,

    /// <summary>Continuous mode: the microphone is open and the character is silent.</summary>
    Listening,

    /// <summary>Push-to-talk mode: the key is down.</summary>
    Recording,

    /// <summary>The player has said something, and the answer has not come yet.</summary>
    Thinking,

    /// <summary>The character's voice is being played. In continuous mode the microphone stays open.</summary>
    Speaking,

    /// <summary>Over.</summary>
    Stopped,
}
