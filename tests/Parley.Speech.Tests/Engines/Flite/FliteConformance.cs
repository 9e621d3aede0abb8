using Parley.Speech.Engines.Flite;
using Parley.Speech.Synthesis;
using Parley.Testing.Synthesis;

namespace Parley.Speech.Tests.Engines.Flite;

public sealed class FliteSltConformance : SpeechSynthesizerConformance
{
    protected override string VoiceId => "flite-slt";

    protected override ValueTask<ISpeechSynthesizer> CreateAsync() => new(new FliteSynthesizer());
}

public sealed class FliteRmsConformance : SpeechSynthesizerConformance
{
    protected override string VoiceId => "flite-rms";

    protected override ValueTask<ISpeechSynthesizer> CreateAsync() => new(new FliteSynthesizer());
}

public sealed class FliteKal16Conformance : SpeechSynthesizerConformance
{
    protected override string VoiceId => "flite-kal16";

    protected override ValueTask<ISpeechSynthesizer> CreateAsync() => new(new FliteSynthesizer());
}
