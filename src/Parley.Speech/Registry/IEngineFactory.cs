namespace Parley.Speech.Registry;

/// <summary>
/// One engine the registry can offer: implement <see cref="IRecognizerFactory"/>, <see cref="ISynthesizerFactory"/> or
/// <see cref="IVoiceActivityFactory"/> and name it in <see cref="EngineCatalog.BuiltIn"/>, or pass it to <see cref="SpeechEngines"/>.
/// </summary>
public interface IEngineFactory
{
    /// <summary>The engine's id, lower case: letters, digits, hyphens, e.g. <c>pocketsphinx</c>.</summary>
    string Id { get; }

    /// <summary>Looks whether the engine can run here, without loading models or talking to a network.</summary>
    /// <param name="context">Settings and surroundings.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    ValueTask<EngineReport> InspectAsync(EngineContext context, CancellationToken cancellationToken = default);
}
