using Parley.Speech.Registry;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Tests.Failover;

/// <summary>A factory for a synthesiser that a test has made.</summary>
internal sealed class GivenSynthesizer(ISpeechSynthesizer? synthesizer, string id = "scripted") : ISynthesizerFactory
{
    public string Id => id;

    public ISpeechSynthesizer Create(EngineContext context) =>
        synthesizer ?? throw new EngineException(id, EngineFailure.Unavailable, "It is not installed.");

    public ValueTask<EngineReport> InspectAsync(EngineContext context, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new EngineReport { Id = id, Job = "synthesis", IsAvailable = synthesizer is not null });
}
