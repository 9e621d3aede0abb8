using Parley.SocketIo.AspNetCore.EngineIo;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo.AspNetCore;

/// <summary>Events that the client acknowledges.</summary>
public sealed partial class SocketIoSocket
{
    /// <summary>
    /// Emits an event and waits for the client's acknowledgement. It arrives even while a handler of this socket runs, so a
    /// handler may await it.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">The arguments; none by default.</param>
    /// <param name="timeout">How long to wait; null for <see cref="SocketIoServerOptions.AckTimeout"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the client answered.</returns>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    /// <exception cref="SocketIoDisconnectedException">The socket has left, or has not joined yet.</exception>
    public async Task<SocketIoAckResponse> EmitWithAckAsync(string eventName, SocketIoArguments arguments = default, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        if (!IsConnected)
        {
            throw new SocketIoDisconnectedException(_leftBecause);
        }

        var (id, answer) = _acks.Add();
        try
        {
            if (SendWithAck(id, eventName, arguments) == SendResult.Full)
            {
                await _connection.Session.WaitForRoomAsync(cancellationToken);
            }

            return await answer.WaitAsync(timeout ?? _connection.Options.AckTimeout, _connection.Server.Time, cancellationToken);
        }
        finally
        {
            _acks.Remove(id);
        }
    }

    private SendResult SendWithAck(ulong id, string eventName, SocketIoArguments arguments)
    {
        using var scratch = PacketScratch.Take();
        var packet = PacketEncoder.Event(scratch, Namespace.Name, eventName, id, arguments, _connection.Options.EscapeNonAscii);
        return _connection.Session.Send(packet.WrittenSpan, arguments.Attachments, mayDrop: false);
    }
}
