namespace Parley.Speech.Recognition.Utterances;

/// <summary>
/// A recogniser of single utterances: <see cref="Endpointing.EndpointingRecognizer"/> makes a continuous one of it.
/// Safe to use from any number of threads.
/// </summary>
internal interface IUtteranceEngine : IAsyncDisposable
{
    /// <summary>The engine's id, e.g. <c>pocketsphinx</c>.</summary>
    string Id { get; }

    /// <summary>The languages it recognises as BCP 47 tags, its own default first; empty when it takes any tag.</summary>
    IReadOnlyList<string> Languages { get; }

    /// <summary>Makes what one stream takes its decoders from. Cheap: nothing is loaded or connected yet.</summary>
    /// <exception cref="EngineException">The engine cannot run here at all.</exception>
    IUtteranceDecoderSource OpenSource(UtteranceOptions options);
}
