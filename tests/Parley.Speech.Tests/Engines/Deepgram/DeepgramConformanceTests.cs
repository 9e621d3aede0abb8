using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Engines.Deepgram;
using Parley.Speech.Engines.Energy;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.Tests.Engines.PocketSphinx;
using Parley.Testing.Recognition;

namespace Parley.Speech.Tests.Engines.Deepgram;

/// <summary>Through a local server that hears with PocketSphinx.</summary>
public sealed class DeepgramConformanceTests(PocketSphinxFixture fixture) : RecognizerConformance, IClassFixture<PocketSphinxFixture>
{
    private DeepgramService? _service;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _service!.DisposeAsync();
    }

    protected override async ValueTask<ISpeechRecognizer> CreateRecognizerAsync(TimeProvider clock)
    {
        _service = await DeepgramService.StartAsync(fixture.Shared);
        var engine = new DeepgramEngine(new() { BaseUrl = _service.BaseUrl, FinalTimeout = TimeSpan.FromMinutes(1) }, TimeProvider.System);
        return new EndpointingRecognizer(engine, () => new EnergyEngine().CreateDetector(), clock, NullLogger.Instance);
    }
}
