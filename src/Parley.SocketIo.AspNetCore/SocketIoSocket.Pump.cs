using System.Text.Json;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo.AspNetCore;

/// <summary>
/// Runs the handlers, one at a time and in order. While none runs, the read loop runs the next itself; a handler that does not
/// end at once goes on by itself, and what arrives meanwhile queues up.
/// </summary>
public sealed partial class SocketIoSocket
{
    private static readonly JsonElement NoAuth = JsonDocument.Parse("{}").RootElement;

    private readonly Lock _phaseGate = new();
    private SocketIoEvent? _spareEvent;
    private SocketIoDisconnectReason _leftBecause;
    private Task _cancelling = Task.CompletedTask;
    private volatile Phase _phase;
    private bool _entered;

    private enum Phase
    {
        Connecting,
        Connected,
        Left,
    }

    /// <summary>A packet from the client, the connect packet first. The read loop waits for the task when the queue is full.</summary>
    internal ValueTask ReceiveAsync(ReceivedPacket packet)
    {
        switch (packet.Packet.Type)
        {
            case SocketIoPacketType.Ack or SocketIoPacketType.BinaryAck:
                _acks.Complete(packet);
                SocketIoConnection.Recycle(packet);
                return default;
            case SocketIoPacketType.Disconnect:
                SocketIoConnection.Recycle(packet);
                Leave(SocketIoDisconnectReason.ClientNamespaceDisconnect);
                return default;
        }

        if (!_pump.TryPost(packet, out var room, packet.Size))
        {
            SocketIoConnection.Recycle(packet);
        }

        return room;
    }

    /// <summary>The socket leaves; the first reason counts. Events that came before are still handled, then the disconnect handler runs.</summary>
    internal void Leave(SocketIoDisconnectReason reason, bool byServer = false)
    {
        bool wasConnected;
        lock (_phaseGate)
        {
            if (_phase == Phase.Left)
            {
                return;
            }

            wasConnected = _phase == Phase.Connected;
            _leftBecause = reason;
            _phase = Phase.Left;
        }

        _connection.Remove(this, byServer);
        Namespace.Remove(this);
        _cancelling = _gone.CancelAsync();
        _acks.Fail(reason);
        if (wasConnected)
        {
            SocketIoLog.Left(_connection.Logger, Id, Namespace.Name, reason.Value);
        }

        _pump.Complete();
    }

    // Whatever fails here is this packet's affair: the next is handled.
    private ValueTask HandleAsync(ReceivedPacket packet)
    {
        try
        {
            return packet.Packet.Type == SocketIoPacketType.Connect ? ConnectAsync(packet) : HandleEventAsync(packet);
        }
        catch (Exception exception)
        {
            LogFailure("packet", exception);
            return default;
        }
    }

    private async ValueTask ConnectAsync(ReceivedPacket packet)
    {
        var result = SocketIoConnectResult.Accept;
        try
        {
            if (Namespace.Connecting is { } connecting)
            {
                using var auth = packet.Packet.Json.IsEmpty ? null : JsonDocument.Parse(packet.Packet.Json, new JsonDocumentOptions { MaxDepth = SocketIoPayload.MaxDepth });
                result = await connecting(this, auth?.RootElement ?? NoAuth, Disconnected);
            }
        }
        catch (Exception exception)
        {
            LogFailure("connect", exception);
            result = SocketIoConnectResult.Refuse("Internal server error");
        }

        SocketIoConnection.Recycle(packet);
        if (result.Refusal is { } refusal)
        {
            _connection.Send(SocketIoPacketType.ConnectError, Namespace.Name, refusal);
            Leave(SocketIoDisconnectReason.ForcedServerClose, byServer: true);
            return;
        }

        if (!Enter())
        {
            return;
        }

        try
        {
            if (Namespace.Connected is { } connected)
            {
                await connected(this, Disconnected);
            }
        }
        catch (Exception exception)
        {
            LogFailure("connected", exception);
        }
    }

    private bool Enter()
    {
        if (_phase != Phase.Connecting)
        {
            return false;
        }

        // The reply goes first: until the phase changes nothing else can be emitted to this socket.
        Span<byte> reply = stackalloc byte[64];
        var length = WriteReply(reply);
        _connection.Send(SocketIoPacketType.Connect, Namespace.Name, reply[..length]);
        Namespace.Add(this);
        lock (_phaseGate)
        {
            if (_phase == Phase.Connecting)
            {
                _phase = Phase.Connected;
                _entered = true;
            }
        }

        if (!_entered)
        {
            Namespace.Remove(this);
            return false;
        }

        _connection.Session.SetReceiverDeadline(null);
        SocketIoLog.Joined(_connection.Logger, Id, Namespace.Name);
        return true;
    }

    private int WriteReply(Span<byte> reply)
    {
        var length = 0;
        "{\"sid\":\""u8.CopyTo(reply);
        length += 8;
        length += System.Text.Encoding.ASCII.GetBytes(Id, reply[length..]);
        "\"}"u8.CopyTo(reply[length..]);
        return length + 2;
    }

    private ValueTask HandleEventAsync(ReceivedPacket packet)
    {
        // An event without a payload is legal and means nothing; so does one to a socket whose connect was refused.
        if (packet.Packet.Json.IsEmpty || !_entered || Namespace.Find(packet.Packet, out var name) is not { } handler)
        {
            SocketIoConnection.Recycle(packet);
            return default;
        }

        var message = Interlocked.Exchange(ref _spareEvent, null) ?? new SocketIoEvent();
        message.Load(packet, this, name);
        ValueTask handling;
        try
        {
            handling = handler(this, message, Disconnected);
        }
        catch (Exception exception)
        {
            LogFailure(message.Name, exception);
            Unload(message);
            return default;
        }

        return handling.IsCompletedSuccessfully ? AcknowledgeAsync(message) : AwaitHandlerAsync(handling, message);
    }

    private async ValueTask AwaitHandlerAsync(ValueTask handling, SocketIoEvent message)
    {
        try
        {
            await handling;
        }
        catch (Exception exception)
        {
            LogFailure(message.Name, exception);
            Unload(message);
            return;
        }

        await AcknowledgeAsync(message);
    }

    private ValueTask AcknowledgeAsync(SocketIoEvent message)
    {
        var sending = message.SendsAckItself
            ? ((IAckSender)this).SendAckAsync(message.AckId, message.Answer ?? SocketIoArguments.None, Disconnected)
            : default;
        Unload(message);
        return sending.IsCompletedSuccessfully ? default : IgnoreCancellation(sending);

        // The wait for room ends with the socket, which is no failure.
        static async ValueTask IgnoreCancellation(ValueTask sending)
        {
            try
            {
                await sending;
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    private void Unload(SocketIoEvent message)
    {
        SocketIoConnection.Recycle(message.Unload());
        Volatile.Write(ref _spareEvent, message);
    }

    // After the last event.
    private async ValueTask FinishAsync()
    {
        try
        {
            await _cancelling;
            if (_entered && Namespace.Disconnected is { } disconnected)
            {
                await disconnected(this, _leftBecause);
            }
        }
        catch (Exception exception)
        {
            LogFailure("disconnect", exception);
        }
    }

    private void LogFailure(string work, Exception exception)
    {
        if (exception is not OperationCanceledException || !_gone.IsCancellationRequested)
        {
            SocketIoLog.HandlerFailed(_connection.Logger, Id, work, exception);
        }
    }
}
