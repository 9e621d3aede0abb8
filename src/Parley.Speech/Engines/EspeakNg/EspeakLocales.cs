namespace Parley.Speech.Engines.EspeakNg;

/// <summary>BCP 47 tags for eSpeak's language codes: regions where a language has an obvious one, registered forms of eSpeak's own.</summary>
internal static class EspeakLocales
{
    private static readonly Dictionary<string, string> Special = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cmn"] = "zh-CN",
        ["cmn-latn-pinyin"] = "zh-Latn-CN-pinyin",
        ["yue"] = "yue-HK",
        ["yue-latn-jyutping"] = "yue-Latn-HK-jyutping",
        ["hak"] = "hak-TW",
        ["en-us-nyc"] = "en-US-x-nyc",
        ["fa-latn"] = "fa-Latn-IR",
        ["piqd"] = "tlh",
        ["py"] = "art-x-pyash",
        ["qdb"] = "art-x-belter",
        ["chr-us-qaaa-x-west"] = "chr-US-x-west",
        ["sd"] = "sd-PK",
        ["sr"] = "sr-RS",
        ["sw"] = "sw-KE",
    };

    /// <summary>The region most speakers' settings name, where there is no doubt about it.</summary>
    private static readonly Dictionary<string, string> Regions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["af"] = "ZA", ["am"] = "ET", ["ar"] = "SA", ["as"] = "IN", ["az"] = "AZ", ["be"] = "BY", ["bg"] = "BG", ["bn"] = "BD",
        ["bs"] = "BA", ["ca"] = "ES", ["cs"] = "CZ", ["cy"] = "GB", ["da"] = "DK", ["de"] = "DE", ["el"] = "GR", ["es"] = "ES",
        ["et"] = "EE", ["eu"] = "ES", ["fa"] = "IR", ["fi"] = "FI", ["ga"] = "IE", ["gd"] = "GB", ["gu"] = "IN", ["haw"] = "US",
        ["he"] = "IL", ["hi"] = "IN", ["hr"] = "HR", ["ht"] = "HT", ["hu"] = "HU", ["hy"] = "AM", ["id"] = "ID", ["is"] = "IS",
        ["it"] = "IT", ["ja"] = "JP", ["ka"] = "GE", ["kk"] = "KZ", ["kl"] = "GL", ["kn"] = "IN", ["ko"] = "KR", ["kok"] = "IN",
        ["ky"] = "KG", ["lb"] = "LU", ["lt"] = "LT", ["lv"] = "LV", ["mi"] = "NZ", ["mk"] = "MK", ["ml"] = "IN", ["mr"] = "IN",
        ["ms"] = "MY", ["mt"] = "MT", ["my"] = "MM", ["nb"] = "NO", ["ne"] = "NP", ["nl"] = "NL", ["or"] = "IN", ["pa"] = "IN",
        ["pl"] = "PL", ["pt"] = "PT", ["ro"] = "RO", ["ru"] = "RU", ["si"] = "LK", ["sk"] = "SK", ["sl"] = "SI", ["sq"] = "AL",
        ["sv"] = "SE", ["ta"] = "IN", ["te"] = "IN", ["th"] = "TH", ["tk"] = "TM", ["tn"] = "ZA", ["tr"] = "TR", ["tt"] = "RU",
        ["ug"] = "CN", ["uk"] = "UA", ["ur"] = "PK", ["uz"] = "UZ", ["vi"] = "VN",
    };

    /// <summary>The tag of an eSpeak language code, in BCP 47's usual letter case.</summary>
    public static string ToBcp47(string language)
    {
        if (Special.TryGetValue(language, out var special))
        {
            return special;
        }

        var parts = language.Split('-');
        parts[0] = parts[0].ToLowerInvariant();
        if (parts.Length == 1)
        {
            return Regions.TryGetValue(parts[0], out var region) ? $"{parts[0]}-{region}" : parts[0];
        }

        for (var i = 1; i < parts.Length && parts[i] is not ("x" or "X"); i++)
        {
            parts[i] = parts[i].Length switch
            {
                2 => parts[i].ToUpperInvariant(),
                4 => char.ToUpperInvariant(parts[i][0]) + parts[i][1..].ToLowerInvariant(),
                _ => parts[i].ToLowerInvariant(),
            };
        }

        return string.Join('-', parts);
    }
}
