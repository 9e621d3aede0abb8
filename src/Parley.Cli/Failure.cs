using System.Net;
using Parley.Server.Data;
using Parley.Server.Settings;
using Parley.Speech;

namespace Parley.Cli;

/// <summary>How a command's exception reads on stderr, and its exit code.</summary>
internal static class Failure
{
    public static int Report(Exception exception, TextWriter error, CancellationToken cancelled)
    {
        switch (exception)
        {
            case OperationCanceledException when cancelled.IsCancellationRequested:
                return ExitCodes.Interrupted;
            case ServerNotFoundException:
            case HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or null }:
                error.WriteLine($"parley: {exception.Message}");
                return ExitCodes.NoServer;
            case ArgumentException { ParamName: { } name }:
                error.WriteLine($"parley: {exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)}");
                return ExitCodes.Failed;
            case SettingsException or StorageException or ArgumentException or IOException or UnauthorizedAccessException or EngineException or TimeoutException or HttpRequestException:
                error.WriteLine($"parley: {exception.Message}");
                return ExitCodes.Failed;
            default:
                // Not foreseen, so the trace is what helps.
                error.WriteLine($"parley: {exception}");
                return ExitCodes.Failed;
        }
    }
}
