using System.Text.Json;

namespace Parley.VoxNexus.Wire;

/// <summary>What an utterance sounds like: the members that <c>init</c> of text to speech and <c>POST /v1/tts</c> share.</summary>
public sealed record SynthesisSettings
{
    /// <summary>A voice of <c>/v1/voices</c>; the only required member.</summary>
    public string? VoiceId { get; init; }

    /// <summary>ISO 639-1 or BCP 47; null for the voice's primary locale.</summary>
    public string? Language { get; init; }

    /// <summary><c>wav</c> or <c>pcm</c> (16-bit little-endian mono); null for <c>wav</c>.</summary>
    public string? Format { get; init; }

    /// <summary>Hertz, one of <see cref="WireRanges.SynthesisSampleRates"/>; null for 16,000.</summary>
    public int? SampleRate { get; init; }

    /// <summary>0.5 to 2.0; null for 1.0.</summary>
    public double? Speed { get; init; }

    /// <summary>-12 to 12 semitones; null for 0.</summary>
    public double? Pitch { get; init; }

    /// <summary>0.0 to 1.0; null for 1.0, the voice's own level.</summary>
    public double? Volume { get; init; }

    /// <summary>The voice's own options; null for its defaults.</summary>
    public VoiceConfig? VoiceConfig { get; init; }

    /// <summary>Whether the text is SSML; null for false.</summary>
    public bool? Ssml { get; init; }

    /// <summary>A model; null for the server's default.</summary>
    public string? ModelId { get; init; }

    /// <summary>What is out of range, in the order of the specification's table; empty when nothing is.</summary>
    public IEnumerable<WireProblem> Validate()
    {
        if (string.IsNullOrWhiteSpace(VoiceId))
        {
            yield return new WireProblem(VoxNexusErrorCode.MissingParameter, "voice_id is required", "voice_id");
        }

        if (Language is not null && !WireRanges.IsLanguageTag(Language))
        {
            yield return new WireProblem(VoxNexusErrorCode.InvalidParameter, "language must be an ISO 639-1 or BCP 47 tag", "language");
        }

        if (SampleRate is { } rate && !WireRanges.SynthesisSampleRates.Contains(rate))
        {
            yield return new WireProblem(VoxNexusErrorCode.UnsupportedSampleRate, "sample_rate must be 8000, 16000, 22050, 24000, 44100 or 48000", "sample_rate");
        }

        if (Speed is < WireRanges.MinSpeed or > WireRanges.MaxSpeed or double.NaN)
        {
            yield return new WireProblem(VoxNexusErrorCode.InvalidParameter, "speed must be between 0.5 and 2.0", "speed");
        }

        if (Pitch is < WireRanges.MinPitch or > WireRanges.MaxPitch or double.NaN)
        {
            yield return new WireProblem(VoxNexusErrorCode.InvalidParameter, "pitch must be between -12 and 12", "pitch");
        }

        if (Volume is < 0 or > 1 or double.NaN)
        {
            yield return new WireProblem(VoxNexusErrorCode.InvalidParameter, "volume must be between 0.0 and 1.0", "volume");
        }
    }

    /// <summary>Takes the member the reader stands on if it belongs here.</summary>
    internal static bool TryReadMember(ref WireFieldReader fields, ReadOnlySpan<byte> json, List<WireProblem>? problems, ref SynthesisSettings settings)
    {
        switch (fields.Name)
        {
            case "voice_id":
                settings = settings with { VoiceId = fields.String() };
                return true;
            case "language":
                settings = settings with { Language = fields.String() };
                return true;
            case "format":
                settings = settings with { Format = fields.String() };
                return true;
            case "sample_rate":
                settings = settings with { SampleRate = fields.Integer() };
                return true;
            case "speed":
                settings = settings with { Speed = fields.Number() };
                return true;
            case "pitch":
                settings = settings with { Pitch = fields.Number() };
                return true;
            case "volume":
                settings = settings with { Volume = fields.Number() };
                return true;
            case "voice_config":
                ReadVoiceConfig(ref fields, json, problems, ref settings);
                return true;
            case "ssml":
                settings = settings with { Ssml = fields.Boolean() };
                return true;
            case "model_id":
                settings = settings with { ModelId = fields.String() };
                return true;
            default:
                return false;
        }
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.Optional("voice_id"u8, VoiceId);
        writer.Optional("language"u8, Language);
        writer.Optional("format"u8, Format);
        writer.Optional("sample_rate"u8, (long?)SampleRate);
        writer.Optional("speed"u8, Speed);
        writer.Optional("pitch"u8, Pitch);
        writer.Optional("volume"u8, Volume);
        VoiceConfig?.Write(writer);
        writer.Optional("ssml"u8, Ssml);
        writer.Optional("model_id"u8, ModelId);
    }

    private static void ReadVoiceConfig(ref WireFieldReader fields, ReadOnlySpan<byte> json, List<WireProblem>? problems, ref SynthesisSettings settings)
    {
        if (fields.TryObject(json, VoxNexusErrorCode.InvalidVoiceConfig, out var inner))
        {
            settings = settings with { VoiceConfig = VoiceConfig.Read(inner, problems) };
        }
    }
}
