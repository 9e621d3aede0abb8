using System.Globalization;
using System.Text.Json;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech.Synthesis;

namespace Parley.Server.VoxNexus.Voices;

/// <summary>Writes a voice as the API shows it: the present names, and the older ones that some clients still read.</summary>
internal static class VoiceDocument
{
    /// <param name="json">Where the members go; the object is open.</param>
    /// <param name="voice">The voice.</param>
    /// <param name="id">The id to show, which may be an alias.</param>
    /// <param name="baseUrl">The server's address.</param>
    public static void Write(Utf8JsonWriter json, Voice voice, string id, string baseUrl)
    {
        json.WriteString("voice_id"u8, id);
        json.WriteString("name"u8, voice.Name);
        json.WriteString("display_name"u8, voice.Name);
        json.WriteString("gender"u8, voice.Gender);
        json.WriteString("age"u8, voice.Age);
        json.WriteString("primary_locale"u8, voice.PrimaryLocale);
        json.WriteString("locale"u8, voice.PrimaryLocale);
        json.WriteString("language"u8, Locales.LanguageOf(voice.PrimaryLocale));
        json.WriteString("category"u8, "premade"u8);
        json.WriteStringIfAny("description"u8, voice.Description);
        json.WriteBoolean("is_multilingual"u8, voice.Locales.Select(Locales.LanguageOf).Distinct().Skip(1).Any());
        WriteLocales(json, voice, id, baseUrl);
        json.WriteStartObject("labels"u8);
        json.WriteStartArray("personalities"u8);
        json.WriteEndArray();
        json.WriteStartArray("scenarios"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("preview_url"u8, PreviewUrl(baseUrl, id, null));
        json.WriteString("sample_url"u8, PreviewUrl(baseUrl, id, null));
        json.WriteStartArray("styles"u8);
        foreach (var style in voice.Styles)
        {
            json.WriteStringValue(style);
        }

        json.WriteEndArray();
        WriteSchema(json, "config_schema"u8, voice);
        WriteSchema(json, "voice_config_schema"u8, voice);
    }

    private static void WriteLocales(Utf8JsonWriter json, Voice voice, string id, string baseUrl)
    {
        json.WriteStartArray("supported_locales"u8);
        foreach (var locale in voice.Locales)
        {
            var culture = Culture(locale);
            json.WriteStartObject();
            json.WriteString("locale"u8, locale);
            json.WriteString("language"u8, Locales.LanguageOf(locale));
            json.WriteString("locale_name"u8, culture?.EnglishName ?? locale);
            json.WriteStringIfAny("accent"u8, Accent(culture));
            json.WriteString("preview_url"u8, PreviewUrl(baseUrl, id, locale));
            json.WriteBoolean("is_primary"u8, locale.Equals(voice.PrimaryLocale, StringComparison.OrdinalIgnoreCase));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>JSON Schema of <c>voice_config</c>; empty for a voice without styles.</summary>
    private static void WriteSchema(Utf8JsonWriter json, ReadOnlySpan<byte> name, Voice voice)
    {
        json.WriteStartObject(name);
        if (voice.Styles.Count > 0)
        {
            json.WriteString("type"u8, "object"u8);
            json.WriteStartObject("properties"u8);
            json.WriteStartObject("style"u8);
            json.WriteString("type"u8, "string"u8);
            json.WriteStartArray("enum"u8);
            foreach (var style in voice.Styles)
            {
                json.WriteStringValue(style);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartObject("degree"u8);
            json.WriteString("type"u8, "number"u8);
            json.WriteNumber("minimum"u8, 0.01);
            json.WriteNumber("maximum"u8, 2);
            json.WriteNumber("default"u8, 1);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
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
