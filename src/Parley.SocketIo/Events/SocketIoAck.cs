namespace Parley.SocketIo;

/// <summary>An acknowledgement that its handler wants to send later. At most one is sent; thread-safe.</summary>
public sealed class SocketIoAck
{
    private readonly IAckSender _sender;
    private readonly ulong _id;
    private int _sent;

    internal SocketIoAck(IAckSender sender, ulong id)
    {
        _sender = sender;
        _id = id;
    }

    /// <summary>Sends the acknowledgement. Calls after the first, and calls after the socket has gone, do nothing.</summary>
    /// <param name="arguments">What to answer; none by default.</param>
    /// <param name="cancellationToken">Ends the wait for room in the outgoing buffer.</param>
    /// <returns>A task that ends when the packet is in the outgoing buffer.</returns>
    public ValueTask SendAsync(SocketIoArguments arguments = default, CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _sent, 1) == 0 ? _sender.SendAckAsync(_id, arguments, cancellationToken) : default;
}
