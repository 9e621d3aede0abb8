using System.CommandLine;

namespace Parley.Cli.Output;

/// <summary>Whether somebody watches: decoration is for terminals, results are for everyone.</summary>
internal static class Terminal
{
    /// <summary>Whether results go to a terminal.</summary>
    public static bool ShowsResults(this ParseResult parsed) =>
        ReferenceEquals(parsed.InvocationConfiguration.Output, Console.Out) && !Console.IsOutputRedirected;

    /// <summary>Whether diagnostics go to a terminal.</summary>
    public static bool ShowsDiagnostics(this ParseResult parsed) =>
        ReferenceEquals(parsed.InvocationConfiguration.Error, Console.Error) && !Console.IsErrorRedirected;
}
