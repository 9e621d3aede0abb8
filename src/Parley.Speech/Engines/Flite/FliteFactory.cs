using Parley.Speech.Registry;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Engines.Flite;

/// <summary>Makes Flite known to the registry.</summary>
internal sealed class FliteFactory : ISynthesizerFactory
{
    public string Id => FliteLibrary.EngineId;

    public ISpeechSynthesizer Create(EngineContext context) => new FliteSynthesizer(context.Options.Flite, context.TimeProvider);

    public ValueTask<EngineReport> InspectAsync(EngineContext context, CancellationToken cancellationToken = default)
    {
        var voices = FliteVoiceDefinition.All.Count(FliteLibrary.IsInstalled);
        return ValueTask.FromResult(new EngineReport
        {
            Id = Id,
            Job = "synthesis",
            IsAvailable = voices > 0,
            Version = voices > 0 ? FliteLibrary.Version : null,
            Problem = voices > 0 ? null : $"{FliteNative.Library} was not found.",
            Remedy = voices > 0 ? null : FliteLibrary.Remedy,
        });
    }
}
