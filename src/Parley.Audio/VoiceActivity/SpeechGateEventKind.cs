namespace Parley.Audio.VoiceActivity;

/// <summary>What a <see cref="SpeechGate"/> reports.</summary>
public enum SpeechGateEventKind
{
    /// <summary>An utterance has begun.</summary>
    Started,

    /// <summary>The speaker fell silent within the utterance.</summary>
    Paused,

    /// <summary>The speaker goes on after a reported pause.</summary>
    Resumed,

    /// <summary>The utterance has ended.</summary>
    Ended,
}
