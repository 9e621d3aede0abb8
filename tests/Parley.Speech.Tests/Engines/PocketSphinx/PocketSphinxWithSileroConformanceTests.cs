using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Engines.Silero;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Testing.Recognition;

namespace Parley.Speech.Tests.Engines.PocketSphinx;

/// <summary>The default pair of engines.</summary>
public sealed class PocketSphinxWithSileroConformanceTests(PocketSphinxFixture fixture) : RecognizerConformance, IClassFixture<PocketSphinxFixture>
{
    private readonly SileroEngine _silero = new(new());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _silero.Dispose();
    }

    protected override ValueTask<ISpeechRecognizer> CreateRecognizerAsync(TimeProvider clock) =>
        new(new EndpointingRecognizer(fixture.Shared, _silero.CreateDetector, clock, NullLogger.Instance));
}
