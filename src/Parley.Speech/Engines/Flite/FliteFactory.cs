using Parley.Speech.Registry;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Engines.Flite;

/// <summary>Makes Flite known to the registry.</summary>
internal sealed class FliteFactory : ISynthesizerFactory
{
    public string Id => FliteLibrary.EngineId;

    public ISpeechSynthesizer Create(EngineContext context)
    {
        var synthesizer = new FliteSynthesizer(context.Options.Flite, context.TimeProvider);
        _ = WarmUpAsync(synthesizer);
        return synthesizer;
    }

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

    /// <summary>Loads the default voice's 16 MB and compiles the way to it, so that the first listener waits no longer than others.</summary>
    private static async Task WarmUpAsync(FliteSynthesizer synthesizer)
    {
        try
        {
            await Task.Yield();
            await foreach (var chunk in synthesizer.SynthesizeAsync(new SynthesisRequest { Text = "Ready." }))
            {
            }
        }
        catch (Exception)
        {
            // Closed meanwhile, or broken: then the first request says so.
        }
    }
}
