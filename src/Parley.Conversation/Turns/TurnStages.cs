namespace Parley.Conversation.Turns;

/// <summary>
/// A turn's timings as consecutive stages, in this order, those that did not happen left out: their durations add up to the time of
/// the last one, so that every millisecond the player waited belongs to one stage.
/// </summary>
public static class TurnStages
{
    /// <summary>The player stopped speaking: where a spoken turn begins. Takes no time.</summary>
    public const string SpeechEnd = "speechEnd";

    /// <summary>The silence that showed that the utterance was over.</summary>
    public const string EndpointWait = "endpointWait";

    /// <summary>The recogniser finished.</summary>
    public const string FinalTranscript = "finalTranscript";

    /// <summary>Actions and prompt, and the reply engine up to its first token.</summary>
    public const string FirstToken = "firstToken";

    /// <summary>The reply engine up to the first piece to speak.</summary>
    public const string FirstSentence = "firstSentence";

    /// <summary>The synthesiser, and whatever kept the reply back, up to the first audio handed to a speaker.</summary>
    public const string FirstAudio = "firstAudio";

    /// <summary>The reply was played to its end or interrupted.</summary>
    public const string Played = "played";

    /// <summary>The stages of a turn.</summary>
    public static IReadOnlyList<TurnStage> Of(TurnTimings timings)
    {
        ArgumentNullException.ThrowIfNull(timings);
        var origin = timings.SpeechEnd ?? TimeSpan.Zero;
        var stages = new List<TurnStage>(7);
        var last = TimeSpan.Zero;
        Add(SpeechEnd, timings.SpeechEnd);
        Add(EndpointWait, timings.Endpoint);
        Add(FinalTranscript, timings.FinalTranscript);
        Add(FirstToken, timings.FirstToken);
        Add(FirstSentence, timings.FirstSentence);
        Add(FirstAudio, timings.FirstAudio);
        Add(Played, timings.Played);
        return stages;

        void Add(string name, TimeSpan? mark)
        {
            if (mark is { } offset)
            {
                // Notes come from several threads: one a hair before its predecessor's took no time.
                var at = offset - origin > last ? offset - origin : last;
                stages.Add(new TurnStage(name, at, at - last));
                last = at;
            }
        }
    }

    /// <summary>What the player waited: to the first audio, or to the first text of a reply that is not spoken. Null when neither came.</summary>
    public static TimeSpan? Gap(IReadOnlyList<TurnStage> stages) =>
        (stages.FirstOrDefault(s => s.Name == FirstAudio) ?? stages.FirstOrDefault(s => s.Name == FirstSentence))?.At;
}
