using Parley.Speech.Registry;

namespace Parley.Speech.Recognition.Utterances;

/// <summary>Which of an engine's languages is meant.</summary>
internal static class UtteranceLanguage
{
    /// <summary>The tag itself, else the same language of another region, else the engine's own default.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="asked">BCP 47 tag; null asks for the default.</param>
    /// <returns>Null when the engine takes any language and none was asked for.</returns>
    public static string? Of(IUtteranceEngine engine, string? asked)
    {
        var known = engine.Languages;
        return known.Count == 0 || asked is null
            ? asked ?? known.FirstOrDefault()
            : known.FirstOrDefault(l => Language.SameTag(l, asked)) ?? known.FirstOrDefault(l => Language.Same(l, asked)) ?? known[0];
    }
}
