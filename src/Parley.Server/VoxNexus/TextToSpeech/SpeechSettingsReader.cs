using System.Text.Json;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.Speech.Synthesis;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>Checks the fields that <c>init</c> and <c>POST /v1/tts</c> have in common, in the order of the specification's table.</summary>
internal sealed class SpeechSettingsReader(ISpeechEngines engines, VoxNexusOptions options)
{
    private static readonly int[] SampleRates = [8_000, 16_000, 22_050, 24_000, 44_100, 48_000];

    /// <returns>The settings; of use only when <paramref name="fields"/> has no error.</returns>
    public SpeechSettings Read(Fields fields)
    {
        var voiceId = fields.String("voice_id");
        var voice = FindVoice(fields, voiceId);
        var language = ReadLanguage(fields, voice);
        var encoding = ReadEncoding(fields);
        var rate = fields.SampleRate(SampleRates, 16_000);
        var settings = new SpeechSettings
        {
            Voice = voice,
            VoiceId = voiceId ?? voice.Id,
            Language = language,
            Encoding = encoding,
            SampleRate = rate,
            Speed = fields.Number("speed", 0.5, 2, 1),
            Pitch = fields.Number("pitch", -12, 12, 0),
            Volume = fields.Number("volume", 0, 1, 1),
        };
        settings = ReadVoiceConfig(fields, settings);
        if (fields.Boolean("ssml"))
        {
            fields.Fail(new ApiError(ErrorCodes.UnsupportedParameter, "ssml is not offered here"));
        }

        CheckModel(fields);
        return settings;
    }

    private Voice FindVoice(Fields fields, string? voiceId)
    {
        if (string.IsNullOrWhiteSpace(voiceId))
        {
            if (fields.Error is null)
            {
                fields.Fail(ApiError.Missing("voice_id"));
            }

            return engines.DefaultVoice;
        }

        if (engines.TryGetVoice(voiceId, out var voice))
        {
            return voice;
        }

        if (options.UnknownVoice == UnknownNamePolicy.Error)
        {
            fields.Fail(new ApiError(ErrorCodes.VoiceNotFound, "there is no voice with this voice_id"));
        }

        return engines.DefaultVoice;
    }

    private static string ReadLanguage(Fields fields, Voice voice)
    {
        var wanted = fields.String("language");
        if (wanted is null)
        {
            return voice.PrimaryLocale;
        }

        if (!Locales.IsWellFormed(wanted))
        {
            fields.Fail(ApiError.Invalid("language", "an ISO 639 or BCP 47 tag, such as en or en-US"));
        }
        else if (Locales.Match(wanted, voice.Locales) is { } locale)
        {
            return locale;
        }
        else if (fields.Error is null)
        {
            fields.Fail(new ApiError(ErrorCodes.UnsupportedLanguage, "the voice does not speak this language"));
        }

        return voice.PrimaryLocale;
    }

    private static AudioEncoding ReadEncoding(Fields fields)
    {
        switch (fields.String("format"))
        {
            case null or "wav":
                return AudioEncoding.Wav;
            case "pcm":
                return AudioEncoding.Pcm;
            default:
                fields.Fail(new ApiError(ErrorCodes.UnsupportedFormat, "format must be wav or pcm"));
                return AudioEncoding.Wav;
        }
    }

    private static SpeechSettings ReadVoiceConfig(Fields fields, SpeechSettings settings)
    {
        if (fields.Find("voice_config") is not { } value)
        {
            return settings;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            fields.Fail(new ApiError(ErrorCodes.InvalidVoiceConfig, "voice_config must be an object"));
            return settings;
        }

        var config = new Fields(value);
        var style = config.String("style", ErrorCodes.InvalidVoiceConfig);
        config.String("role", ErrorCodes.InvalidVoiceConfig);
        var degree = settings.StyleDegree;
        if (config.Find("degree") is { } number)
        {
            if (number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out degree) && double.IsFinite(degree))
            {
                degree = Math.Clamp(degree, 0.01, 2);
            }
            else
            {
                config.Fail(new ApiError(ErrorCodes.InvalidVoiceConfig, "voice_config.degree must be a number"));
            }
        }

        if (config.Error is { } error)
        {
            fields.Fail(error);
        }

        // A style the voice lacks is ignored, as the specification asks.
        var known = settings.Voice.Styles.FirstOrDefault(s => s.Equals(style, StringComparison.OrdinalIgnoreCase));
        return settings with { Style = known, StyleDegree = degree };
    }

    private void CheckModel(Fields fields)
    {
        if (fields.String("model_id") is { } model && !engines.Voices.Any(v => v.EngineId.Equals(model, StringComparison.OrdinalIgnoreCase)))
        {
            fields.Fail(new ApiError(ErrorCodes.ModelNotFound, "there is no model with this model_id"));
        }
    }
}
