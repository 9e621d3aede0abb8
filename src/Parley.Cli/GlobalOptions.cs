using System.CommandLine;
using Parley.Server.Data;

namespace Parley.Cli;

/// <summary>Options that every command has.</summary>
internal static class GlobalOptions
{
    public static Option<Uri?> Server { get; } = new("--server")
    {
        Description = "The server to use; default: PARLEY_SERVER, else the one running on the data directory, else one of its own",
        HelpName = "URL",
        Recursive = true,
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https")
            ? url
            : Refuse(result, $"'{result.Tokens[0].Value}' is not an http or https URL."),
    };

    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "Data directory; default: PARLEY_DATA, else $XDG_DATA_HOME/parley",
        HelpName = "DIR",
        Recursive = true,
    };

    public static Option<FileInfo?> KeyFile { get; } = new("--key-file")
    {
        Description = "File with the key for the server; default: PARLEY_API_KEY",
        HelpName = "FILE",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Results as JSON", Recursive = true };

    /// <summary>The data directory these words mean.</summary>
    public static DataDirectory FindData(this ParseResult parsed) => DataDirectory.Find(parsed.GetValue(Data));

    private static Uri? Refuse(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }
}
