using Parley.Speech.Synthesis;
using Parley.Testing.Synthesis;

namespace Parley.Speech.Tests.Engines.ScriptSwitching;

/// <summary>The voice of the VoxNexus examples, as the registry gives it out: alias, failover and script switching at once.</summary>
public sealed class ScriptSwitchingConformance : SpeechSynthesizerConformance
{
    private readonly SpeechEngines _engines = new(new SpeechOptions { Recognizers = [] });

    protected override string VoiceId => "vl-xiaoxiao";

    protected override string Sentence => "你好，my name is 小明, I have 3 apples 和两个 bananas 今天晚上吃。";

    protected override bool OwnsItsEngine => false;

    protected override ValueTask<ISpeechSynthesizer> CreateAsync()
    {
        _engines.TryGetVoice(VoiceId, out var voice).ShouldBeTrue();
        return new(_engines.GetSynthesizer(voice));
    }

    protected override ValueTask AfterDisposeAsync() => _engines.DisposeAsync();
}
