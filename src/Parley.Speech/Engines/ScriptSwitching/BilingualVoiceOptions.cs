namespace Parley.Speech.Engines.ScriptSwitching;

/// <summary>A voice made of two: one for Chinese characters, one for everything else.</summary>
public sealed record BilingualVoiceOptions
{
    /// <summary>Its id; default <c>bilingual-zh-en</c>.</summary>
    public string Id { get; init; } = "bilingual-zh-en";

    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "Mandarin and English";

    /// <summary>Voice for Chinese characters; default <c>espeak-cmn+f2</c>.</summary>
    public string HanVoice { get; init; } = "espeak-cmn+f2";

    /// <summary>Voice for the rest; default <c>flite-slt</c>.</summary>
    public string LatinVoice { get; init; } = "flite-slt";

    internal void Check(List<string> problems, string name)
    {
        if (string.IsNullOrWhiteSpace(Id) || string.IsNullOrWhiteSpace(Name) || string.IsNullOrWhiteSpace(HanVoice) || string.IsNullOrWhiteSpace(LatinVoice))
        {
            problems.Add($"{name}[\"{Id}\"] needs {nameof(Id)}, {nameof(Name)}, {nameof(HanVoice)} and {nameof(LatinVoice)}.");
        }
    }
}
