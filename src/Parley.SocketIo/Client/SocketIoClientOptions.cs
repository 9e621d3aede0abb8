using System.Text.Json;
using Parley.Realtime;

namespace Parley.SocketIo;

/// <summary>Settings of a <see cref="SocketIoClient"/>. Immutable; vary them with <c>with</c>. Defaults are the reference client's where it has them.</summary>
public sealed record SocketIoClientOptions
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    /// <summary>Scheme (http, https, ws or wss), host and port of the server; a path in it is ignored.</summary>
    public required Uri ServerUrl { get; init; }

    /// <summary>The path of the server's endpoint. Default <c>/socket.io/</c>.</summary>
    public string Path { get; init; } = "/socket.io/";

    /// <summary>The namespace to join, with its leading slash. Default <c>/</c>.</summary>
    public string Namespace { get; init; } = "/";

    /// <summary>Transports to use. Default polling with an upgrade to WebSocket.</summary>
    public SocketIoClientTransports Transports { get; init; } = SocketIoClientTransports.PollingThenWebSocket;

    /// <summary>
    /// Gives the <c>auth</c> object of each connect; asked anew for every reconnect. Null, or a value that is not an object,
    /// sends none. See <see cref="SocketIoAuth"/> for a fixed object.
    /// </summary>
    public Func<CancellationToken, ValueTask<JsonElement>>? Auth { get; init; }

    /// <summary>Added to the query of every request. Default none.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = Nothing;

    /// <summary>Headers of every request. Default none.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = Nothing;

    /// <summary>
    /// When to connect again after a connection was lost. Default: without end, after 1 s doubling up to 5 s, varied by half. A
    /// disconnect by the server's or this side's will is never followed by a reconnect, nor is a refusal by the namespace.
    /// </summary>
    public ReconnectPolicy Reconnect { get; init; } = new()
    {
        MaxAttempts = int.MaxValue,
        BaseDelay = TimeSpan.FromSeconds(1),
        MaxDelay = TimeSpan.FromSeconds(5),
        Jitter = 0.5,
    };

    /// <summary>Time that one attempt, namespace included, may take. Default 20 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time the server has to acknowledge, unless the call says otherwise. Default 30 s.</summary>
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most bytes of one message or polling answer from the server; more ends the connection. Default 16 MiB.</summary>
    public int MaxMessageSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>Most binary attachments of one packet. Default 10.</summary>
    public int MaxAttachments { get; init; } = 10;

    /// <summary>Bytes that may wait to be sent; above that, emitting waits. Default 1 MiB.</summary>
    public int SendBufferSize { get; init; } = 1024 * 1024;

    /// <summary>Events that may wait for handlers; then the connection is not read from. Default 256.</summary>
    public int ReceiveQueueLength { get; init; } = 256;

    /// <summary>Whether characters outside ASCII leave as <c>\uXXXX</c>. Default false.</summary>
    public bool EscapeNonAscii { get; init; }

    /// <summary>Sends the polling requests; not disposed. Default null: a handler of the client's own.</summary>
    public HttpMessageHandler? HttpHandler { get; init; }

    /// <summary>Opens the WebSockets. Default null: over the network, with what arrives and leaves together in one read and write.</summary>
    public IWebSocketConnector? WebSocketConnector { get; init; }

    /// <summary>
    /// Sees every Socket.IO packet and every attachment on its own, without Engine.IO's framing and heartbeats. Default null: nobody.
    /// </summary>
    public TrafficTap? Tap { get; init; }

    /// <summary>What <see cref="Tap"/> must not see, such as a key in <see cref="Auth"/>: stands as asterisks. Default nothing.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal SocketIoClientOptions Validated()
    {
        if (ServerUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" or "ws" or "wss" })
        {
            throw new ArgumentException("The server's address must be absolute, with the scheme http, https, ws or wss.", nameof(ServerUrl));
        }

        if (Path is not ['/', ..])
        {
            throw new ArgumentException("The path must begin with a slash.", nameof(Path));
        }

        if (Namespace is not ['/', ..] || Namespace.Contains(','))
        {
            throw new ArgumentException("A namespace begins with a slash and has no comma.", nameof(Namespace));
        }

        Positive(ConnectTimeout, nameof(ConnectTimeout));
        Positive(AckTimeout, nameof(AckTimeout));
        AtLeastOne(MaxMessageSize, nameof(MaxMessageSize));
        AtLeastOne(SendBufferSize, nameof(SendBufferSize));
        AtLeastOne(ReceiveQueueLength, nameof(ReceiveQueueLength));
        if (MaxAttachments < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxAttachments));
        }

        return this;
    }

    private static void Positive(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero || value.TotalMilliseconds > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be above zero and below 24 days.");
        }
    }

    private static void AtLeastOne(int value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be at least 1.");
        }
    }
}
