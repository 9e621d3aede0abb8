using Parley.Speech.Engines.EspeakNg;
using Parley.Speech.Synthesis;
using Parley.Testing.Synthesis;

namespace Parley.Speech.Tests.Engines.EspeakNg;

public sealed class EspeakNgEnglishConformance : SpeechSynthesizerConformance
{
    protected override ValueTask<ISpeechSynthesizer> CreateAsync() => new(new EspeakNgSynthesizer());
}

public sealed class EspeakNgMandarinConformance : SpeechSynthesizerConformance
{
    protected override string VoiceId => "espeak-cmn";

    protected override string Sentence => "今天天气很好，我们一起去公园散步吧，然后三点钟回家喝茶。";

    protected override ValueTask<ISpeechSynthesizer> CreateAsync() => new(new EspeakNgSynthesizer());
}
