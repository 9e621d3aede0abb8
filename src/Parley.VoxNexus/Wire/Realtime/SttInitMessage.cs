using System.Buffers;
using System.Text.Json;

namespace Parley.VoxNexus.Wire;

/// <summary><c>init</c> of speech to text. Every member is optional.</summary>
public sealed record SttInitMessage : IWireMessage
{
    /// <summary>ISO 639-1, BCP 47 or <c>auto</c>; null for the server's default.</summary>
    public string? Language { get; init; }

    /// <summary><c>pcm</c> (16-bit little-endian mono) or <c>wav</c>; null for <c>pcm</c>.</summary>
    public string? Format { get; init; }

    /// <summary>Hertz, one of <see cref="WireRanges.RecognitionSampleRates"/>; null for 16,000.</summary>
    public int? SampleRate { get; init; }

    /// <summary>Word timings on finals; null for false.</summary>
    public bool? EnableTimestamps { get; init; }

    /// <summary>Makes <see cref="Language"/> a hint; null for false.</summary>
    public bool? EnableLanguageDetection { get; init; }

    /// <summary>A model; null for the server's default.</summary>
    public string? ModelId { get; init; }

    /// <summary>Ask for a language model's rewriting; null for false.</summary>
    public bool? EnableLlmTransform { get; init; }

    /// <summary>What the language model is asked; required with <see cref="EnableLlmTransform"/>.</summary>
    public string? LlmPrompt { get; init; }

    /// <summary><c>post_flush</c> is the only known value; null for it.</summary>
    public string? LlmMode { get; init; }

    /// <summary>A language model; null for the server's default.</summary>
    public string? LlmModelId { get; init; }

    /// <summary>1 to 4,096; null for the server's default.</summary>
    public int? LlmMaxTokens { get; init; }

    /// <summary>Extension: ask for <c>speech_started</c> and <c>speech_ended</c>; null for false.</summary>
    public bool? EnableVadEvents { get; init; }

    /// <summary>Extension: silence that ends an utterance, 200 to 5,000 ms of audio time; null for the server's default.</summary>
    public int? EndpointSilenceMs { get; init; }

    /// <summary>Extension: longest utterance in milliseconds, 1,000 to 300,000; null for the server's default.</summary>
    public int? MaxUtteranceMs { get; init; }

    /// <summary>Extension: false makes finals come on flush only; null for true.</summary>
    public bool? EnableEndpointing { get; init; }

    /// <summary>Extension: false leaves partials out; null for true.</summary>
    public bool? InterimResults { get; init; }

    /// <summary>Extension: words to prefer; null for none.</summary>
    public IReadOnlyList<string>? Keyterms { get; init; }

    /// <summary>Extension: ask for the limits in <c>ready</c>; null for false.</summary>
    public bool? IncludeLimits { get; init; }

    /// <summary>Reads the message.</summary>
    /// <param name="json">The whole JSON object, known to be well-formed.</param>
    /// <param name="problems">Where wrong types are reported; null passes over them.</param>
    public static SttInitMessage Read(ReadOnlySpan<byte> json, List<WireProblem>? problems = null)
    {
        var message = new SttInitMessage();
        var fields = new WireFieldReader(json, problems);
        while (fields.Next())
        {
            message = fields.Name switch
            {
                "language" => message with { Language = fields.String() },
                "format" => message with { Format = fields.String() },
                "sample_rate" => message with { SampleRate = fields.Integer() },
                "enable_timestamps" => message with { EnableTimestamps = fields.Boolean() },
                "enable_language_detection" => message with { EnableLanguageDetection = fields.Boolean() },
                "model_id" => message with { ModelId = fields.String() },
                "enable_llm_transform" => message with { EnableLlmTransform = fields.Boolean() },
                "llm_prompt" => message with { LlmPrompt = fields.String() },
                "llm_mode" => message with { LlmMode = fields.String() },
                "llm_model_id" => message with { LlmModelId = fields.String() },
                "llm_max_tokens" => message with { LlmMaxTokens = fields.Integer() },
                "enable_vad_events" => message with { EnableVadEvents = fields.Boolean() },
                "endpoint_silence_ms" => message with { EndpointSilenceMs = fields.Integer() },
                "max_utterance_ms" => message with { MaxUtteranceMs = fields.Integer() },
                "enable_endpointing" => message with { EnableEndpointing = fields.Boolean() },
                "interim_results" => message with { InterimResults = fields.Boolean() },
                "keyterms" => message with { Keyterms = fields.Strings() },
                "include_limits" => message with { IncludeLimits = fields.Boolean() },
                _ => Skipped(ref fields, message),
            };
        }

        return message;
    }

    /// <summary>What is out of range, in the order of the specification's table; empty when nothing is.</summary>
    public IEnumerable<WireProblem> Validate()
    {
        if (Language is not (null or "auto") && !WireRanges.IsLanguageTag(Language))
        {
            yield return Invalid("language", "language must be auto, an ISO 639-1 or a BCP 47 tag");
        }

        if (SampleRate is { } rate && !WireRanges.RecognitionSampleRates.Contains(rate))
        {
            yield return new WireProblem(VoxNexusErrorCode.UnsupportedSampleRate, "sample_rate must be one of 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000", "sample_rate");
        }

        if (EnableLlmTransform is true && string.IsNullOrWhiteSpace(LlmPrompt))
        {
            yield return new WireProblem(VoxNexusErrorCode.MissingParameter, "llm_prompt is required with enable_llm_transform", "llm_prompt");
        }

        if (LlmMaxTokens is < 1 or > 4096)
        {
            yield return Invalid("llm_max_tokens", "llm_max_tokens must be between 1 and 4096");
        }

        if (EndpointSilenceMs is < 200 or > 5_000)
        {
            yield return Invalid("endpoint_silence_ms", "endpoint_silence_ms must be between 200 and 5000");
        }

        if (MaxUtteranceMs is < 1_000 or > 300_000)
        {
            yield return Invalid("max_utterance_ms", "max_utterance_ms must be between 1000 and 300000");
        }
    }

    /// <inheritdoc />
    public void Write(IBufferWriter<byte> output) => WireJson.Write(output, this, static (writer, message) => message.Write(writer));

    private static WireProblem Invalid(string field, string message) => new(VoxNexusErrorCode.InvalidParameter, message, field);

    private static SttInitMessage Skipped(ref WireFieldReader fields, SttInitMessage message)
    {
        fields.Skip();
        return message;
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type"u8, "init"u8);
        writer.Optional("language"u8, Language);
        writer.Optional("format"u8, Format);
        writer.Optional("sample_rate"u8, (long?)SampleRate);
        writer.Optional("enable_timestamps"u8, EnableTimestamps);
        writer.Optional("enable_language_detection"u8, EnableLanguageDetection);
        writer.Optional("model_id"u8, ModelId);
        writer.Optional("enable_llm_transform"u8, EnableLlmTransform);
        writer.Optional("llm_prompt"u8, LlmPrompt);
        writer.Optional("llm_mode"u8, LlmMode);
        writer.Optional("llm_model_id"u8, LlmModelId);
        writer.Optional("llm_max_tokens"u8, (long?)LlmMaxTokens);
        writer.Optional("enable_vad_events"u8, EnableVadEvents);
        writer.Optional("endpoint_silence_ms"u8, (long?)EndpointSilenceMs);
        writer.Optional("max_utterance_ms"u8, (long?)MaxUtteranceMs);
        writer.Optional("enable_endpointing"u8, EnableEndpointing);
        writer.Optional("interim_results"u8, InterimResults);
        if (Keyterms is { Count: > 0 })
        {
            writer.WriteStartArray("keyterms"u8);
            foreach (var term in Keyterms)
            {
                writer.WriteStringValue(term);
            }

            writer.WriteEndArray();
        }

        writer.Optional("include_limits"u8, IncludeLimits);
    }
}
