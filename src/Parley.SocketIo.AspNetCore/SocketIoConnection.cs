using Microsoft.Extensions.Logging;
using Parley.SocketIo.AspNetCore.EngineIo;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo.AspNetCore;

/// <summary>The Socket.IO side of one session: decodes packets and leads them to the sockets of their namespaces.</summary>
internal sealed class SocketIoConnection : IEngineIoReceiver
{
    private readonly Lock _gate = new();
    private readonly SocketIoDecoder _decoder;
    private SocketIoSocket[] _sockets = [];
    private SocketIoNamespace[] _left = [];
    private bool _closed;

    public SocketIoConnection(SocketIoServer server, EngineIoSession session, SocketIoServerOptions options, ILogger logger)
    {
        Server = server;
        Session = session;
        Options = options;
        Logger = logger;
        _decoder = new SocketIoDecoder(options.MaxAttachments);
        session.SetReceiverDeadline(options.ConnectTimeout);
    }

    public SocketIoServer Server { get; }

    public EngineIoSession Session { get; }

    public SocketIoServerOptions Options { get; }

    public ILogger Logger { get; }

    public ValueTask ReceiveAsync(PooledBuffer message, int offset, bool isBinary)
    {
        var result = isBinary
            ? _decoder.AddBinary(message, offset, out var packet, out var error)
            : _decoder.AddText(message, offset, out packet, out error);
        switch (result)
        {
            case DecodeResult.Packet:
                return DispatchAsync(packet!);
            case DecodeResult.Failed:
                SocketIoLog.ParseError(Logger, Session.Id, error!);
                Session.Close(SocketIoDisconnectReason.ParseError, dropUnsent: true);
                return default;
            default:
                return default;
        }
    }

    public void DeadlinePassed()
    {
        SocketIoLog.NoNamespace(Logger, Session.Id);
        Session.Close(SocketIoDisconnectReason.ForcedServerClose);
    }

    public void Closed(SocketIoDisconnectReason reason)
    {
        SocketIoSocket[] sockets;
        lock (_gate)
        {
            _closed = true;
            sockets = _sockets;
        }

        foreach (var socket in sockets)
        {
            socket.Leave(reason);
        }
    }

    /// <summary>Sends a disconnect packet for each joined namespace.</summary>
    public void DisconnectAll(SocketIoDisconnectReason reason)
    {
        foreach (var socket in Volatile.Read(ref _sockets))
        {
            socket.Disconnect(reason);
        }
    }

    /// <summary>A socket has left. What its client still sends to the namespace, not knowing, is dropped when the server made it leave.</summary>
    public void Remove(SocketIoSocket socket, bool byServer)
    {
        lock (_gate)
        {
            _sockets = [.. _sockets.Where(other => !ReferenceEquals(other, socket))];
            if (byServer && !_left.Contains(socket.Namespace))
            {
                _left = [.. _left, socket.Namespace];
            }
        }
    }

    public void Send(SocketIoPacketType type, string namespaceName, ReadOnlySpan<byte> json)
    {
        using var scratch = PacketScratch.Take();
        Session.Send(PacketEncoder.Control(scratch, type, namespaceName, json, Options.EscapeNonAscii).WrittenSpan, [], mayDrop: false);
    }

    public static void Recycle(ReceivedPacket packet) => SocketIoDecoder.Recycle(packet);

    private ValueTask DispatchAsync(ReceivedPacket received)
    {
        var packet = received.Packet;
        var socket = Find(packet.NamespaceUtf8.Span);
        if (socket is null && packet.Type == SocketIoPacketType.Connect)
        {
            return ConnectAsync(received);
        }

        if (socket is not null && packet.Type is not (SocketIoPacketType.Connect or SocketIoPacketType.ConnectError))
        {
            return socket.ReceiveAsync(received);
        }

        if (socket is null && packet.Type != SocketIoPacketType.ConnectError && WasLeft(packet.NamespaceUtf8.Span))
        {
            Recycle(received);
            return default;
        }

        SocketIoLog.InvalidState(Logger, Session.Id, packet.Type);
        Recycle(received);
        Session.Close(SocketIoDisconnectReason.ForcedServerClose, dropUnsent: true);
        return default;
    }

    private ValueTask ConnectAsync(ReceivedPacket received)
    {
        if (Server.Find(received.Packet.NamespaceUtf8.Span) is not { } joined)
        {
            Send(SocketIoPacketType.ConnectError, received.Packet.Namespace, """{"message":"Invalid namespace"}"""u8);
            Recycle(received);
            return default;
        }

        var socket = new SocketIoSocket(this, joined);
        lock (_gate)
        {
            if (_closed)
            {
                Recycle(received);
                return default;
            }

            _sockets = [.. _sockets, socket];
            _left = _left.Length == 0 ? _left : [.. _left.Where(other => !ReferenceEquals(other, joined))];
        }

        return socket.ReceiveAsync(received);
    }

    private SocketIoSocket? Find(ReadOnlySpan<byte> name)
    {
        foreach (var socket in Volatile.Read(ref _sockets))
        {
            if (name.SequenceEqual(socket.Namespace.Utf8Name))
            {
                return socket;
            }
        }

        return null;
    }

    private bool WasLeft(ReadOnlySpan<byte> name)
    {
        foreach (var left in Volatile.Read(ref _left))
        {
            if (name.SequenceEqual(left.Utf8Name))
            {
                return true;
            }
        }

        return false;
    }
}
