namespace Parley.Speech.Recognition.Utterances;

/// <summary>
/// Recognises one utterance: <c>Accept* FinishAsync? DisposeAsync</c>, by one thread at a time.
/// Disposing gives it back; without <see cref="FinishAsync"/> before, the utterance is dropped.
/// </summary>
internal interface IUtteranceDecoder : IAsyncDisposable
{
    /// <summary>The rate of all audio given to decoders, in hertz.</summary>
    const int SampleRate = 16_000;

    /// <summary>True once the engine itself has decided that the utterance is over; false for engines that leave that to voice activity.</summary>
    bool HasEnded => false;

    /// <summary>Takes in the next samples, copying what it keeps. Does not wait for a network.</summary>
    /// <exception cref="EngineException">The engine failed: the utterance is lost to it.</exception>
    void Accept(ReadOnlySpan<short> samples);

    /// <summary>The text heard so far if it has changed since the last call and is not blank; else null.</summary>
    /// <exception cref="EngineException">The engine failed: the utterance is lost to it.</exception>
    string? ReadPartial();

    /// <summary>Ends the utterance.</summary>
    /// <returns>What was said; null when it holds no words.</returns>
    /// <exception cref="EngineException">The engine failed or missed its deadline.</exception>
    ValueTask<DecodedUtterance?> FinishAsync(CancellationToken cancellationToken);
}
