using System.CommandLine;
using Parley.Server.Data;
using Parley.Server.Settings;

namespace Parley.Cli;

/// <summary>
/// Finds the server for a command: <c>--server</c>, else <c>PARLEY_SERVER</c>, else the one that runs on the data directory, else it
/// starts one in this process. The key of a named server comes from <c>--key-file</c>, else <c>PARLEY_API_KEY</c>.
/// </summary>
internal static class ServerLocator
{
    public static async Task<ServerConnection> ConnectAsync(ParseResult parsed, ServerNeed need, CancellationToken cancellationToken)
    {
        var file = parsed.GetValue(GlobalOptions.KeyFile);
        var key = file is null
            ? Environment.GetEnvironmentVariable("PARLEY_API_KEY")
            : (await File.ReadAllTextAsync(file.FullName, cancellationToken).ConfigureAwait(false)).Trim();
        if (parsed.GetValue(GlobalOptions.Server) is { } named)
        {
            return new ServerConnection(WithSlash(named), key);
        }

        if (Environment.GetEnvironmentVariable("PARLEY_SERVER") is { Length: > 0 } variable)
        {
            return Uri.TryCreate(variable, UriKind.Absolute, out var url)
                ? new ServerConnection(WithSlash(url), key)
                : throw new ServerNotFoundException($"PARLEY_SERVER: '{variable}' is not a URL.");
        }

        var data = parsed.FindData();
        return await RunningServer.FindAsync(data, cancellationToken).ConfigureAwait(false) is { } record
            ? new ServerConnection(record.Url, file is null ? record.Key ?? key : key)
            : await StartAsync(data, need, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ServerConnection> StartAsync(DataDirectory data, ServerNeed need, CancellationToken cancellationToken)
    {
        var settings = ParleySettings.Load(data.SettingsFile, Environment.GetEnvironmentVariables(), [])
            .With(options => options with { Host = "localhost", Port = 0, PathBase = null, RequireKeys = false, TlsCert = null, TlsKey = null });
        var own = OwnServer.Build(need == ServerNeed.Speech ? null : data, settings);
        try
        {
            await own.Server.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await own.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return new ServerConnection(own.Server.Address, key: null, own);
    }

    private static Uri WithSlash(Uri url) => url.AbsolutePath.EndsWith('/') ? url : new UriBuilder(url) { Path = url.AbsolutePath + "/" }.Uri;
}
