namespace Parley.Audio.VoiceActivity;

/// <summary>Why a <see cref="SpeechGate"/> ended an utterance.</summary>
public enum SpeechEndReason
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>Enough silence followed the speech.</summary>
    Silence,

    /// <summary>It reached its greatest length.</summary>
    MaxUtterance,

    /// <summary>The owner asked for it with <see cref="SpeechGate.Finish"/>.</summary>
    Finished,
}
