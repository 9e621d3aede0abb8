using Parley.Realtime;
using Parley.Voxta.Wire;

namespace Parley.Voxta;

/// <summary>Settings of a <see cref="VoxtaClient"/>. Immutable; vary with <c>with</c>.</summary>
public sealed record VoxtaClientOptions
{
    /// <summary>Where the server is; a path is kept, so that a server behind a proxy works. Default <c>http://localhost:5384</c>.</summary>
    public Uri ServerUrl { get; init; } = new("http://localhost:5384");

    /// <summary>API key, sent as <c>Authorization: Bearer</c>; null for a server without keys.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Name of the app; servers choose their API version by it. Default <c>Parley.Voxta</c>.</summary>
    public string ClientName { get; init; } = "Parley.Voxta";

    /// <summary>Version of the app; default <c>1.0.0</c>.</summary>
    public string ClientVersion { get; init; } = "1.0.0";

    /// <summary>Name shown to people when the app registers itself after authentication; null registers nothing.</summary>
    public string? Label { get; init; }

    /// <summary>Rights asked for; default <c>role:app</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["role:app"];

    /// <summary>What the app can play, record and see. Default: microphone by stream, speech by URL as WAV.</summary>
    public ClientCapabilities Capabilities { get; init; } = new()
    {
        AudioInput = "WebSocketStream",
        AudioOutput = "Url",
        AcceptedAudioContentTypes = ["audio/x-wav", "audio/wav"],
    };

    /// <summary>Whether <see cref="VoxtaClient.ConnectAsync(CancellationToken)"/> negotiates first; default true. Without, the hub is opened directly.</summary>
    public bool Negotiate { get; init; } = true;

    /// <summary>Whether the client subscribes by itself to the live session the server names first; default true.</summary>
    public bool AutoSubscribe { get; init; } = true;

    /// <summary>
    /// Whether the chat that this client started or resumed is resumed after a reconnect; default true. The server keeps its
    /// session for 15 s, so that nothing is lost but what happened in between.
    /// </summary>
    public bool ResumeChatOnReconnect { get; init; } = true;

    /// <summary>How long connecting, until <c>welcome</c>, may take; default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer to a message may take; default 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a ping goes out; default 15 s, as in the stock clients.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a server may be silent before it is taken for dead; default 30 s (it pings within 15 s).</summary>
    public TimeSpan ServerTimeout { get; init; } = TimeSpan.FromSeconds(30);

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

    internal VoxtaClientOptions Validated()
    {
        VoxtaAddress.Check(ServerUrl);
        if (string.IsNullOrWhiteSpace(ClientName))
        {
            throw new ArgumentException("The app needs a name.", nameof(ClientName));
        }

        if (ConnectTimeout <= TimeSpan.Zero || RequestTimeout <= TimeSpan.Zero || KeepAliveInterval <= TimeSpan.Zero || ServerTimeout <= KeepAliveInterval)
        {
            throw new ArgumentException("Timeouts must be positive, and the server's longer than the keep-alive interval.", nameof(ServerTimeout));
        }

        Reconnect.Validated();
        return this;
    }
}
