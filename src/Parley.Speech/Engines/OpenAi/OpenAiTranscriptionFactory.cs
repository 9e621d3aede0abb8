using Microsoft.Extensions.Logging;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.Registry;

namespace Parley.Speech.Engines.OpenAi;

/// <summary>Makes a transcription service known to the registry.</summary>
internal sealed class OpenAiTranscriptionFactory(OpenAiTranscriptionOptions options) : IRecognizerFactory
{
    public string Id => options.Id;

    public ISpeechRecognizer Create(EngineContext context) => new EndpointingRecognizer(
        new OpenAiTranscriptionEngine(options, context.TimeProvider),
        context.CreateVoiceActivityDetector,
        context.TimeProvider,
        context.LoggerFactory.CreateLogger<OpenAiTranscriptionEngine>());

    public ValueTask<EngineReport> InspectAsync(EngineContext context, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new EngineReport { Id = Id, Job = "recognition", IsAvailable = true, Version = $"{options.Model} at {options.BaseUrl?.Host}" });
}
