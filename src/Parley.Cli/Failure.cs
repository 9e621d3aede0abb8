using System.Net;
using Parley.Audio;
using Parley.Conversation;
using Parley.Devices;
using Parley.Estuary;
using Parley.Realtime;
using Parley.Server.Data;
using Parley.Server.Settings;
using Parley.Speech;
using Parley.VoxNexus;

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
                error.WriteLine($"parley: {exception.Message}");
                return ExitCodes.NoServer;
            case HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden }:
            case VoxNexusException { HttpStatus: 401 or 403 }:
            case EstuaryRestException { Status: 401 or 403 }:
            case EstuaryException { Code: EstuaryErrorCodes.AuthFailed }:
            case ConnectionException { HttpStatus: 401 or 403 }:
                error.WriteLine($"parley: {Sentence(exception)} Give a key with --key-file or PARLEY_API_KEY; 'parley keys create' makes one.");
                return ExitCodes.NoServer;
            case ConnectionException or HttpRequestException { StatusCode: null }:
            case EstuaryException { Code: EstuaryErrorCodes.ConnectionFailed or EstuaryErrorCodes.ConnectionTimeout, IsTransient: true }:
                error.WriteLine($"parley: {Sentence(exception)} Is it running? 'parley up' starts a server; --server URL names another.");
                return ExitCodes.NoServer;
            case RealtimeException or ConversationException or AudioDeviceException or AudioFormatException:
                error.WriteLine($"parley: {exception.Message}");
                return ExitCodes.Failed;
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

    private static string Sentence(Exception exception) => exception.Message.TrimEnd('.') + ".";
}
