using System.Runtime.InteropServices;

namespace Parley.Speech.Engines.PocketSphinx;

/// <summary>The library and the model on this machine.</summary>
internal static class PocketSphinxModel
{
    public const string EngineId = "pocketsphinx";
    public const string Remedy = "apt-get install libpocketsphinx3 pocketsphinx-en-us";

    /// <summary>What is missing here; null when nothing is.</summary>
    public static string? Problem(PocketSphinxOptions options)
    {
        if (!NativeLibrary.TryLoad(PocketSphinxNative.Library, out _))
        {
            return $"{PocketSphinxNative.Library} was not found.";
        }

        return Files(options).Any(f => !Path.Exists(f)) ? $"No model was found in {options.ModelDirectory}." : null;
    }

    /// <summary>The language of the model: its folder is named after it.</summary>
    public static string Language(PocketSphinxOptions options)
    {
        var name = Name(options);
        var region = name.IndexOf('-', StringComparison.Ordinal);
        return region < 0 ? name : string.Concat(name.AsSpan(0, region), name[region..].ToUpperInvariant());
    }

    /// <summary>Acoustic model, language model, dictionary.</summary>
    public static string[] Files(PocketSphinxOptions options)
    {
        var name = Name(options);
        return
        [
            Path.Combine(options.ModelDirectory, name),
            Path.Combine(options.ModelDirectory, name + ".lm.bin"),
            Path.Combine(options.ModelDirectory, $"cmudict-{name}.dict"),
        ];
    }

    private static string Name(PocketSphinxOptions options) => Path.GetFileName(Path.TrimEndingDirectorySeparator(options.ModelDirectory));
}
