using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Realtime;

namespace Parley.VoxNexus;

/// <summary>Where the service is and how a client behaves towards it. Immutable; vary it with <c>with</c>.</summary>
public abstract record VoxNexusOptions
{
    /// <summary>The original service; a Parley server is e.g. <c>http://localhost:5384</c>. Schemes http, https, ws, wss; a path is a prefix.</summary>
    public Uri ServerUrl { get; init; } = new("https://api.voxnexus.ai");

    /// <summary>The API key; null sends none, for a server without keys. Never logged.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Where the key goes, default the header.</summary>
    public KeyPlacement KeyPlacement { get; init; } = KeyPlacement.Header;

    /// <summary>How long connecting, <c>init</c> and the wait for <c>ready</c> may take together, default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a <c>ping</c> goes out while connected, default 30 s (the service's advice); null for never.</summary>
    public TimeSpan? HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a close may take, default 5 s.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>When to connect again after a loss, default five attempts from 1 s doubling to 30 s.</summary>
    public ReconnectPolicy Reconnect { get; init; } = ReconnectPolicy.Default;

    /// <summary>Largest message taken from the service, default 4 MiB.</summary>
    public int MaxMessageBytes { get; init; } = WebSocketMessageReader.DefaultMaxMessageBytes;

    /// <summary>Sees the traffic, the key masked; null for nobody.</summary>
    public TrafficTap? Tap { get; init; }

    /// <summary>Hears of event handlers that failed or fell behind; null for nobody. They are logged either way.</summary>
    public Action<Exception>? OnHandlerError { get; init; }

    /// <summary>Where diagnostics go: no text, no audio, no key. Default nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Opens the sockets; default the BCL's client.</summary>
    public IWebSocketConnector Connector { get; init; } = new ClientWebSocketConnector();

    /// <summary>Hides the key.</summary>
    protected virtual bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder?.Append("ServerUrl = ").Append(ServerUrl).Append(", ApiKey = ").Append(ApiKey is null ? "none" : "***");
        return true;
    }

    internal void ValidateConnection()
    {
        if (ServerUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" or "ws" or "wss" })
        {
            throw new ArgumentException("ServerUrl must be an absolute http, https, ws or wss address.", nameof(ServerUrl));
        }

        Positive(ConnectTimeout, nameof(ConnectTimeout));
        Positive(CloseTimeout, nameof(CloseTimeout));
        if (HeartbeatInterval is { } interval)
        {
            Positive(interval, nameof(HeartbeatInterval));
        }

        Reconnect.Validated();
    }

    internal WebSocketRequest Request(string path)
    {
        var secure = ServerUrl.Scheme is "https" or "wss";
        var address = new UriBuilder(ServerUrl)
        {
            Scheme = secure ? "wss" : "ws",
            Port = ServerUrl.IsDefaultPort ? (secure ? 443 : 80) : ServerUrl.Port,
            Path = ServerUrl.AbsolutePath.TrimEnd('/') + path,
        };
        var headers = new Dictionary<string, string>();
        if (ApiKey is { Length: > 0 } key)
        {
            if (KeyPlacement == KeyPlacement.Header)
            {
                headers["X-Api-Key"] = key;
            }
            else
            {
                address.Query = "token=" + Uri.EscapeDataString(key);
            }
        }

        return new WebSocketRequest(address.Uri) { Headers = headers };
    }

    internal Uri RestAddress(string pathAndQuery)
    {
        var secure = ServerUrl.Scheme is "https" or "wss";
        var root = new UriBuilder(ServerUrl)
        {
            Scheme = secure ? "https" : "http",
            Port = ServerUrl.IsDefaultPort ? (secure ? 443 : 80) : ServerUrl.Port,
            Path = string.Empty,
            Query = string.Empty,
        };
        return new Uri(root.Uri, ServerUrl.AbsolutePath.TrimEnd('/') + pathAndQuery);
    }

    private static void Positive(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(name, value, "The time must be positive.");
        }
    }
}
