namespace Parley.SocketIo;

/// <summary>The socket is not, or no longer, connected to its namespace. Calling again after a reconnect may succeed.</summary>
public sealed class SocketIoDisconnectedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">Why the socket is not connected.</param>
    public SocketIoDisconnectedException(SocketIoDisconnectReason reason)
        : base(reason.Value.Length == 0 ? "The socket is not connected." : $"The socket is not connected: {reason}.") => Reason = reason;

    /// <summary>Why the socket is not connected; the empty reason before the first connect.</summary>
    public SocketIoDisconnectReason Reason { get; }
}
