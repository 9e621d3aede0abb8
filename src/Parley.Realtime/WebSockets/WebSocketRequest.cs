namespace Parley.Realtime;

/// <summary>Where a WebSocket goes and what its handshake carries.</summary>
/// <param name="Address">A <c>ws</c> or <c>wss</c> address; its query may hold a key and is never logged.</param>
public sealed record WebSocketRequest(Uri Address)
{
    /// <summary>Request headers; may hold a key and are never logged. Default none.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Subprotocols to offer, default none.</summary>
    public IReadOnlyList<string> SubProtocols { get; init; } = [];

    /// <summary>How often the protocol's own ping goes out, default 20 s; zero for never.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a silent peer is trusted after a ping, default 20 s; zero for ever. Anything that arrives counts as life.
    /// The netstandard2.1 build sends unsolicited pongs only and cannot tell.
    /// </summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <inheritdoc />
    public override string ToString() => $"{Address.Scheme}://{Address.Authority}{Address.AbsolutePath}";
}
