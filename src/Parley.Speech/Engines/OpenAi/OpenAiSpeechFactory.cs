using Parley.Speech.Registry;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Engines.OpenAi;

/// <summary>Makes a configured service known to the registry.</summary>
internal sealed class OpenAiSpeechFactory(OpenAiSpeechOptions options) : ISynthesizerFactory
{
    public string Id => options.Id;

    public ISpeechSynthesizer Create(EngineContext context) => new OpenAiSpeechSynthesizer(options, context.TimeProvider);

    /// <summary>Says only whether it is configured: asking the service would cost money and tell it that we are here.</summary>
    public ValueTask<EngineReport> InspectAsync(EngineContext context, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new EngineReport { Id = Id, Job = "synthesis", IsAvailable = true, Version = options.Model });
}
