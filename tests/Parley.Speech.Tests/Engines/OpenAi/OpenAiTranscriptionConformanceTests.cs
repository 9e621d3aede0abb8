using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Engines.Energy;
using Parley.Speech.Engines.OpenAi;
using Parley.Speech.Recognition;
using Parley.Speech.Recognition.Endpointing;
using Parley.Speech.Tests.Engines.PocketSphinx;
using Parley.Testing.Recognition;

namespace Parley.Speech.Tests.Engines.OpenAi;

/// <summary>Through a local server that hears with PocketSphinx.</summary>
public sealed class OpenAiTranscriptionConformanceTests(PocketSphinxFixture fixture) : RecognizerConformance, IClassFixture<PocketSphinxFixture>
{
    private TranscriptionService? _service;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _service!.DisposeAsync();
    }

    protected override async ValueTask<ISpeechRecognizer> CreateRecognizerAsync(TimeProvider clock)
    {
        _service = await TranscriptionService.StartAsync(fixture.Shared);
        var engine = new OpenAiTranscriptionEngine(new() { BaseUrl = _service.BaseUrl, Languages = ["en-US"] }, TimeProvider.System);
        return new EndpointingRecognizer(engine, () => new EnergyEngine().CreateDetector(), clock, NullLogger.Instance);
    }
}
