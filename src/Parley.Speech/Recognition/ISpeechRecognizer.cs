namespace Parley.Speech.Recognition;

/// <summary>An engine that turns speech into text. Safe to use from any number of threads.</summary>
public interface ISpeechRecognizer : IAsyncDisposable
{
    /// <summary>The engine's id, e.g. <c>pocketsphinx</c>.</summary>
    string Id { get; }

    /// <summary>The languages it recognises as BCP 47 tags, its own default first; empty when it takes any tag.</summary>
    IReadOnlyList<string> Languages { get; }

    /// <summary>
    /// Opens a stream for one speaker. Cheap: models load, decoders are leased and connections are made
    /// when the first speech arrives, so a failure to do so arrives as a <see cref="RecognitionFailed"/> event.
    /// </summary>
    /// <param name="options">How to listen.</param>
    /// <param name="cancellationToken">Ends the wait for the stream.</param>
    /// <exception cref="EngineException">The engine cannot run here at all, or does not have the language.</exception>
    ValueTask<IRecognitionStream> OpenAsync(RecognitionOptions options, CancellationToken cancellationToken = default);
}
