using System.Collections.Concurrent;
using System.Net;
using Parley.Conversation;
using Parley.Realtime;
using Parley.Server.Telemetry;

namespace Parley.Server.Traffic;

/// <summary>The connections of every face, and who watches their traffic. Thread-safe.</summary>
internal sealed class OpenConnections(TimeProvider time, ServerMetrics? metrics = null)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<OpenConnection, byte> _open = new();
    private Watcher[] _watchers = [];

    /// <summary>Notes a connection; dispose it when it ends.</summary>
    public OpenConnection Add(string face, string id, TenantId tenant, IPAddress? remote)
    {
        var connection = new OpenConnection(this, face, id, tenant, remote is { IsIPv4MappedToIPv6: true } ? remote.MapToIPv4() : remote, time.GetUtcNow());
        _open[connection] = 0;
        metrics?.Connected(face);
        return connection;
    }

    /// <summary>The tenant's connections, the oldest first.</summary>
    public IReadOnlyList<OpenConnection> Of(TenantId tenant) => [.. _open.Keys.Where(c => c.Tenant == tenant).OrderBy(c => c.Since).ThenBy(c => c.Id, StringComparer.Ordinal)];

    /// <summary>Whether it has not ended.</summary>
    public bool Contains(OpenConnection connection) => _open.ContainsKey(connection);

    /// <summary>Shows the traffic of the connections chosen until the result is disposed.</summary>
    /// <param name="choose">Asked for every message, so that a connection may change its session; must be quick.</param>
    /// <param name="show">Called by the thread that sends or receives: must neither block nor throw.</param>
    /// <param name="ended">Called when a chosen connection has ended, under the same rule; null for nothing.</param>
    public IDisposable Watch(Func<OpenConnection, bool> choose, Action<WireRecord> show, Action? ended = null)
    {
        var watcher = new Watcher(this, choose, show, ended);
        lock (_gate)
        {
            _watchers = [.. _watchers, watcher];
        }

        return watcher;
    }

    internal bool IsWatched(OpenConnection connection)
    {
        foreach (var watcher in Volatile.Read(ref _watchers))
        {
            if (watcher.Choose(connection))
            {
                return true;
            }
        }

        return false;
    }

    internal void Show(OpenConnection connection, TrafficDirection direction, string name, int bytes, string text)
    {
        var record = new WireRecord(time.GetUtcNow(), connection.Face, connection.Id, direction == TrafficDirection.Received ? "in" : "out", name, bytes, text);
        foreach (var watcher in Volatile.Read(ref _watchers))
        {
            if (watcher.Choose(connection))
            {
                watcher.Show(record);
            }
        }
    }

    internal void Remove(OpenConnection connection)
    {
        if (!_open.TryRemove(connection, out _))
        {
            return;
        }

        metrics?.Disconnected(connection.Face);
        foreach (var watcher in Volatile.Read(ref _watchers))
        {
            if (watcher.Ended is { } ended && watcher.Choose(connection))
            {
                ended();
            }
        }
    }

    private sealed class Watcher(OpenConnections owner, Func<OpenConnection, bool> choose, Action<WireRecord> show, Action? ended) : IDisposable
    {
        public Func<OpenConnection, bool> Choose => choose;

        public Action<WireRecord> Show => show;

        public Action? Ended => ended;

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._watchers = [.. owner._watchers.Where(w => w != this)];
            }
        }
    }
}
