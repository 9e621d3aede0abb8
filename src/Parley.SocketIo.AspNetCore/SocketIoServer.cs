using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.SocketIo.AspNetCore.EngineIo;

namespace Parley.SocketIo.AspNetCore;

/// <summary>
/// The Socket.IO server of an application: Engine.IO 4 and Socket.IO 5. Register it with <c>AddSocketIo</c> and give it a path
/// with <c>MapSocketIo</c>; take it from the services to emit from elsewhere. Thread-safe.
/// </summary>
public sealed class SocketIoServer : IHostedLifecycleService
{
    private readonly Lock _gate = new();
    private readonly SocketIoServerOptions _options;
    private readonly EngineIoServer _engine;
    private SocketIoNamespace[] _namespaces = [];

    /// <summary>Creates the server; the service container does.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="loggerFactory">Where it logs.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="InvalidOperationException">A setting is out of its range.</exception>
    public SocketIoServer(IOptions<SocketIoServerOptions> options, ILoggerFactory loggerFactory, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value.Copy();
        _options.Validate();
        Time = timeProvider ?? TimeProvider.System;
        var logger = loggerFactory.CreateLogger("Parley.SocketIo.AspNetCore");
        _engine = new EngineIoServer(_options, session => new SocketIoConnection(this, session, _options, logger), Time, logger);
    }

    /// <summary>Connections that are open now.</summary>
    public int ConnectionCount => _engine.Count;

    internal TimeProvider Time { get; }

    /// <summary>A namespace, made on first mention. Clients can join only namespaces that have been mentioned.</summary>
    /// <param name="name">Its name, with a leading slash; <c>/</c> is the main one.</param>
    /// <returns>The namespace.</returns>
    /// <exception cref="ArgumentException">No leading slash, or a comma.</exception>
    public SocketIoNamespace Of(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name[0] != '/' || name.Contains(','))
        {
            throw new ArgumentException("A namespace begins with a slash and has no comma.", nameof(name));
        }

        lock (_gate)
        {
            foreach (var existing in _namespaces)
            {
                if (existing.Name == name)
                {
                    return existing;
                }
            }

            var created = new SocketIoNamespace(name, _options.EscapeNonAscii);
            _namespaces = [.. _namespaces, created];
            return created;
        }
    }

    /// <summary>
    /// Closes every connection after what waits for it is sent, and takes no new ones. The host's stopping does this by itself.
    /// </summary>
    /// <param name="disconnect">True: clients are told with a disconnect packet and stay away. False: they reconnect.</param>
    /// <returns>Ends when all are closed, at the latest after <see cref="SocketIoServerOptions.ShutdownDrain"/>.</returns>
    public Task CloseAsync(bool disconnect) => _engine.CloseAsync(
        SocketIoDisconnectReason.ServerShuttingDown,
        _options.ShutdownDrain,
        disconnect ? receiver => ((SocketIoConnection)receiver).DisconnectAll(SocketIoDisconnectReason.ServerShuttingDown) : null);

    // Before the web server stops listening: a polling client takes its last packets with requests.
    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => CloseAsync(_options.DisconnectOnShutdown);

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal Task HandleAsync(HttpContext context) => _engine.HandleAsync(context);

    internal SocketIoNamespace? Find(ReadOnlySpan<byte> name)
    {
        foreach (var candidate in Volatile.Read(ref _namespaces))
        {
            if (name.SequenceEqual(candidate.Utf8Name))
            {
                return candidate;
            }
        }

        return null;
    }
}
