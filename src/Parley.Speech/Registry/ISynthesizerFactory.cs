using Parley.Speech.Synthesis;

namespace Parley.Speech.Registry;

/// <summary>Creates a synthesiser.</summary>
public interface ISynthesizerFactory : IEngineFactory
{
    /// <summary>Creates the synthesiser with its voices known; the registry owns it.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.Unavailable"/>: it cannot run here; the registry goes on without it.</exception>
    ISpeechSynthesizer Create(EngineContext context);
}
