namespace Parley.Speech.Recognition;

/// <summary>What a recognition stream reports.</summary>
/// <param name="Offset">Where in the session it belongs, in audio time.</param>
public abstract record RecognitionEvent(TimeSpan Offset);

/// <summary>An utterance has begun; <see cref="RecognitionEvent.Offset"/> is the onset of speech.</summary>
/// <param name="Offset">Onset of speech.</param>
public sealed record SpeechStarted(TimeSpan Offset) : RecognitionEvent(Offset);

/// <summary>The speaker has fallen silent within an utterance, long enough to notice and not long enough to end it.</summary>
/// <param name="Offset">Where the silence began.</param>
public sealed record SpeechPaused(TimeSpan Offset) : RecognitionEvent(Offset);

/// <summary>The speaker goes on after <see cref="SpeechPaused"/>.</summary>
/// <param name="Offset">Where speech goes on.</param>
public sealed record SpeechResumed(TimeSpan Offset) : RecognitionEvent(Offset);

/// <summary>The end of the utterance has been decided; its final transcript follows.</summary>
/// <param name="Offset">Where speech ended, before the silence that decided it.</param>
/// <param name="Reason">What decided it.</param>
public sealed record SpeechEnded(TimeSpan Offset, EndpointReason Reason) : RecognitionEvent(Offset);

/// <summary>The whole text of the utterance as heard so far: a replacement, not an addition. Never blank.</summary>
/// <param name="Offset">Start of the utterance.</param>
/// <param name="Duration">Length of the utterance so far.</param>
/// <param name="Text">The text so far.</param>
public sealed record PartialTranscript(TimeSpan Offset, TimeSpan Duration, string Text) : RecognitionEvent(Offset);

/// <summary>The text of a finished utterance. Never blank.</summary>
/// <param name="Offset">Start of the utterance.</param>
/// <param name="Duration">Its length.</param>
/// <param name="Text">What was said.</param>
public sealed record FinalTranscript(TimeSpan Offset, TimeSpan Duration, string Text) : RecognitionEvent(Offset)
{
    /// <summary>The language spoken, as a BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>How sure the engine is, 0 to 1; null when it cannot say.</summary>
    public double? Confidence { get; init; }

    /// <summary>The words in order; empty when the engine gives none.</summary>
    public IReadOnlyList<RecognizedWord> Words { get; init; } = [];
}

/// <summary>An utterance without words: a cough, a click, noise. Nothing was said.</summary>
/// <param name="Offset">Its start.</param>
public sealed record UtteranceRejected(TimeSpan Offset) : RecognitionEvent(Offset);

/// <summary>An utterance was lost to an engine failure. The stream goes on.</summary>
/// <param name="Offset">Start of the lost utterance.</param>
/// <param name="Error">What failed.</param>
public sealed record RecognitionFailed(TimeSpan Offset, EngineException Error) : RecognitionEvent(Offset);

/// <summary>The answer to a flush or a cancel: nothing of the ended session follows.</summary>
/// <param name="Offset">Audio time taken in by the ended session.</param>
/// <param name="Session">Number of the ended session, from 0.</param>
/// <param name="Cancelled">Whether the session was dropped instead of finished.</param>
public sealed record SessionFlushed(TimeSpan Offset, int Session, bool Cancelled = false) : RecognitionEvent(Offset);
