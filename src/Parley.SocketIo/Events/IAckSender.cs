namespace Parley.SocketIo;

/// <summary>Where acknowledgements of received events go.</summary>
internal interface IAckSender
{
    ValueTask SendAckAsync(ulong id, SocketIoArguments arguments, CancellationToken cancellationToken);
}
