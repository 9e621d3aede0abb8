using System.Collections.Frozen;

namespace Parley.Server.VoxNexus.Protocol;

/// <summary>Language tags: ISO 639 (<c>en</c>) or BCP 47 (<c>en-US</c>), matched without regard to case.</summary>
internal static class Locales
{
    /// <summary>The most common locale of a bare language.</summary>
    private static readonly FrozenDictionary<string, string> Common = new Dictionary<string, string>
    {
        ["ar"] = "ar-SA", ["bg"] = "bg-BG", ["ca"] = "ca-ES", ["cs"] = "cs-CZ", ["da"] = "da-DK", ["de"] = "de-DE", ["el"] = "el-GR",
        ["en"] = "en-US", ["es"] = "es-ES", ["et"] = "et-EE", ["fa"] = "fa-IR", ["fi"] = "fi-FI", ["fr"] = "fr-FR", ["he"] = "he-IL",
        ["hi"] = "hi-IN", ["hr"] = "hr-HR", ["hu"] = "hu-HU", ["id"] = "id-ID", ["it"] = "it-IT", ["ja"] = "ja-JP", ["ko"] = "ko-KR",
        ["lt"] = "lt-LT", ["lv"] = "lv-LV", ["ms"] = "ms-MY", ["nb"] = "nb-NO", ["nl"] = "nl-NL", ["no"] = "nb-NO", ["pl"] = "pl-PL",
        ["pt"] = "pt-BR", ["ro"] = "ro-RO", ["ru"] = "ru-RU", ["sk"] = "sk-SK", ["sl"] = "sl-SI", ["sr"] = "sr-RS", ["sv"] = "sv-SE",
        ["th"] = "th-TH", ["tr"] = "tr-TR", ["uk"] = "uk-UA", ["ur"] = "ur-PK", ["vi"] = "vi-VN", ["zh"] = "zh-CN",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The language of a tag: <c>en</c> of <c>en-US</c>.</summary>
    public static string LanguageOf(string tag) => tag.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? tag[..dash].ToLowerInvariant() : tag.ToLowerInvariant();

    /// <summary>A bare language as its most common locale; anything else unchanged.</summary>
    public static string WithRegion(string tag) => Common.GetValueOrDefault(tag, tag);

    /// <summary>
    /// The one of <paramref name="offered"/> that serves <paramref name="wanted"/>: the same tag; for a bare language its most
    /// common locale, else the first of the language; for a regional tag also the bare language. Null when none does.
    /// </summary>
    public static string? Match(string wanted, IReadOnlyList<string> offered)
    {
        var language = LanguageOf(wanted);
        var isBare = !wanted.Contains('-', StringComparison.Ordinal);
        return Find(offered, o => Same(o, wanted))
            ?? (isBare ? Find(offered, o => Same(o, WithRegion(wanted))) ?? Find(offered, o => Same(LanguageOf(o), language)) : Find(offered, o => Same(o, language)));
    }

    /// <summary>Whether a locale passes a filter: the same tag, or of the bare language asked for.</summary>
    public static bool Passes(string locale, string filter) =>
        Same(locale, filter) || (!filter.Contains('-', StringComparison.Ordinal) && Same(LanguageOf(locale), filter));

    private static string? Find(IReadOnlyList<string> offered, Predicate<string> predicate)
    {
        foreach (var one in offered)
        {
            if (predicate(one))
            {
                return one;
            }
        }

        return null;
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
