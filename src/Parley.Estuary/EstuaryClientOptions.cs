using System.Text;
using Parley.Audio;
using Parley.Estuary.Wire;
using Parley.Realtime;
using Parley.SocketIo;

namespace Parley.Estuary;

/// <summary>Settings of an <see cref="EstuaryClient"/>. Immutable; vary with <c>with</c>.</summary>
public sealed record EstuaryClientOptions
{
    /// <summary>Where the server is; a path is kept, so that a server behind a proxy works. Default <c>http://localhost:5384</c>.</summary>
    public Uri ServerUrl { get; init; } = new("http://localhost:5384");

    /// <summary>The key <c>est_…</c>, or the <c>sst_…</c> of a share link, with which there is no REST; null for a server without keys.</summary>
    public string? ApiKey { get; init; }

    /// <summary>A Firebase bearer token in place of a key; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Id of the character to talk to.</summary>
    public required string CharacterId { get; init; }

    /// <summary>Who talks: any text of 1 to 200 characters. The conversation of a character and a player goes on from session to session.</summary>
    public required string PlayerId { get; init; }

    /// <summary>The way audio takes; default with the events.</summary>
    public VoiceTransport VoiceTransport { get; init; } = VoiceTransport.WebSocket;

    /// <summary>Rate of the audio both ways, 8,000 to 48,000 Hz; default 16,000.</summary>
    public int AudioSampleRate { get; init; } = 16_000;

    /// <summary>Whether <see cref="MemoryUpdated"/> comes after each answer instead of at the conversation's end; default false.</summary>
    public bool RealtimeMemory { get; init; }

    /// <summary>What the app has and understands. Default: microphone, speaker and <see cref="ClientAction"/>, but no camera.</summary>
    public DeviceCapabilities Capabilities { get; init; } = new() { Camera = false, ClientAction = true };

    /// <summary>How the credentials are sent; default with the CONNECT packet.</summary>
    public EstuaryAuthentication Authentication { get; init; } = EstuaryAuthentication.ConnectPacket;

    /// <summary>How the server is reached; default WebSocket from the first request on.</summary>
    public SocketIoClientTransports Transports { get; init; } = SocketIoClientTransports.WebSocketOnly;

    /// <summary>When to connect again after the connection was lost; default five attempts after 1 s, 2 s, … 5 s, varied by a fifth. <see cref="ReconnectPolicy.None"/> for never.</summary>
    public ReconnectPolicy Reconnect { get; init; } = new() { Shape = BackoffShape.Linear };

    /// <summary>Whether voice that was on is started again after a reconnect; default true.</summary>
    public bool ResumeVoiceOnReconnect { get; init; } = true;

    /// <summary>How long connecting, until <c>session_info</c>, may take; default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the server may take to start or stop listening; default 10 s.</summary>
    public TimeSpan VoiceTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long <see cref="EstuaryClient.SendTextAndWaitAsync"/> waits unless the call says otherwise; default 20 s.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one attempt of a REST call may take; default 10 s.</summary>
    public TimeSpan RestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// When a REST call that only reads, replaces or deletes is tried again after a failure that may pass; default three times with
    /// growing delays. A <c>Retry-After</c> is honoured.
    /// </summary>
    public ReconnectPolicy RestRetry { get; init; } = new() { MaxAttempts = 3, BaseDelay = TimeSpan.FromMilliseconds(500) };

    /// <summary>Sees every Socket.IO packet, the credentials masked; null for nobody.</summary>
    public TrafficTap? Tap { get; init; }

    /// <summary>Opens the WebSockets; null for the network.</summary>
    public IWebSocketConnector? Connector { get; init; }

    /// <summary>Sends the HTTP requests, of polling too; null for a handler of the client's own. Not disposed.</summary>
    public HttpMessageHandler? HttpHandler { get; init; }

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal EstuaryClientOptions Validated()
    {
        if (ServerUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            throw new ArgumentException("The server's address must be an absolute http or https URL.", nameof(ServerUrl));
        }

        if (string.IsNullOrWhiteSpace(CharacterId))
        {
            throw new ArgumentException("The character's id is required.", nameof(CharacterId));
        }

        if (string.IsNullOrWhiteSpace(PlayerId) || PlayerId.Length > 200)
        {
            throw new ArgumentException("The player needs an id of 1 to 200 characters.", nameof(PlayerId));
        }

        // Throws for a rate out of range.
        _ = new PcmFormat(AudioSampleRate);
        Positive(ConnectTimeout, nameof(ConnectTimeout));
        Positive(VoiceTimeout, nameof(VoiceTimeout));
        Positive(ReplyTimeout, nameof(ReplyTimeout));
        Positive(RestTimeout, nameof(RestTimeout));
        Reconnect.Validated();
        RestRetry.Validated();
        return this with { Capabilities = Capabilities with { } };
    }

    internal SocketIoClientOptions SocketIo(HttpMessageHandler http)
    {
        var identity = SocketIoAuth.Of(Identity(), EstuaryJsonContext.Default.AuthenticateMessage);
        return new SocketIoClientOptions
        {
            ServerUrl = ServerUrl,
            Path = ServerUrl.AbsolutePath.TrimEnd('/') + "/socket.io/",
            Namespace = EstuaryEventNames.Namespace,
            Transports = Transports,
            Auth = Authentication == EstuaryAuthentication.ConnectPacket ? identity : null,
            Reconnect = ReconnectPolicy.None,
            ConnectTimeout = ConnectTimeout,
            HttpHandler = http,
            WebSocketConnector = Connector,
            Tap = Tap,
            Secrets = [.. new[] { ApiKey, Token }.OfType<string>()],
            TimeProvider = TimeProvider,
        };
    }

    // The truth value is always written: by it servers tell this client from one whose microphone always runs at 16 kHz (§1.6).
    internal AuthenticateMessage Identity() => new()
    {
        ApiKey = string.IsNullOrEmpty(ApiKey) ? null : ApiKey,
        Token = string.IsNullOrEmpty(Token) ? null : Token,
        CharacterId = CharacterId,
        PlayerId = PlayerId,
        AudioSampleRate = AudioSampleRate,
        Capabilities = Capabilities,
        RealtimeMemory = RealtimeMemory,
    };

    // Without the credentials: options end up in logs.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("ServerUrl = ").Append(ServerUrl).Append(", CharacterId = ").Append(CharacterId).Append(", PlayerId = ").Append(PlayerId);
        return true;
    }

    private static void Positive(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero || value.TotalMilliseconds > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be above zero and below 24 days.");
        }
    }
}
