using Parley.SocketIo.Packets;

namespace Parley.SocketIo;

/// <summary>Acknowledgements that are waited for. Thread-safe.</summary>
internal sealed class PendingAcks
{
    private readonly object _gate = new();
    private Dictionary<ulong, TaskCompletionSource<SocketIoAckResponse>>? _waiting;
    private SocketIoDisconnectReason? _failed;
    private ulong _nextId;

    /// <exception cref="SocketIoDisconnectedException">The socket has left.</exception>
    public (ulong Id, Task<SocketIoAckResponse> Answer) Add()
    {
        var answer = new TaskCompletionSource<SocketIoAckResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_failed is { } reason)
            {
                throw new SocketIoDisconnectedException(reason);
            }

            _waiting ??= [];
            var id = _nextId++;
            _waiting[id] = answer;
            return (id, answer.Task);
        }
    }

    public void Remove(ulong id)
    {
        lock (_gate)
        {
            _waiting?.Remove(id);
        }
    }

    /// <summary>An answer that nobody waits for, or a second one, is ignored.</summary>
    public void Complete(ReceivedPacket received)
    {
        TaskCompletionSource<SocketIoAckResponse>? answer = null;
        lock (_gate)
        {
            if (received.Packet.Id is { } id)
            {
                _waiting?.Remove(id, out answer);
            }
        }

        answer?.TrySetResult(new SocketIoAckResponse(received));
    }

    public void Fail(SocketIoDisconnectReason reason)
    {
        Dictionary<ulong, TaskCompletionSource<SocketIoAckResponse>>? waiting;
        lock (_gate)
        {
            _failed = reason;
            waiting = _waiting;
            _waiting = null;
        }

        if (waiting is not null)
        {
            foreach (var answer in waiting.Values)
            {
                answer.TrySetException(new SocketIoDisconnectedException(reason));
            }
        }
    }
}
