using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Server;
using Parley.Server.Data;
using Parley.Server.Settings;
using Xunit;

namespace Parley.Testing.Server;

/// <summary>
/// A real server on a free loopback port, in a data directory of its own. Disposing stops it, removes the directory and fails
/// the test when the server logged an error that the test did not expect.
/// </summary>
public sealed class ServerFixture : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder;
    private readonly bool _ownsFolder;

    private ServerFixture(TemporaryDirectory folder, bool ownsFolder, ParleyServer server, LogCollector logs)
    {
        _folder = folder;
        _ownsFolder = ownsFolder;
        Server = server;
        Logs = logs;
        Http = new HttpClient { BaseAddress = server.Address };
    }

    /// <summary>The server.</summary>
    public ParleyServer Server { get; }

    /// <summary>Where it answers, ending in a slash.</summary>
    public Uri Address => Server.Address;

    /// <summary>A client whose base address is the server's.</summary>
    public HttpClient Http { get; }

    /// <summary>Everything the server logged.</summary>
    public LogCollector Logs { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="settings">Settings by name, as in <c>parley.json</c>; the port is 0 unless given.</param>
    /// <param name="configure">Replaces services: what is registered here first stays where a part uses <c>TryAdd</c>; null for none.</param>
    /// <param name="folder">A data directory that outlives this server; null for one of its own.</param>
    public static async Task<ServerFixture> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null, TemporaryDirectory? folder = null)
    {
        var logs = new LogCollector();
        var own = folder ?? new TemporaryDirectory();
        var server = ParleyHost.Build(
            DataDirectory.Find(own.FullPath),
            ParleySettings.From([new("port", "0"), .. settings ?? new Dictionary<string, string?>()]),
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
                configure?.Invoke(builder.Services);
            });
        try
        {
            await server.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            if (folder is null)
            {
                own.Dispose();
            }

            throw;
        }

        return new ServerFixture(own, folder is null, server, logs);
    }

    /// <summary>The server's address for a WebSocket.</summary>
    public Uri WebSocketAddress(string relative) => new UriBuilder(new Uri(Address, relative)) { Scheme = Address.Scheme == "https" ? "wss" : "ws" }.Uri;

    /// <summary>Opens a WebSocket; headers and sub-protocols are set in <paramref name="configure"/>.</summary>
    public async Task<ClientWebSocket> OpenWebSocketAsync(string relative, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await socket.ConnectAsync(WebSocketAddress(relative), deadline.Token).WaitAsync(TimeSpan.FromSeconds(30), deadline.Token);
        return socket;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.StopAsync(CancellationToken.None);
        await Server.DisposeAsync();
        if (_ownsFolder)
        {
            _folder.Dispose();
        }

        Logs.ThrowOnErrors();
    }
}
