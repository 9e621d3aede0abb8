namespace Parley.Speech.Recognition;

/// <summary>
/// One speaker's continuous audio, cut into utterances by voice activity, and what was recognised in it.
/// One writer and one reader, which may be different threads; disposing is safe at any moment and from any thread.
/// </summary>
/// <remarks>
/// Every utterance yields <see cref="SpeechStarted"/>, any number of <see cref="SpeechPaused"/>, <see cref="SpeechResumed"/>
/// and <see cref="PartialTranscript"/>, then <see cref="SpeechEnded"/> and exactly one of <see cref="FinalTranscript"/>,
/// <see cref="UtteranceRejected"/> or <see cref="RecognitionFailed"/>. Utterances follow each other and never overlap.
/// A cancelled one ends with its <see cref="SessionFlushed"/> alone. After a failure the stream goes on with the next utterance.
/// Offsets count from the first sample of the session: the stream's beginning, or the latest flush.
/// </remarks>
public interface IRecognitionStream : IAsyncDisposable
{
    /// <summary>The rate of the samples to write, in hertz: the one asked for in <see cref="RecognitionOptions.SampleRate"/>.</summary>
    int SampleRate { get; }

    /// <summary>The language in use as a BCP 47 tag; the engine's default where the one asked for is not known to it.</summary>
    string Language { get; }

    /// <summary>
    /// Adds audio: signed 16-bit mono at <see cref="SampleRate"/>, any length. Waits while the stream's bounded queue is full,
    /// so a writer that may not wait must bring its own queue.
    /// </summary>
    /// <param name="samples">Copied or used up before the returned task completes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends the session: the utterance in progress is finished, its events are followed by <see cref="SessionFlushed"/>, and
    /// samples written later begin a new session at offset zero. Returns when the request is queued.
    /// </summary>
    ValueTask FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Drops audio not yet recognised and the utterance in progress without a final, answers <see cref="SessionFlushed"/>
    /// with <see cref="SessionFlushed.Cancelled"/> set, and begins a new session. Flushes not answered yet are answered so too.
    /// From any thread, also while a write waits.
    /// </summary>
    ValueTask CancelAsync(CancellationToken cancellationToken = default);

    /// <summary>What happens, in order, until the stream is disposed. Read once.</summary>
    IAsyncEnumerable<RecognitionEvent> ReadEventsAsync(CancellationToken cancellationToken = default);
}
