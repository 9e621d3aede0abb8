namespace Parley.Conversation.Turns;

/// <summary>Notes when what happened in a turn. Timestamps are the clock's; the first note of each kind counts. Thread-safe.</summary>
internal sealed class TurnClock(TimeProvider time)
{
    private readonly long[] _marks = new long[Enum.GetValues<TurnMark>().Length];

    public DateTimeOffset Started { get; } = time.GetUtcNow();

    public long Origin { get; } = time.GetTimestamp();

    public void Note(TurnMark mark, long? at = null) => Interlocked.CompareExchange(ref _marks[(int)mark], at ?? time.GetTimestamp(), 0);

    public TurnTimings Timings() => new()
    {
        Started = Started,
        SpeechEnd = Offset(TurnMark.SpeechEnd),
        Endpoint = Offset(TurnMark.Endpoint),
        FinalTranscript = Offset(TurnMark.FinalTranscript),
        ReplyRequested = Offset(TurnMark.ReplyRequested),
        FirstToken = Offset(TurnMark.FirstToken),
        FirstSentence = Offset(TurnMark.FirstSentence),
        SynthesisRequested = Offset(TurnMark.SynthesisRequested),
        FirstSamples = Offset(TurnMark.FirstSamples),
        FirstAudio = Offset(TurnMark.FirstAudio),
        ReplyEnd = Offset(TurnMark.ReplyEnd),
        Played = Offset(TurnMark.Played),
    };

    private TimeSpan? Offset(TurnMark mark) => Volatile.Read(ref _marks[(int)mark]) is var at and not 0 ? time.GetElapsedTime(Origin, at) : null;
}
