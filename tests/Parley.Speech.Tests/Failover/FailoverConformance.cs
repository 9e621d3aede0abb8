using Parley.Speech.Synthesis;
using Parley.Testing.Speech;
using Parley.Testing.Synthesis;

namespace Parley.Speech.Tests.Failover;

/// <summary>A voice whose own engine always fails, spoken by the next engine that has its language.</summary>
public sealed class FailoverConformance : SpeechSynthesizerConformance
{
    private readonly SpeechEngines _engines = new(
        new SpeechOptions { Recognizers = [], FailoverCooldown = TimeSpan.Zero },
        additionalFactories: [new GivenSynthesizer(new ScriptedSynthesizer(24_000)
        {
            BeforeChunk = (_, _, _) => throw new EngineException("scripted", EngineFailure.ConnectionLost, "It is away."),
        })]);

    protected override string VoiceId => "test-one";

    protected override bool OwnsItsEngine => false;

    protected override ValueTask<ISpeechSynthesizer> CreateAsync()
    {
        _engines.TryGetVoice(VoiceId, out var voice).ShouldBeTrue();
        return new(_engines.GetSynthesizer(voice));
    }

    protected override ValueTask AfterDisposeAsync() => _engines.DisposeAsync();
}
