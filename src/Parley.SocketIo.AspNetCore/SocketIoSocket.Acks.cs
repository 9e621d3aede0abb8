using Parley.SocketIo.AspNetCore.EngineIo;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo.AspNetCore;

/// <summary>Events that the client acknowledges.</summary>
public sealed partial class SocketIoSocket
{
    private readonly Lock _acksGate = new();
    private Dictionary<ulong, TaskCompletionSource<SocketIoAckResponse>>? _acks;
    private ulong _nextAckId;

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
    /// <exception cref="SocketIoDisconnectedException">The socket has left.</exception>
    public async Task<SocketIoAckResponse> EmitWithAckAsync(string eventName, SocketIoArguments arguments = default, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var answer = new TaskCompletionSource<SocketIoAckResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = Register(answer);
        try
        {
            if (SendWithAck(id, eventName, arguments) == SendResult.Full)
            {
                await _connection.Session.WaitForRoomAsync(cancellationToken);
            }

            return await answer.Task.WaitAsync(timeout ?? _connection.Options.AckTimeout, _connection.Server.Time, cancellationToken);
        }
        finally
        {
            lock (_acksGate)
            {
                _acks?.Remove(id);
            }
        }
    }

    private SendResult SendWithAck(ulong id, string eventName, SocketIoArguments arguments)
    {
        using var scratch = PacketScratch.Take();
        var packet = PacketEncoder.Event(scratch, Namespace.Name, eventName, id, arguments, _connection.Options.EscapeNonAscii);
        return _connection.Session.Send(packet.WrittenSpan, arguments.Attachments, mayDrop: false);
    }

    private ulong Register(TaskCompletionSource<SocketIoAckResponse> answer)
    {
        lock (_acksGate)
        {
            if (!IsConnected)
            {
                throw new SocketIoDisconnectedException(_leftBecause);
            }

            _acks ??= [];
            var id = _nextAckId++;
            _acks[id] = answer;
            return id;
        }
    }

    private void CompleteAck(ReceivedPacket received)
    {
        TaskCompletionSource<SocketIoAckResponse>? answer = null;
        lock (_acksGate)
        {
            if (received.Packet.Id is { } id)
            {
                _acks?.Remove(id, out answer);
            }
        }

        // An answer that nobody waits for, or a second one, is ignored.
        answer?.TrySetResult(new SocketIoAckResponse(received));
        _connection.Recycle(received);
    }

    private void FailAcks()
    {
        Dictionary<ulong, TaskCompletionSource<SocketIoAckResponse>>? waiting;
        lock (_acksGate)
        {
            waiting = _acks;
            _acks = null;
        }

        foreach (var answer in waiting?.Values ?? (IEnumerable<TaskCompletionSource<SocketIoAckResponse>>)[])
        {
            answer.TrySetException(new SocketIoDisconnectedException(_leftBecause));
        }
    }
}
