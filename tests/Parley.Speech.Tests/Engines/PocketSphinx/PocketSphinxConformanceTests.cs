using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Engines.Energy;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Testing.Recognition;

namespace Parley.Speech.Tests.Engines.PocketSphinx;

public sealed class PocketSphinxConformanceTests(PocketSphinxFixture fixture) : RecognizerConformance, IClassFixture<PocketSphinxFixture>
{
    protected override ValueTask<ISpeechRecognizer> CreateRecognizerAsync(TimeProvider clock) =>
        new(new EndpointingRecognizer(fixture.Shared, () => new EnergyEngine().CreateDetector(), clock, NullLogger.Instance));
}
