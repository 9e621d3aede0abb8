using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.VoxNexus.Wire;
using Voice = Parley.Speech.Synthesis.Voice;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>Turns the settings that <c>init</c> and <c>POST /v1/tts</c> have in common into what this server will do.</summary>
internal sealed class SpeechSettingsReader(ISpeechEngines engines, VoxNexusOptions options)
{
    /// <returns>The settings; of use only when there are no problems.</returns>
    public SpeechSettings Read(SynthesisSettings wire, Problems problems)
    {
        problems.All.AddRange(wire.Validate());
        var voice = FindVoice(wire.VoiceId, problems);
        var encoding = FindEncoding(wire.Format, problems);
        if (wire.Ssml is true)
        {
            problems.Add(VoxNexusErrorCode.UnsupportedParameter, "ssml is not offered here", "ssml");
        }

        if (wire.ModelId is { } model && !engines.Voices.Any(v => v.EngineId.Equals(model, StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add(VoxNexusErrorCode.ModelNotFound, "there is no model with this model_id", "model_id");
        }

        return new SpeechSettings
        {
            Voice = voice,
            VoiceId = wire.VoiceId ?? voice.Id,
            Language = FindLanguage(wire.Language, voice, problems),
            Encoding = encoding,
            SampleRate = wire.SampleRate ?? encoding.DefaultSampleRate,
            Speed = wire.Speed ?? 1,
            Pitch = wire.Pitch ?? 0,
            Volume = wire.Volume ?? 1,

            // A style the voice lacks is ignored, as the specification asks.
            Style = voice.Styles.FirstOrDefault(s => s.Equals(wire.VoiceConfig?.Style, StringComparison.OrdinalIgnoreCase)),
            StyleDegree = wire.VoiceConfig?.Degree ?? 1,
        };
    }

    private Voice FindVoice(string? voiceId, Problems problems)
    {
        if (voiceId is not null && engines.TryGetVoice(voiceId, out var voice))
        {
            return voice;
        }

        if (!problems.Has("voice_id") && options.UnknownVoice == UnknownNamePolicy.Error)
        {
            problems.Add(VoxNexusErrorCode.VoiceNotFound, "there is no voice with this voice_id", "voice_id");
        }

        return engines.DefaultVoice;
    }

    private static string FindLanguage(string? wanted, Voice voice, Problems problems)
    {
        if (wanted is null || problems.Has("language"))
        {
            return voice.PrimaryLocale;
        }

        if (Locales.Match(wanted, voice.Locales) is { } locale)
        {
            return locale;
        }

        if (!problems.Has("voice_id"))
        {
            problems.Add(VoxNexusErrorCode.UnsupportedLanguage, "the voice does not speak this language", "language");
        }

        return voice.PrimaryLocale;
    }

    private static AudioEncoding FindEncoding(string? format, Problems problems)
    {
        if (!AudioEncoding.TryParse(format ?? "wav", out var encoding))
        {
            problems.Add(VoxNexusErrorCode.UnsupportedFormat, $"format must be {AudioEncodings.Names}", "format");
        }

        return encoding;
    }
}
