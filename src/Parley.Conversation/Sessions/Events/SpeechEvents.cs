using Parley.Speech.Recognition;

namespace Parley.Conversation.Sessions;

/// <summary>Whether audio of the player is listened to has changed.</summary>
/// <param name="IsListening">Whether it is.</param>
public sealed record ListeningChanged(bool IsListening) : ConversationEvent;

/// <summary>The player began to speak.</summary>
/// <param name="MicrophoneId">The microphone.</param>
public sealed record UserSpeechStarted(Guid MicrophoneId) : ConversationEvent;

/// <summary>What the player has said so far: a replacement, not an addition.</summary>
/// <param name="MicrophoneId">The microphone.</param>
/// <param name="Text">The text so far; never blank.</param>
public sealed record UserSpeechPartial(Guid MicrophoneId, string Text) : ConversationEvent;

/// <summary>The player's utterance has ended. Exactly one follows every <see cref="UserSpeechStarted"/>.</summary>
/// <param name="MicrophoneId">The microphone.</param>
/// <param name="Text">What was said; null when nothing was, or it was lost.</param>
public sealed record UserSpeechEnded(Guid MicrophoneId, string? Text) : ConversationEvent
{
    /// <summary>How sure the engine is, 0 to 1; null when it cannot say.</summary>
    public double? Confidence { get; init; }

    /// <summary>The words; empty when the engine gives none.</summary>
    public IReadOnlyList<RecognizedWord> Words { get; init; } = [];

    /// <summary>BCP 47 tag of the language; null when nothing was said.</summary>
    public string? Language { get; init; }

    /// <summary>Whether the session makes a message of it. When false the client does, it was a listener's "mm-hm", or it was refused.</summary>
    public bool IsSubmitted { get; init; }

    /// <summary>Whether <see cref="Microphones.MicrophoneOptions.Admits"/> said no: nothing is made of the words.</summary>
    public bool IsRefused { get; init; }
}

/// <summary>A microphone is no longer listened to.</summary>
/// <param name="MicrophoneId">The microphone.</param>
/// <param name="End">Why.</param>
public sealed record MicrophoneClosed(Guid MicrophoneId, Microphones.MicrophoneEnd End) : ConversationEvent;

/// <summary>Speech is held while it is decided whether the player interrupts.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="MessageId">The message being spoken.</param>
public sealed record SpeechHeld(long TurnId, Guid MessageId) : ConversationEvent;

/// <summary>Held speech goes on from the first unheard word.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="MessageId">The message being spoken.</param>
public sealed record SpeechResumed(long TurnId, Guid MessageId) : ConversationEvent;

/// <summary>Stop playing now: nothing more of the message follows. Comes at most once a message, also when only text was being generated.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="MessageId">The message.</param>
/// <param name="Reason">Why.</param>
public sealed record SpeechInterrupted(long TurnId, Guid MessageId, InterruptReason Reason) : ConversationEvent
{
    /// <summary>How much of the message was heard, in UTF-16 units.</summary>
    public int HeardLength { get; init; }
}

/// <summary>A part of a message is being played.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="StartIndex">First UTF-16 unit.</param>
/// <param name="EndIndex">End, exclusive; 0 when not known.</param>
/// <param name="Duration">Length of the audio; zero when not known.</param>
public sealed record PlaybackStarted(Guid MessageId, int StartIndex, int EndIndex, TimeSpan Duration) : ConversationEvent
{
    /// <summary>Whether a narrator speaks.</summary>
    public bool IsNarration { get; init; }

    /// <summary>Whether a client reported it; otherwise the session's own clock did.</summary>
    public bool IsReported { get; init; }
}

/// <summary>A message has been played to its end, or nobody plays it. Comes once for every spoken or shown reply that was not interrupted.</summary>
/// <param name="MessageId">The message.</param>
public sealed record PlaybackCompleted(Guid MessageId) : ConversationEvent
{
    /// <summary>Whether a client reported it; otherwise the session decided.</summary>
    public bool IsReported { get; init; }
}
