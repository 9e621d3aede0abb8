using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Engines.Energy;
using Parley.Speech.ExtensionsAi;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.Tests.Engines.PocketSphinx;
using Parley.Testing.Recognition;

namespace Parley.Speech.Tests.ExtensionsAi;

/// <summary>PocketSphinx as a client of Microsoft.Extensions.AI, and that client as one of our recognisers again.</summary>
public sealed class SpeechToTextRoundTripConformanceTests(PocketSphinxFixture fixture) : RecognizerConformance, IClassFixture<PocketSphinxFixture>
{
    protected override ValueTask<ISpeechRecognizer> CreateRecognizerAsync(TimeProvider clock)
    {
        var inner = new EndpointingRecognizer(fixture.Shared, () => new EnergyEngine().CreateDetector(), TimeProvider.System, NullLogger.Instance);
        return new(new SpeechToTextClientRecognizer(
            new RecognizerSpeechToTextClient(inner),
            new SpeechToTextClientRecognizerOptions { Id = "client", Languages = ["en-US"], Timeout = TimeSpan.FromMinutes(1) },
            () => new EnergyEngine().CreateDetector(),
            clock));
    }
}
