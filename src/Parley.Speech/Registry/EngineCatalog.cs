using Parley.Speech.Engines.Deepgram;
using Parley.Speech.Engines.Energy;
using Parley.Speech.Engines.EspeakNg;
using Parley.Speech.Engines.Flite;
using Parley.Speech.Engines.OpenAi;
using Parley.Speech.Engines.PocketSphinx;
using Parley.Speech.Engines.Silero;

namespace Parley.Speech.Registry;

/// <summary>The engines Parley brings, in the order in which they stand in for each other.</summary>
public static class EngineCatalog
{
    /// <summary>
    /// The engines that <paramref name="options"/> make possible: remote ones first, where they are configured, because
    /// somebody chose them; then those of this machine, best first.
    /// </summary>
    public static IReadOnlyList<IEngineFactory> BuiltIn(SpeechOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            new SileroFactory(),
            new EnergyFactory(),
            .. options.OpenAiTranscription.Select(o => new OpenAiTranscriptionFactory(o)),
            .. options.Deepgram is { } deepgram ? [new DeepgramFactory(deepgram)] : Array.Empty<IEngineFactory>(),
            new PocketSphinxFactory(),
            .. options.OpenAiSpeech.Select(o => new OpenAiSpeechFactory(o)),
            new FliteFactory(),
            new EspeakNgFactory(),
        ];
    }
}
