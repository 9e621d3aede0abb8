namespace Parley.SocketIo;

/// <summary>Why a socket left its namespace, in the reference implementation's own words. The default value reads as "".</summary>
/// <param name="value">The reason's text.</param>
public readonly struct SocketIoDisconnectReason(string value) : IEquatable<SocketIoDisconnectReason>
{
    private readonly string? _value = value;

    /// <summary>The reason's text.</summary>
    public string Value => _value ?? "";

    /// <summary>On a client: the server sent a disconnect packet. There is no reconnect.</summary>
    public static SocketIoDisconnectReason ServerDisconnect { get; } = new("io server disconnect");

    /// <summary>On a client: the application disconnected. There is no reconnect.</summary>
    public static SocketIoDisconnectReason ClientDisconnect { get; } = new("io client disconnect");

    /// <summary>Heartbeats stopped.</summary>
    public static SocketIoDisconnectReason PingTimeout { get; } = new("ping timeout");

    /// <summary>The peer closed the transport.</summary>
    public static SocketIoDisconnectReason TransportClose { get; } = new("transport close");

    /// <summary>The transport failed.</summary>
    public static SocketIoDisconnectReason TransportError { get; } = new("transport error");

    /// <summary>The peer sent something that is not the protocol.</summary>
    public static SocketIoDisconnectReason ParseError { get; } = new("parse error");

    /// <summary>On a server: the client left this namespace.</summary>
    public static SocketIoDisconnectReason ClientNamespaceDisconnect { get; } = new("client namespace disconnect");

    /// <summary>On a server: the application disconnected the socket.</summary>
    public static SocketIoDisconnectReason ServerNamespaceDisconnect { get; } = new("server namespace disconnect");

    /// <summary>On a server: the host is stopping.</summary>
    public static SocketIoDisconnectReason ServerShuttingDown { get; } = new("server shutting down");

    /// <summary>On a server: the connection was closed by the server itself.</summary>
    public static SocketIoDisconnectReason ForcedClose { get; } = new("forced close");

    /// <summary>On a server: the client used a namespace that it had not joined, or joined one twice.</summary>
    public static SocketIoDisconnectReason ForcedServerClose { get; } = new("forced server close");

    /// <summary>On a server: the client did not take what was sent to it, and the outgoing buffer was full. Our own; not in the reference.</summary>
    public static SocketIoDisconnectReason SlowConsumer { get; } = new("slow consumer");

    /// <inheritdoc />
    public bool Equals(SocketIoDisconnectReason other) => Value == other.Value;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is SocketIoDisconnectReason other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Same text.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(SocketIoDisconnectReason left, SocketIoDisconnectReason right) => left.Equals(right);

    /// <summary>Different text.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(SocketIoDisconnectReason left, SocketIoDisconnectReason right) => !left.Equals(right);
}
