using System.Collections.Frozen;

namespace Parley.Server.Console;

/// <summary>Which files a browser may have, and as what.</summary>
internal static class ContentTypes
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".wav"] = "audio/wav",
        [".woff2"] = "font/woff2",
        [".webmanifest"] = "application/manifest+json",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a relative URL path may be a file for browsers: known type, no hidden part, no library that was not asked for by name.</summary>
    public static bool IsPublic(string path) =>
        Types.ContainsKey(Path.GetExtension(path))
        && path.Split('/').All(part => part.Length > 0 && part[0] != '.' && part is not ("node_modules" or "test" or "tests"))
        && path.AsSpan().IndexOfAny("\\:\0") < 0;

    /// <summary>The media type of a public file.</summary>
    public static string Of(string path) => Types[Path.GetExtension(path)];

    /// <summary>Whether compressing it is worth anything.</summary>
    public static bool IsText(string type) => type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal);
}
