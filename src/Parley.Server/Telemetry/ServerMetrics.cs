using System.Diagnostics.Metrics;

namespace Parley.Server.Telemetry;

/// <summary>Figures of the server itself. All names are ours. Thread-safe.</summary>
internal sealed class ServerMetrics
{
    public const string MeterName = "Parley.Server";

    private readonly Counter<long> _refused;

    public ServerMetrics(IMeterFactory meters)
    {
        _refused = meters.Create(MeterName).CreateCounter<long>("parley.requests.refused", "{request}", "Requests that reached no face.");
    }

    /// <summary>A request was turned away.</summary>
    /// <param name="reason"><c>host</c>, <c>origin</c>, <c>key</c>, <c>scope</c>, <c>rate</c> or <c>full</c>.</param>
    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
