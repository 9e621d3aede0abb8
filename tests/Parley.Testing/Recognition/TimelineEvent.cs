using Parley.Speech.Recognition;

namespace Parley.Testing.Recognition;

/// <summary>An entry of a <see cref="TimelineRecognizer"/>'s timeline.</summary>
/// <param name="At">When it is due, from the beginning of the session.</param>
/// <param name="Event">What is reported.</param>
public readonly record struct TimelineEvent(TimeSpan At, RecognitionEvent Event)
{
    /// <summary>
    /// All events of one utterance: started at <paramref name="start"/>, a partial for each further word, ended at
    /// <paramref name="end"/>, the final at once.
    /// </summary>
    public static TimelineEvent[] Utterance(TimeSpan start, TimeSpan end, string text, double confidence = 0.9)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var step = (end - start) / Math.Max(1, words.Length);
        var heard = words.Select((w, i) => new RecognizedWord(w.Trim('.', ',', '?', '!').ToLowerInvariant(), start + (i * step), step, confidence));
        return
        [
            new(start, new SpeechStarted(start)),
            .. words.Select((_, i) => new TimelineEvent(
                start + ((i + 1) * step), new PartialTranscript(start, (i + 1) * step, string.Join(' ', words.Take(i + 1))))),
            new(end, new SpeechEnded(end, EndpointReason.Silence)),
            new(end, new FinalTranscript(start, end - start, text) { Language = "en-US", Confidence = confidence, Words = [.. heard] }),
        ];
    }
}
