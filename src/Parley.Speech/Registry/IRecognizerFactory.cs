using Parley.Speech.Recognition;

namespace Parley.Speech.Registry;

/// <summary>Creates a recogniser.</summary>
public interface IRecognizerFactory : IEngineFactory
{
    /// <summary>Creates the recogniser; the registry owns it. Cheap: models load on first use.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.Unavailable"/>: it cannot run here; the registry goes on without it.</exception>
    ISpeechRecognizer Create(EngineContext context);
}
