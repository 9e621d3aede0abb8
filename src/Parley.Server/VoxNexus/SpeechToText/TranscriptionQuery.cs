using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parley.Server.VoxNexus.Http;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.Speech.Recognition;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>The query of <c>POST /v1/stt</c>.</summary>
/// <param name="Recognizer">The model's engine.</param>
/// <param name="SampleRate">Hertz as declared; null when absent.</param>
/// <param name="Language">Locale to ask for.</param>
/// <param name="Words">Whether words are wanted.</param>
internal sealed record TranscriptionQuery(ISpeechRecognizer Recognizer, int? SampleRate, string? Language, bool Words)
{
    private const int MostTokens = 4096;

    public RecognitionOptions Options(int sampleRate) => new()
    {
        SampleRate = sampleRate,
        Language = Language,
        Partials = false,
        Endpointing = EndpointingOptions.Default with { Stall = null },
    };

    /// <exception cref="ApiException">A value is wrong.</exception>
    public static TranscriptionQuery Read(IQueryCollection query, ISpeechEngines engines, VoxNexusOptions options)
    {
        var recognizer = engines.Recognizer;
        if (Text(query, "model_id") is { } model && !engines.TryGetRecognizer(model, out recognizer))
        {
            throw new ApiException(new ApiError(VoxNexusErrorCode.ModelNotFound, "there is no model with this model_id"));
        }

        var rate = Integer(query, "sample_rate", 1, int.MaxValue);
        var language = RecognitionLanguage.Resolve(Text(query, "language"), detection: false, recognizer, options, out var error);
        if (error is not null)
        {
            throw new ApiException(error);
        }

        var words = Boolean(query, "enable_timestamps");
        if (Boolean(query, "enable_speaker_diarization"))
        {
            throw new ApiException(new ApiError(VoxNexusErrorCode.UnsupportedParameter, "speaker diarization is not offered here"));
        }

        CheckTransform(query);
        return new TranscriptionQuery(recognizer, rate, language, words);
    }

    private static void CheckTransform(IQueryCollection query)
    {
        if (Boolean(query, "enable_llm_transform") && Text(query, "llm_prompt") is null)
        {
            throw new ApiException(ApiError.Missing("llm_prompt"));
        }

        Integer(query, "llm_max_tokens", 1, MostTokens);
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } value ? value : null;

    private static bool Boolean(IQueryCollection query, string name) => Text(query, name) switch
    {
        null or "false" or "0" => false,
        "true" or "1" => true,
        _ => throw new ApiException(ApiError.Invalid(name, "true or false")),
    };

    private static int? Integer(IQueryCollection query, string name, int min, int max)
    {
        if (Text(query, name) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new ApiException(ApiError.Invalid(name, max == int.MaxValue ? $"an integer of at least {min}" : $"an integer between {min} and {max}"));
    }
}
