using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.Speech.Recognition;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>What an STT socket's <c>init</c> settles.</summary>
internal sealed record RecognitionSettings
{
    private const int MostKeyTerms = 100;
    private const int LongestKeyTerm = 100;

    public required ISpeechRecognizer Recognizer { get; init; }

    public required RecognitionOptions Options { get; init; }

    /// <summary>The locale that will be recognised as far as is known before the engine opens; <c>auto</c> where it chooses.</summary>
    public required string Language { get; init; }

    /// <summary>Echoed in <c>ready</c>; whether there is a WAV header is decided by the stream's first bytes.</summary>
    public AudioEncoding Encoding { get; init; }

    /// <summary>Whether finals list their words.</summary>
    public bool Words { get; init; }

    /// <summary>Whether <c>speech_started</c> and <c>speech_ended</c> are wanted.</summary>
    public bool VadEvents { get; init; }

    public bool IncludeLimits { get; init; }

    /// <remarks>The transform fields are checked and have no effect: this server has no model that rewrites transcripts.</remarks>
    /// <returns>The settings; of use only when there are no problems.</returns>
    public static RecognitionSettings Read(ReadOnlySpan<byte> json, ISpeechEngines engines, VoxNexusOptions options, Problems problems)
    {
        var init = SttInitMessage.Read(json, problems.All);
        problems.All.AddRange(init.Validate());
        if (!AudioEncoding.TryParse(init.Format ?? "pcm", out var encoding))
        {
            problems.Add(VoxNexusErrorCode.UnsupportedFormat, $"format must be {AudioEncodings.Names}", "format");
        }

        var recognizer = FindModel(init.ModelId, engines, problems);
        var language = RecognitionLanguage.Resolve(init.Language, init.EnableLanguageDetection ?? false, recognizer, options, out var error);
        if (error is not null)
        {
            problems.Add(error.Code, error.Message, "language");
        }

        CheckKeyTerms(init.Keyterms, problems);
        return new RecognitionSettings
        {
            Recognizer = recognizer,
            Language = RecognitionLanguage.Expect(language, recognizer),
            Encoding = encoding,
            Words = init.EnableTimestamps ?? false,
            VadEvents = init.EnableVadEvents ?? false,
            IncludeLimits = init.IncludeLimits ?? false,
            Options = new RecognitionOptions
            {
                SampleRate = init.SampleRate ?? encoding.DefaultSampleRate,
                Language = language,
                Partials = init.InterimResults ?? true,
                Endpointing = Endpointing(init, options),
                KeyTerms = init.Keyterms ?? [],
            },
        };
    }

    private static ISpeechRecognizer FindModel(string? model, ISpeechEngines engines, Problems problems)
    {
        if (model is null)
        {
            return engines.Recognizer;
        }

        if (engines.TryGetRecognizer(model, out var recognizer))
        {
            return recognizer;
        }

        problems.Add(VoxNexusErrorCode.ModelNotFound, "there is no model with this model_id", "model_id");
        return engines.Recognizer;
    }

    private static EndpointingOptions Endpointing(SttInitMessage init, VoxNexusOptions options)
    {
        var defaults = EndpointingOptions.Default;
        return defaults with
        {
            Silence = init.EndpointSilenceMs is { } silence ? TimeSpan.FromMilliseconds(silence) : defaults.Silence,
            MaxUtterance = init.MaxUtteranceMs is { } longest ? TimeSpan.FromMilliseconds(longest) : defaults.MaxUtterance,
            Stall = options.StallSeconds == 0 ? null : TimeSpan.FromSeconds(options.StallSeconds),
            Automatic = init.EnableEndpointing ?? true,
        };
    }

    private static void CheckKeyTerms(IReadOnlyList<string>? terms, Problems problems)
    {
        if (terms is not null && (terms.Count > MostKeyTerms || terms.Any(t => t.Length is 0 or > LongestKeyTerm)))
        {
            problems.Add(VoxNexusErrorCode.InvalidParameter, $"keyterms must be at most {MostKeyTerms} strings of 1 to {LongestKeyTerm} characters", "keyterms");
        }
    }
}
