namespace Parley.Speech.Recognition.Utterances;

/// <summary>One stream's way to its decoders: keeps what lasts from utterance to utterance. Used by one thread at a time.</summary>
internal interface IUtteranceDecoderSource : IAsyncDisposable
{
    /// <summary>Takes a decoder, ready for the first sample, for one utterance. Bounded by the engine's own deadline.</summary>
    /// <exception cref="EngineException">None came free, could be made or reached.</exception>
    ValueTask<IUtteranceDecoder> LeaseAsync(CancellationToken cancellationToken);
}
