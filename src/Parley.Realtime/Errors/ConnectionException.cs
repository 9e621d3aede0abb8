using System.Net.WebSockets;

namespace Parley.Realtime;

/// <summary>The way to the peer could not be opened, or broke.</summary>
public sealed class ConnectionException : RealtimeException
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">One of <see cref="RealtimeErrorCodes"/>.</param>
    /// <param name="message">For people.</param>
    /// <param name="isTransient">Whether connecting again may help.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public ConnectionException(string code, string message, bool isTransient = true, Exception? innerException = null)
        : base(code, message, isTransient, innerException)
    {
    }

    /// <summary>The HTTP status that answered the handshake; null when there was no HTTP answer or it was 101.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>How long the server asked to wait (<c>Retry-After</c>); null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The peer's close code; null when there was no close frame (an abnormal drop).</summary>
    public WebSocketCloseStatus? CloseStatus { get; init; }

    /// <summary>The peer's close reason; null when there was none.</summary>
    public string? CloseReason { get; init; }

    /// <summary>The error for a handshake that was answered with <paramref name="status"/>.</summary>
    /// <param name="status">HTTP status, other than 101.</param>
    /// <param name="retryAfter">The answer's <c>Retry-After</c>, or null.</param>
    /// <param name="innerException">The socket's own error, or null.</param>
    public static ConnectionException FromHandshake(int status, TimeSpan? retryAfter = null, Exception? innerException = null)
    {
        var (code, hint) = status switch
        {
            401 => (RealtimeErrorCodes.Unauthorized, "the key is missing or wrong"),
            403 => (RealtimeErrorCodes.Forbidden, "the key lacks permission, or the origin is not allowed"),
            429 => (RealtimeErrorCodes.RateLimited, "too many requests or connections"),
            503 => (RealtimeErrorCodes.Unavailable, "the service is not available now"),
            _ => (RealtimeErrorCodes.HandshakeRefused, "the server did not open a WebSocket"),
        };
        // 408 and 429 pass, as does whatever the server blames on itself; other 4xx need a change by the caller.
        var transient = status is 408 or 429 or >= 500;
        return new ConnectionException(code, $"The connection was refused with HTTP status {status}: {hint}.", transient, innerException)
        {
            HttpStatus = status,
            RetryAfter = retryAfter,
        };
    }

    /// <summary>The error for a peer that closed although more was expected.</summary>
    /// <param name="status">Its close code; null for an abnormal drop.</param>
    /// <param name="reason">Its reason; null for none.</param>
    /// <param name="innerException">The socket's own error, or null.</param>
    public static ConnectionException FromClose(WebSocketCloseStatus? status, string? reason, Exception? innerException = null)
    {
        var text = status is { } known
            ? $"The peer closed the connection with code {(int)known}{(string.IsNullOrEmpty(reason) ? "." : $": {reason}.")}"
            : "The connection was lost.";
        return new ConnectionException(RealtimeErrorCodes.ConnectionLost, text, isTransient: true, innerException)
        {
            CloseStatus = status,
            CloseReason = reason,
        };
    }
}
