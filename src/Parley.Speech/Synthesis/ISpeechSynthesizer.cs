namespace Parley.Speech.Synthesis;

/// <summary>An engine that speaks. Safe to use from any number of threads.</summary>
public interface ISpeechSynthesizer : IAsyncDisposable
{
    /// <summary>The engine's id, e.g. <c>flite</c>.</summary>
    string Id { get; }

    /// <summary>The voices it has, in a stable order, its default first.</summary>
    IReadOnlyList<Voice> Voices { get; }

    /// <summary>
    /// Speaks one sentence or short passage. Arguments are checked before the first element is asked for;
    /// chunks come as soon as they exist; ending the enumeration or cancelling stops the engine within one chunk.
    /// </summary>
    /// <param name="request">What to say and how.</param>
    /// <param name="cancellationToken">Stops the engine; the enumeration then throws <see cref="OperationCanceledException"/>.</param>
    /// <returns>At least one chunk where the text has anything to say; none where it has not.</returns>
    /// <exception cref="EngineException">The engine failed; chunks before it are good.</exception>
    IAsyncEnumerable<SynthesisChunk> SynthesizeAsync(SynthesisRequest request, CancellationToken cancellationToken = default);
}
