using System.Globalization;
using System.Text.Json;
using Parley.Server.VoxNexus.Protocol;
using Parley.VoxNexus.Wire;
using SpeechVoice = Parley.Speech.Synthesis.Voice;

namespace Parley.Server.VoxNexus.Voices;

/// <summary>A voice as the API shows it: the present names, and the older ones that some clients still read.</summary>
internal static class VoiceDocument
{
    /// <param name="voice">The voice.</param>
    /// <param name="id">The id to show, which may be an alias.</param>
    /// <param name="baseUrl">The server's address.</param>
    public static Voice Create(SpeechVoice voice, string id, string baseUrl)
    {
        var schema = Schema(voice);
        return new Voice
        {
            VoiceId = id,
            Name = voice.Name,
            DisplayName = voice.Name,
            Gender = voice.Gender,
            Age = voice.Age,
            PrimaryLocale = voice.PrimaryLocale,
            Locale = voice.PrimaryLocale,
            Language = Locales.LanguageOf(voice.PrimaryLocale),
            Category = "premade",
            Description = voice.Description,
            IsMultilingual = voice.Locales.Select(Locales.LanguageOf).Distinct().Skip(1).Any(),
            SupportedLocales = [.. voice.Locales.Select(l => Locale(l, voice, id, baseUrl))],
            Labels = new VoiceLabels { Personalities = [], Scenarios = [] },
            PreviewUrl = PreviewUrl(baseUrl, id, null),
            SampleUrl = PreviewUrl(baseUrl, id, null),
            Styles = voice.Styles,
            ConfigSchema = schema,
            VoiceConfigSchema = schema,
        };
    }

    private static VoiceLocale Locale(string locale, SpeechVoice voice, string id, string baseUrl)
    {
        var culture = Culture(locale);
        return new VoiceLocale
        {
            Locale = locale,
            Language = Locales.LanguageOf(locale),
            LocaleName = culture?.EnglishName ?? locale,
            Accent = Accent(culture),
            PreviewUrl = PreviewUrl(baseUrl, id, locale),
            IsPrimary = locale.Equals(voice.PrimaryLocale, StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>JSON Schema of <c>voice_config</c>; empty for a voice without styles.</summary>
    private static JsonElement Schema(SpeechVoice voice)
    {
        using var document = JsonDocument.Parse(voice.Styles.Count == 0 ? "{}" : $$"""
            {"type":"object","properties":{"style":{"type":"string","enum":[{{string.Join(',', voice.Styles.Select(s => $"\"{JsonEncodedText.Encode(s)}\""))}}]},"degree":{"type":"number","minimum":0.01,"maximum":2,"default":1} } }
            """);
        return document.RootElement.Clone();
    }

    private static string PreviewUrl(string baseUrl, string id, string? locale) =>
        $"{baseUrl}/samples/{Uri.EscapeDataString(id)}{(locale is null ? "" : "/" + Uri.EscapeDataString(locale))}.wav";

    private static CultureInfo? Culture(string locale)
    {
        try
        {
            return CultureInfo.GetCultureInfo(locale, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    private static string? Accent(CultureInfo? culture) =>
        culture is { IsNeutralCulture: false } && culture.Name.Contains('-', StringComparison.Ordinal) ? new RegionInfo(culture.Name).EnglishName : null;
}
