using System.Text.Json;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.Speech.Recognition;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>What an STT socket's <c>init</c> settles.</summary>
internal sealed record RecognitionSettings
{
    public static readonly int[] SampleRates = [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];

    public required ISpeechRecognizer Recognizer { get; init; }

    public required RecognitionOptions Options { get; init; }

    /// <summary>The locale asked for; <c>auto</c> where the engine chooses.</summary>
    public required string Language { get; init; }

    /// <summary><c>pcm</c> or <c>wav</c>, echoed in <c>ready</c>; the stream's first bytes decide in truth.</summary>
    public string Format { get; init; } = "pcm";

    /// <summary>Whether finals list their words.</summary>
    public bool Words { get; init; }

    /// <summary>Whether <c>speech_started</c> and <c>speech_ended</c> are wanted.</summary>
    public bool VadEvents { get; init; }

    public bool IncludeLimits { get; init; }

    /// <returns>The settings; of use only when <paramref name="fields"/> has no error.</returns>
    public static RecognitionSettings Read(Fields fields, ISpeechEngines engines, VoxNexusOptions options)
    {
        var wanted = fields.String("language");
        var format = ReadFormat(fields);
        var rate = fields.SampleRate(SampleRates, 16_000);
        var words = fields.Boolean("enable_timestamps");
        var detection = fields.Boolean("enable_language_detection");
        var recognizer = ReadModel(fields, engines);
        var language = RecognitionLanguage.Resolve(wanted, detection, recognizer, options, out var error);
        if (error is not null)
        {
            fields.Fail(error);
        }

        CheckTransform(fields);
        return new RecognitionSettings
        {
            Recognizer = recognizer,
            Language = language ?? RecognitionLanguage.Auto,
            Format = format,
            Words = words,
            VadEvents = fields.Boolean("enable_vad_events"),
            IncludeLimits = fields.Boolean("include_limits"),
            Options = new RecognitionOptions
            {
                SampleRate = rate,
                Language = language,
                Partials = fields.Boolean("interim_results", otherwise: true),
                Endpointing = ReadEndpointing(fields),
                KeyTerms = ReadKeyTerms(fields),
            },
        };
    }

    private static string ReadFormat(Fields fields)
    {
        var format = fields.String("format") ?? "pcm";
        if (format is not ("pcm" or "wav"))
        {
            fields.Fail(new ApiError(ErrorCodes.UnsupportedFormat, "format must be pcm or wav"));
        }

        return format;
    }

    private static ISpeechRecognizer ReadModel(Fields fields, ISpeechEngines engines)
    {
        if (fields.String("model_id") is not { } model)
        {
            return engines.Recognizer;
        }

        if (engines.TryGetRecognizer(model, out var recognizer))
        {
            return recognizer;
        }

        fields.Fail(new ApiError(ErrorCodes.ModelNotFound, "there is no model with this model_id"));
        return engines.Recognizer;
    }

    /// <summary>The fields are checked and then have no effect: this server has no model that rewrites transcripts.</summary>
    private static void CheckTransform(Fields fields)
    {
        if (fields.Boolean("enable_llm_transform") && string.IsNullOrEmpty(fields.String("llm_prompt")))
        {
            fields.Fail(ApiError.Missing("llm_prompt"));
        }

        fields.String("llm_mode");
        fields.String("llm_model_id");
        fields.Integer("llm_max_tokens", 1, 4096);
    }

    private static EndpointingOptions ReadEndpointing(Fields fields)
    {
        var defaults = EndpointingOptions.Default;
        return defaults with
        {
            Silence = fields.Integer("endpoint_silence_ms", 200, 5_000) is { } silence ? TimeSpan.FromMilliseconds(silence) : defaults.Silence,
            MaxUtterance = fields.Integer("max_utterance_ms", 1_000, 600_000) is { } longest ? TimeSpan.FromMilliseconds(longest) : defaults.MaxUtterance,
            Stall = fields.Integer("stall_finalize_ms", 0, 60_000) is { } stall ? (stall == 0 ? null : TimeSpan.FromMilliseconds(stall)) : defaults.Stall,
            Automatic = fields.Boolean("enable_endpointing", otherwise: true),
        };
    }

    private static IReadOnlyList<string> ReadKeyTerms(Fields fields)
    {
        const int Most = 100;
        if (fields.Find("keyterms") is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= Most
            && value.EnumerateArray().All(t => t.ValueKind == JsonValueKind.String && LenientString.Read(t).Length is > 0 and <= Most))
        {
            return [.. value.EnumerateArray().Select(LenientString.Read)];
        }

        fields.Fail(ApiError.Invalid("keyterms", "a list of at most 100 strings of 1 to 100 characters"));
        return [];
    }
}
