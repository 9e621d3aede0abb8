using Parley.Realtime;

namespace Parley.Voxta;

/// <summary>Settings of a <see cref="VoxtaAudioClient"/>. Immutable; vary with <c>with</c>.</summary>
public sealed record VoxtaAudioClientOptions
{
    /// <summary>Where the server is; default <c>http://localhost:5384</c>.</summary>
    public Uri ServerUrl { get; init; } = new("http://localhost:5384");

    /// <summary>API key, sent as <c>Authorization: Bearer</c>; null for a server without keys.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Rate of the audio received where the server does not announce it, 8,000 to 48,000 Hz; default 16,000.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>How long connecting may take; default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>When to connect again after the connection was lost; default five attempts with growing delays.</summary>
    public ReconnectPolicy Reconnect { get; init; } = ReconnectPolicy.Default;

    /// <summary>Sees all traffic, the key masked; null for nobody.</summary>
    public TrafficTap? Tap { get; init; }

    /// <summary>Opens the sockets; null for the network.</summary>
    public IWebSocketConnector? Connector { get; init; }

    /// <summary>Makes the HTTP requests; null for a client of its own. Not disposed.</summary>
    public HttpClient? HttpClient { get; init; }

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal VoxtaClientOptions ForHub() => new VoxtaClientOptions
    {
        ServerUrl = ServerUrl,
        ApiKey = ApiKey,
        ConnectTimeout = ConnectTimeout,
        Reconnect = Reconnect,
        Tap = Tap,
        Connector = Connector,
        HttpClient = HttpClient,
        TimeProvider = TimeProvider,
    }.Validated();
}
