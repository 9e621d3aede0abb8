using Parley.Realtime;

namespace Parley.Voxta;

/// <summary>What one link needs of its client's settings.</summary>
internal sealed record HubLinkOptions
{
    public required IWebSocketConnector Connector { get; init; }

    public required TimeSpan RequestTimeout { get; init; }

    public required TimeSpan KeepAliveInterval { get; init; }

    public required TimeSpan ServerTimeout { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    public required TrafficTap? Tap { get; init; }

    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>Largest message taken: a resumed chat's history comes as one.</summary>
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;

    public static HubLinkOptions From(VoxtaClientOptions options, VoxtaNegotiation? negotiation) => new()
    {
        Connector = options.Connector ?? new ClientWebSocketConnector(),
        RequestTimeout = options.RequestTimeout,
        KeepAliveInterval = options.KeepAliveInterval,
        ServerTimeout = options.ServerTimeout,
        TimeProvider = options.TimeProvider,
        Tap = options.Tap,
        Secrets = [.. new[] { options.ApiKey, negotiation?.ConnectionToken }.OfType<string>()],
    };

    public static WebSocketRequest Request(VoxtaClientOptions options, VoxtaNegotiation? negotiation)
    {
        var address = VoxtaAddress.WebSocket(options.ServerUrl, negotiation is null ? "hub" : "hub?id=" + Uri.EscapeDataString(negotiation.ConnectionToken));
        return new WebSocketRequest(address) { Headers = Headers(options.ApiKey, negotiation) };
    }

    public static Dictionary<string, string> Headers(string? apiKey, VoxtaNegotiation? negotiation)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (apiKey is not null)
        {
            headers["Authorization"] = "Bearer " + apiKey;
        }

        if (negotiation is { Cookies.Count: > 0 })
        {
            headers["Cookie"] = string.Join("; ", negotiation.Cookies.Select(c => c.Key + "=" + c.Value));
        }

        return headers;
    }
}
