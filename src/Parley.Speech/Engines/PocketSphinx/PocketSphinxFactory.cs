using Microsoft.Extensions.Logging;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.Registry;

namespace Parley.Speech.Engines.PocketSphinx;

/// <summary>Makes PocketSphinx known to the registry.</summary>
internal sealed class PocketSphinxFactory : IRecognizerFactory
{
    public string Id => PocketSphinxModel.EngineId;

    public ISpeechRecognizer Create(EngineContext context)
    {
        var logger = context.LoggerFactory.CreateLogger<PocketSphinxEngine>();
        var engine = new PocketSphinxEngine(context.Options.PocketSphinx, context.TimeProvider, logger);
        return new EndpointingRecognizer(engine, context.CreateVoiceActivityDetector, context.TimeProvider, logger);
    }

    public ValueTask<EngineReport> InspectAsync(EngineContext context, CancellationToken cancellationToken = default)
    {
        var problem = PocketSphinxModel.Problem(context.Options.PocketSphinx);
        return ValueTask.FromResult(new EngineReport
        {
            Id = Id,
            Job = "recognition",
            IsAvailable = problem is null,
            Version = problem is null ? $"0.8 ({PocketSphinxNative.Library}), {PocketSphinxModel.Language(context.Options.PocketSphinx)}" : null,
            Problem = problem,
            Remedy = problem is null ? null : PocketSphinxModel.Remedy,
        });
    }
}
