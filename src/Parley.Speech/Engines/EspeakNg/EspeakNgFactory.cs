using Parley.Speech.Registry;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Engines.EspeakNg;

/// <summary>Makes eSpeak NG known to the registry.</summary>
internal sealed class EspeakNgFactory : ISynthesizerFactory
{
    public string Id => EspeakProgram.EngineId;

    public ISpeechSynthesizer Create(EngineContext context) => new EspeakNgSynthesizer(context.Options.EspeakNg, context.TimeProvider);

    public ValueTask<EngineReport> InspectAsync(EngineContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return ValueTask.FromResult(new EngineReport
            {
                Id = Id,
                Job = "synthesis",
                IsAvailable = true,
                Version = EspeakProgram.Version(context.Options.EspeakNg.Program),
            });
        }
        catch (EngineException unavailable)
        {
            return ValueTask.FromResult(new EngineReport
            {
                Id = Id,
                Job = "synthesis",
                IsAvailable = false,
                Problem = unavailable.Message,
                Remedy = EspeakProgram.Remedy,
            });
        }
    }
}
