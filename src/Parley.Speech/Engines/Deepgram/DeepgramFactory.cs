using Microsoft.Extensions.Logging;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.Registry;

namespace Parley.Speech.Engines.Deepgram;

/// <summary>Makes Deepgram known to the registry.</summary>
internal sealed class DeepgramFactory(DeepgramOptions options) : IRecognizerFactory
{
    public string Id => DeepgramEngine.EngineId;

    public ISpeechRecognizer Create(EngineContext context) => new EndpointingRecognizer(
        new DeepgramEngine(options, context.TimeProvider),
        context.CreateVoiceActivityDetector,
        context.TimeProvider,
        context.LoggerFactory.CreateLogger<DeepgramEngine>());

    public ValueTask<EngineReport> InspectAsync(EngineContext context, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new EngineReport
        {
            Id = Id,
            Job = "recognition",
            IsAvailable = options.ApiKey is not null,
            Version = $"{options.Model} at {options.BaseUrl.Host}",
            Problem = options.ApiKey is null ? "No key is set." : null,
            Remedy = options.ApiKey is null ? "Set speech.deepgram.apiKey in parley.json." : null,
        });
}
