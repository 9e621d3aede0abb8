namespace Parley.Speech.Engines.EspeakNg;

/// <summary>A line of <c>espeak-ng --voices</c>.</summary>
/// <param name="Id">Our id, e.g. <c>espeak-en-gb-x-rp</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="File">The voice's file below eSpeak's own data, which names it without doubt.</param>
/// <param name="Locale">BCP 47 tag.</param>
internal sealed record EspeakVoice(string Id, string Name, string File, string Locale)
{
    /// <summary>What ids begin with.</summary>
    public const string Prefix = "espeak-";

    private const string Preferred = "espeak-en-us";

    /// <summary>Reads the table, its columns parted by white space: priority, language, age/gender, name, file, other languages.</summary>
    /// <returns>American English first, it being our default; the others in the table's order.</returns>
    public static IReadOnlyList<EspeakVoice> Parse(string table)
    {
        var voices = new List<EspeakVoice>();
        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in table.Split('\n').Skip(1))
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (columns.Length < 5)
            {
                continue;
            }

            // Two lines may have one language (Cantonese, and Cantonese in Latin script); their files differ.
            var language = columns[1];
            if (!ids.Add(Prefix + language))
            {
                language = columns[4][(columns[4].LastIndexOf('/') + 1)..];
                if (!ids.Add(Prefix + language))
                {
                    continue;
                }
            }

            voices.Add(new EspeakVoice(Prefix + language.ToLowerInvariant(), columns[3].Replace('_', ' ').Trim(), columns[4], EspeakLocales.ToBcp47(language)));
        }

        return [.. voices.OrderByDescending(v => v.Id == Preferred)];
    }
}
