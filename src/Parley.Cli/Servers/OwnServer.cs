using Microsoft.Extensions.Logging;
using Parley.Server;
using Parley.Server.Data;
using Parley.Server.Scripts;
using Parley.Server.Settings;

namespace Parley.Cli;

/// <summary>A server in this process, for one command: silent, on a free port, known to nobody else.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private readonly DirectoryInfo? _temporary;

    private OwnServer(ParleyServer server, DirectoryInfo? temporary)
    {
        Server = server;
        _temporary = temporary;
    }

    public ParleyServer Server { get; }

    /// <param name="data">The data directory to run on; null for one that goes with the command.</param>
    /// <param name="settings">How it runs.</param>
    public static OwnServer Build(DataDirectory? data, ParleySettings settings)
    {
        var temporary = data is null ? Directory.CreateTempSubdirectory("parley-") : null;
        try
        {
            var server = ParleyHost.Build(
                data ?? DataDirectory.Find(temporary!.FullName),
                settings,
                builder =>
                {
                    builder.Logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsoleOnStandardError();
                    builder.Services.AddScriptChild();
                },
                announce: false);
            return new OwnServer(server, temporary);
        }
        catch
        {
            temporary?.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync().ConfigureAwait(false);
        _temporary?.Delete(recursive: true);
    }
}
