using Parley.Speech.Engines.Flite;
using Parley.Speech.ExtensionsAi;
using Parley.Speech.Synthesis;
using Parley.Testing.Synthesis;

namespace Parley.Speech.Tests.ExtensionsAi;

/// <summary>Flite as a client of Microsoft.Extensions.AI, and that client as one of our synthesisers again.</summary>
public abstract class TextToSpeechRoundTripConformance(string format) : SpeechSynthesizerConformance
{
    private readonly FliteSynthesizer _flite = new();

    protected override ValueTask<ISpeechSynthesizer> CreateAsync() => new(new TextToSpeechClientSynthesizer(
        new SynthesizerTextToSpeechClient(_flite),
        new TextToSpeechClientSynthesizerOptions
        {
            Id = "client",
            AudioFormat = format,
            Voices = [_flite.Voices.Single(v => v.Id == "flite-kal16") with { Id = "client-flite-kal16", EngineId = "client" }],
        }));

    protected override ValueTask AfterDisposeAsync() => _flite.DisposeAsync();
}

public sealed class TextToSpeechPcmRoundTripConformance() : TextToSpeechRoundTripConformance("pcm");

public sealed class TextToSpeechWavRoundTripConformance() : TextToSpeechRoundTripConformance("wav");
