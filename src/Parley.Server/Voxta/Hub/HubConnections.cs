using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.Extensions.Hosting;

namespace Parley.Server.Voxta.Hub;

/// <summary>The open hub connections; a stop of the server tells each to come back later. Thread-safe.</summary>
internal sealed class HubConnections : IDisposable
{
    private readonly ConcurrentDictionary<HubConnection, byte> _open = new();
    private readonly CancellationTokenRegistration _stopping;

    public HubConnections(IHostApplicationLifetime lifetime) => _stopping = lifetime.ApplicationStopping.Register(Drain);

    /// <summary>How many are open.</summary>
    public int Count => _open.Count;

    public IDisposable Add(HubConnection connection)
    {
        _open[connection] = 0;
        return new Entry(this, connection);
    }

    public void Dispose() => _stopping.Dispose();

    private void Drain()
    {
        foreach (var connection in _open.Keys)
        {
            _ = connection.CloseAsync(null, allowReconnect: true, WebSocketCloseStatus.EndpointUnavailable);
        }
    }

    private sealed class Entry(HubConnections owner, HubConnection connection) : IDisposable
    {
        public void Dispose() => owner._open.TryRemove(connection, out _);
    }
}
