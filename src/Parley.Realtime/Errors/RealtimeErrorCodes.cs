namespace Parley.Realtime;

/// <summary>The codes this library itself puts into <see cref="RealtimeException.Code"/>.</summary>
public static class RealtimeErrorCodes
{
    /// <summary>No connection could be made: name, network, TLS, or a refused socket.</summary>
    public const string ConnectFailed = "connect_failed";

    /// <summary>The handshake was answered with HTTP 401.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The handshake was answered with HTTP 403.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The handshake was answered with HTTP 429.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The handshake was answered with HTTP 503.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The handshake was answered with another status than 101.</summary>
    public const string HandshakeRefused = "handshake_refused";

    /// <summary>An open connection broke, or the peer closed it although more was expected.</summary>
    public const string ConnectionLost = "connection_lost";

    /// <summary>This side closed the connection.</summary>
    public const string Closed = "closed";

    /// <summary>The peer broke the protocol.</summary>
    public const string ProtocolViolation = "protocol_violation";

    /// <summary>A message was longer than the limit.</summary>
    public const string MessageTooLarge = "message_too_large";

    /// <summary>A bounded queue overflowed, or the peer did not read for too long.</summary>
    public const string SlowConsumer = "slow_consumer";
}
