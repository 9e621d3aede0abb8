namespace Parley.Conversation.Turns;

/// <summary>When what happened in a turn. Offsets count from <see cref="Started"/> and may be negative; null means that it did not happen.</summary>
public sealed record TurnTimings
{
    /// <summary>When the turn began, UTC: its final transcript or its message was there.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The player stopped speaking.</summary>
    public TimeSpan? SpeechEnd { get; init; }

    /// <summary>The end of the utterance was decided.</summary>
    public TimeSpan? Endpoint { get; init; }

    /// <summary>The final transcript came.</summary>
    public TimeSpan? FinalTranscript { get; init; }

    /// <summary>The reply engine was asked.</summary>
    public TimeSpan? ReplyRequested { get; init; }

    /// <summary>The first token of the reply came.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>The first piece to speak was complete.</summary>
    public TimeSpan? FirstSentence { get; init; }

    /// <summary>The first samples came from the synthesiser.</summary>
    public TimeSpan? FirstSamples { get; init; }

    /// <summary>The first audio was handed to a speaker.</summary>
    public TimeSpan? FirstAudio { get; init; }

    /// <summary>The reply's text was complete.</summary>
    public TimeSpan? ReplyEnd { get; init; }

    /// <summary>It was played to its end, or interrupted.</summary>
    public TimeSpan? Played { get; init; }

    /// <summary>
    /// What the session itself added between the turn's beginning and its first audio: the time to ask the reply engine, to hand the first
    /// sentence to the synthesiser and to hand its samples out. Null without audio.
    /// </summary>
    public TimeSpan? Overhead => FirstAudio - FirstSamples + (SynthesisRequested - FirstSentence) + ReplyRequested;

    /// <summary>The synthesiser was asked.</summary>
    public TimeSpan? SynthesisRequested { get; init; }
}
