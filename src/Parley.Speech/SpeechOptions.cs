using Parley.Speech.Engines.Deepgram;
using Parley.Speech.Engines.EspeakNg;
using Parley.Speech.Engines.Flite;
using Parley.Speech.Engines.OpenAi;
using Parley.Speech.Engines.PocketSphinx;
using Parley.Speech.Engines.ScriptSwitching;
using Parley.Speech.Engines.Silero;

namespace Parley.Speech;

/// <summary>Which speech engines a process uses, and how. Checked by <see cref="Validate"/> when <see cref="SpeechEngines"/> is created.</summary>
public sealed partial record SpeechOptions
{
    /// <summary>
    /// Recognisers by id, the first preferred and each next one standing in for those before it.
    /// Null (default): remote ones that are configured, then <c>pocketsphinx</c>.
    /// </summary>
    public IReadOnlyList<string>? Recognizers { get; init; }

    /// <summary>
    /// Synthesisers by id, the first preferred and each next one standing in for those before it.
    /// Null (default): remote ones that are configured, then <c>flite</c>, then <c>espeak</c>.
    /// </summary>
    public IReadOnlyList<string>? Synthesizers { get; init; }

    /// <summary>Voice activity detectors by id, the first that can run here is used. Null (default): <c>silero</c>, then <c>energy</c>.</summary>
    public IReadOnlyList<string>? VoiceActivity { get; init; }

    /// <summary>
    /// Id or alias of the voice used where none is asked for. Null (default): the first voice of the first synthesiser that runs.
    /// </summary>
    public string? DefaultVoice { get; init; }

    /// <summary>
    /// Other names for voices, each with the voices it may stand for; the first that exists here is taken, and a name whose
    /// voices are all missing is left out. Default: the id in the VoxNexus examples, <c>vl-xiaoxiao</c>, is a voice that speaks
    /// Mandarin and English.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> VoiceAliases { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase)
        {
            ["vl-xiaoxiao"] = ["bilingual-zh-en", "espeak-cmn", "flite-slt"],
        };

    /// <summary>
    /// Other names for recognisers: each stands for a recogniser's id, or for <c>default</c>, which is the whole configured order.
    /// Default: the model ids VoxNexus clients send, <c>vn-stt-basic</c> and <c>vn-stt-ultra</c>, are <c>default</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> RecognizerAliases { get; init; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["vn-stt-basic"] = "default",
            ["vn-stt-ultra"] = "default",
        };

    /// <summary>
    /// How long an engine that failed is tried last, so that not every sentence waits for its deadline; 0 to 10 min, default 15 s.
    /// </summary>
    public TimeSpan FailoverCooldown { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Services with OpenAI's transcription wire; default none. They come first in the default order.</summary>
    public IReadOnlyList<OpenAiTranscriptionOptions> OpenAiTranscription { get; init; } = [];

    /// <summary>Deepgram live; null (default) leaves it out. It comes after <see cref="OpenAiTranscription"/> in the default order.</summary>
    public DeepgramOptions? Deepgram { get; init; }

    /// <summary>Silero voice activity.</summary>
    public SileroOptions Silero { get; init; } = new();

    /// <summary>PocketSphinx, in process.</summary>
    public PocketSphinxOptions PocketSphinx { get; init; } = new();

    /// <summary>Flite, in process.</summary>
    public FliteOptions Flite { get; init; } = new();

    /// <summary>eSpeak NG, as a program of its own.</summary>
    public EspeakNgOptions EspeakNg { get; init; } = new();

    /// <summary>
    /// Voices made of two others, one for Chinese characters and one for the rest; one whose parts are missing here is left out.
    /// Default: Mandarin and English.
    /// </summary>
    public IReadOnlyList<BilingualVoiceOptions> BilingualVoices { get; init; } = [new()];

    /// <summary>Services with OpenAI's text-to-speech wire; default none. They come first in the default order.</summary>
    public IReadOnlyList<OpenAiSpeechOptions> OpenAiSpeech { get; init; } = [];
}
