using System.Diagnostics.Metrics;

namespace Parley.Server.Telemetry;

/// <summary>Figures of the server itself. All names are ours. Thread-safe.</summary>
internal sealed class ServerMetrics
{
    public const string MeterName = "Parley.Server";

    private readonly Counter<long> _refused;
    private readonly UpDownCounter<int> _connections;
    private readonly Counter<long> _eventsDropped;

    public ServerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _refused = meter.CreateCounter<long>("parley.requests.refused", "{request}", "Requests that reached no face.");
        _eventsDropped = meter.CreateCounter<long>("parley.events.dropped", "{event}", "Events that a watcher of a session was too slow for.");
        _connections = meter.CreateUpDownCounter<int>("parley.connections", "{connection}", "Open connections that passed authentication, by face.");
    }

    /// <summary>A watcher of a session was too slow.</summary>
    public void EventsDropped(int count) => _eventsDropped.Add(count);

    /// <summary>A connection of a face passed authentication.</summary>
    public void Connected(string face) => _connections.Add(1, new KeyValuePair<string, object?>("face", face));

    /// <summary>It ended.</summary>
    public void Disconnected(string face) => _connections.Add(-1, new KeyValuePair<string, object?>("face", face));

    /// <summary>A request was turned away.</summary>
    /// <param name="reason"><c>host</c>, <c>origin</c>, <c>key</c>, <c>scope</c>, <c>rate</c> or <c>full</c>.</param>
    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
