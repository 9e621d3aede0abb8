using System.Globalization;
using System.Runtime.InteropServices;
using Parley.Server.Console;
using Parley.Server.Data;
using Parley.Server.Storage;
using Parley.Speech;

namespace Parley.Cli.Commands;

/// <summary>What is no engine and must work all the same.</summary>
internal static class MachineReport
{
    public static IEnumerable<EngineReport> Inspect()
    {
        yield return new EngineReport { Id = "dotnet", Job = "platform", IsAvailable = true, Version = $"{Environment.Version} on {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.OSArchitecture}" };
        yield return Cultures();
        yield return Sqlite();
        yield return BrowserConsole();
    }

    private static EngineReport Cultures()
    {
        // Without ICU every culture is a copy of the invariant one.
        var works = new CultureInfo("de-DE").NumberFormat.NumberDecimalSeparator == ",";
        return new EngineReport
        {
            Id = "icu",
            Job = "platform",
            IsAvailable = works,
            Version = works ? "cultures and time zones by name" : null,
            Problem = works ? null : "ICU is missing: text is compared and cut without language rules",
            Remedy = works ? null : "apt-get install libicu72",
        };
    }

    private static EngineReport Sqlite()
    {
        try
        {
            return new EngineReport { Id = "sqlite", Job = "storage", IsAvailable = true, Version = Database.LibraryVersion };
        }
        catch (StorageException exception)
        {
            return new EngineReport { Id = "sqlite", Job = "storage", IsAvailable = false, Problem = exception.Message, Remedy = "apt-get install libsqlite3-0" };
        }
    }

    private static EngineReport BrowserConsole()
    {
        var files = new ConsoleFiles(new ConsoleOptions());
        return new EngineReport
        {
            Id = "console",
            Job = "browser",
            IsAvailable = files is { Folder: not null, HasLibraries: true },
            Version = files.Folder,
            Problem = files.Folder is null ? "the console's files are not beside this program" : files.HasLibraries ? null : "the libraries of the browser console were not installed",
            Remedy = files.Folder is not null && !files.HasLibraries ? ConsoleFiles.Remedy : null,
        };
    }
}
