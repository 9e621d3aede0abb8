using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.SocketIo.AspNetCore.EngineIo;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo.AspNetCore;

/// <summary>
/// One client in one namespace. Thread-safe: emit from anywhere, packets keep the order of the calls. Its handlers run one
/// after another.
/// </summary>
public sealed partial class SocketIoSocket : IAckSender
{
    private readonly SocketIoConnection _connection;
    private readonly SerialPump<ReceivedPacket> _pump;
    private readonly PendingAcks _acks = new();
    private readonly CancellationTokenSource _gone = new();
    private long _droppedEvents;
    private int _disconnecting;

    internal SocketIoSocket(SocketIoConnection connection, SocketIoNamespace joined)
    {
        _connection = connection;
        _pump = new SerialPump<ReceivedPacket>(connection.Options.ReceiveQueueLength, HandleAsync, FinishAsync, connection.Options.ReceiveQueueBytes);
        Namespace = joined;
    }

    /// <summary>The socket's id, as the client knows it. Not secret, unlike the session's.</summary>
    public string Id { get; } = SessionId.Create();

    /// <summary>The namespace.</summary>
    public SocketIoNamespace Namespace { get; }

    /// <summary>The request that opened the connection.</summary>
    public SocketIoHandshake Handshake => _connection.Session.Handshake;

    /// <summary>Whatever the application keeps with the socket. Default null.</summary>
    public object? State { get; set; }

    /// <summary>The transport in use now: "polling" or "websocket".</summary>
    public string Transport => _connection.Session.IsWebSocket ? "websocket" : "polling";

    /// <summary>Whether the socket has joined and not left.</summary>
    public bool IsConnected => _phase == Phase.Connected;

    /// <summary>Cancelled when the socket has left.</summary>
    public CancellationToken Disconnected => _gone.Token;

    /// <summary>Events dropped because the client is slow, under <see cref="SlowConsumerPolicy.Drop"/>.</summary>
    public long DroppedEvents => Interlocked.Read(ref _droppedEvents);

    internal string[] Rooms { get; set; } = [];

    /// <summary>
    /// The client is trusted from now on: its messages may be as large as <see cref="SocketIoServerOptions.MaxPayload"/> although
    /// <see cref="SocketIoServerOptions.MaxInitialPayload"/> is smaller. Holds for the whole connection.
    /// </summary>
    public void AllowMaxPayload() => _connection.Session.AllowMaxPayload();

    /// <summary>Emits an event. After the socket has left this does nothing.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">The arguments; none by default. They are encoded before the call returns.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is sent all the same.</param>
    /// <returns>Ends at once while the client keeps up; see <see cref="SocketIoServerOptions.SlowConsumer"/>.</returns>
    public ValueTask EmitAsync(string eventName, SocketIoArguments arguments = default, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        using var scratch = PacketScratch.Take();
        var packet = PacketEncoder.Event(scratch, Namespace.Name, eventName, null, arguments, _connection.Options.EscapeNonAscii);
        return SendAsync(packet.WrittenSpan, arguments.Attachments, mayDrop: true, cancellationToken);
    }

    /// <summary>Emits an event whose arguments are written in place: the way without intermediate objects.</summary>
    /// <typeparam name="TState">What the writing needs.</typeparam>
    /// <param name="eventName">The event's name.</param>
    /// <param name="state">Given to <paramref name="writeArguments"/>.</param>
    /// <param name="writeArguments">Writes any number of JSON values, one per argument.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is sent all the same.</param>
    /// <returns>Ends at once while the client keeps up; see <see cref="SocketIoServerOptions.SlowConsumer"/>.</returns>
    public ValueTask EmitAsync<TState>(string eventName, TState state, Action<Utf8JsonWriter, TState> writeArguments, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        ArgumentNullException.ThrowIfNull(writeArguments);
        using var scratch = PacketScratch.Take();
        var packet = PacketEncoder.Event(scratch, Namespace.Name, eventName, state, writeArguments, _connection.Options.EscapeNonAscii);
        return SendAsync(packet.WrittenSpan, [], mayDrop: true, cancellationToken);
    }

    /// <summary>Emits an event with one object.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="eventName">The event's name.</param>
    /// <param name="argument">The object.</param>
    /// <param name="typeInfo">How to write it.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is sent all the same.</param>
    /// <returns>Ends at once while the client keeps up; see <see cref="SocketIoServerOptions.SlowConsumer"/>.</returns>
    public ValueTask EmitAsync<T>(string eventName, T argument, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default) =>
        EmitAsync(eventName, (argument, typeInfo), static (writer, state) => JsonSerializer.Serialize(writer, state.argument, state.typeInfo), cancellationToken);

    /// <summary>Leaves the namespace: the client gets a disconnect packet and does not come back by itself.</summary>
    /// <param name="closeConnection">Whether to leave all of the connection's namespaces and close it, after what waits is sent.</param>
    public void Disconnect(bool closeConnection = false)
    {
        if (closeConnection)
        {
            _connection.DisconnectAll(SocketIoDisconnectReason.ServerNamespaceDisconnect);
            CloseConnection();
        }
        else
        {
            Disconnect(SocketIoDisconnectReason.ServerNamespaceDisconnect);
        }
    }

    /// <summary>Closes the connection without disconnect packets, after what waits is sent: clients reconnect.</summary>
    public void CloseConnection() => _connection.Session.Close(SocketIoDisconnectReason.ForcedServerClose);

    /// <summary>Joins a room of the namespace; see <see cref="SocketIoNamespace.Broadcast"/>. Leaving the namespace leaves all.</summary>
    /// <param name="room">The room's name.</param>
    public void Join(string room) => Namespace.Join(this, room);

    /// <summary>Leaves a room.</summary>
    /// <param name="room">The room's name.</param>
    public void Leave(string room) => Namespace.Leave(this, room);

    ValueTask IAckSender.SendAckAsync(ulong id, SocketIoArguments arguments, CancellationToken cancellationToken)
    {
        using var scratch = PacketScratch.Take();
        var packet = PacketEncoder.Ack(scratch, Namespace.Name, id, arguments, _connection.Options.EscapeNonAscii);
        return SendAsync(packet.WrittenSpan, arguments.Attachments, mayDrop: false, cancellationToken);
    }

    internal void SendEncoded(ReadOnlySpan<byte> packet, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        if (IsConnected && _connection.Session.Send(packet, attachments, mayDrop: true) == SendResult.Dropped)
        {
            Interlocked.Increment(ref _droppedEvents);
        }
    }

    internal void Disconnect(SocketIoDisconnectReason reason)
    {
        if (IsConnected && Interlocked.Exchange(ref _disconnecting, 1) == 0)
        {
            _connection.Send(SocketIoPacketType.Disconnect, Namespace.Name, default);
            Leave(reason, byServer: true);
        }
    }

    private ValueTask SendAsync(ReadOnlySpan<byte> packet, IReadOnlyList<ReadOnlyMemory<byte>> attachments, bool mayDrop, CancellationToken cancellationToken)
    {
        if (!IsConnected)
        {
            return default;
        }

        switch (_connection.Session.Send(packet, attachments, mayDrop))
        {
            case SendResult.Dropped:
                Interlocked.Increment(ref _droppedEvents);
                return default;
            case SendResult.Full:
                return _connection.Session.WaitForRoomAsync(cancellationToken);
            default:
                return default;
        }
    }
}
