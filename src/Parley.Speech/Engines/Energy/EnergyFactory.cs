using Parley.Speech.Registry;

namespace Parley.Speech.Engines.Energy;

/// <summary>Makes the energy detector known to the registry.</summary>
internal sealed class EnergyFactory : IVoiceActivityFactory
{
    public string Id => EnergyEngine.EngineId;

    public IVoiceActivityEngine Create(EngineContext context) => new EnergyEngine();

    public ValueTask<EngineReport> InspectAsync(EngineContext context, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new EngineReport { Id = Id, Job = "voice-activity", IsAvailable = true, Version = "built in" });
}
