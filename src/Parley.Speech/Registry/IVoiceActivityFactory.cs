namespace Parley.Speech.Registry;

/// <summary>Creates voice activity detectors that share one model.</summary>
public interface IVoiceActivityFactory : IEngineFactory
{
    /// <summary>Loads what the detectors share; the registry owns it.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.Unavailable"/>: it cannot run here; the registry goes on without it.</exception>
    IVoiceActivityEngine Create(EngineContext context);
}
