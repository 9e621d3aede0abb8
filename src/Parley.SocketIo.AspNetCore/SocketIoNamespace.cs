using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Parley.SocketIo.Packets;

namespace Parley.SocketIo.AspNetCore;

/// <summary>
/// A namespace: its handlers, and the sockets that have joined it. Handlers are set while mapping, before the first client
/// comes; everything else is thread-safe.
/// </summary>
public sealed class SocketIoNamespace
{
    private const int LongestName = 128;

    private readonly ConcurrentDictionary<string, SocketIoSocket> _sockets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<SocketIoSocket>> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SocketIoEventHandler> _handlers = new(StringComparer.Ordinal);
    private readonly Lock _roomsGate = new();
    private readonly bool _escapeNonAscii;

    internal SocketIoNamespace(string name, bool escapeNonAscii)
    {
        Name = name;
        Utf8Name = name.Length > 1 ? Encoding.UTF8.GetBytes(name) : [];
        _escapeNonAscii = escapeNonAscii;
    }

    /// <summary>The name, with its leading slash.</summary>
    public string Name { get; }

    /// <summary>The sockets that are joined now.</summary>
    public ICollection<SocketIoSocket> Sockets => _sockets.Values;

    internal byte[] Utf8Name { get; }

    internal SocketIoConnectHandler? Connecting { get; private set; }

    internal SocketIoConnectedHandler? Connected { get; private set; }

    internal SocketIoDisconnectHandler? Disconnected { get; private set; }

    internal SocketIoEventHandler? Any { get; private set; }

    /// <summary>Sets who decides about clients that want to join. Without it all may.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>This namespace.</returns>
    public SocketIoNamespace OnConnect(SocketIoConnectHandler handler)
    {
        Connecting = handler;
        return this;
    }

    /// <summary>Sets what runs when a socket has joined.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>This namespace.</returns>
    public SocketIoNamespace OnConnected(SocketIoConnectedHandler handler)
    {
        Connected = handler;
        return this;
    }

    /// <summary>Sets what runs when a socket has left.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>This namespace.</returns>
    public SocketIoNamespace OnDisconnect(SocketIoDisconnectHandler handler)
    {
        Disconnected = handler;
        return this;
    }

    /// <summary>Sets an event's handler; a second call replaces the first. An exception from it is logged, and its event is not acknowledged.</summary>
    /// <param name="eventName">The event's name; case matters.</param>
    /// <param name="handler">The handler.</param>
    /// <returns>This namespace.</returns>
    public SocketIoNamespace On(string eventName, SocketIoEventHandler handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        ArgumentNullException.ThrowIfNull(handler);
        _handlers[eventName] = handler;
        return this;
    }

    /// <summary>Sets the handler of an event whose first argument is an object. An argument of another shape is logged as the handler's failure.</summary>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <param name="eventName">The event's name; case matters.</param>
    /// <param name="typeInfo">How to read the argument.</param>
    /// <param name="handler">The handler.</param>
    /// <returns>This namespace.</returns>
    public SocketIoNamespace On<T>(string eventName, JsonTypeInfo<T> typeInfo, SocketIoEventHandler<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return On(eventName, (socket, message, cancellationToken) => handler(socket, message.Read(0, typeInfo), message, cancellationToken));
    }

    /// <summary>Sets what handles events that have no handler. Without it they are ignored and not acknowledged, as in the reference.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>This namespace.</returns>
    public SocketIoNamespace OnAny(SocketIoEventHandler handler)
    {
        Any = handler;
        return this;
    }

    /// <summary>Emits to every socket, or to those in a room, without waiting for any of them: see <see cref="SlowConsumerPolicy"/>.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">The arguments, encoded once.</param>
    /// <param name="room">Only sockets that joined this room; null for all.</param>
    /// <param name="except">A socket to leave out; null for none.</param>
    public void Broadcast(string eventName, SocketIoArguments arguments = default, string? room = null, SocketIoSocket? except = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        using var scratch = PacketScratch.Take();
        var packet = PacketEncoder.Event(scratch, Name, eventName, null, arguments, _escapeNonAscii);
        foreach (var socket in room is null ? _sockets.Values : InRoom(room))
        {
            if (!ReferenceEquals(socket, except))
            {
                socket.SendEncoded(packet.WrittenSpan, arguments.Attachments);
            }
        }
    }

    internal void Add(SocketIoSocket socket) => _sockets[socket.Id] = socket;

    internal void Remove(SocketIoSocket socket)
    {
        _sockets.TryRemove(socket.Id, out _);
        lock (_roomsGate)
        {
            foreach (var room in socket.Rooms)
            {
                LeaveRoom_NeedsLock(socket, room);
            }

            socket.Rooms = [];
        }
    }

    internal void Join(SocketIoSocket socket, string room)
    {
        lock (_roomsGate)
        {
            if (!_sockets.ContainsKey(socket.Id) || socket.Rooms.Contains(room))
            {
                return;
            }

            socket.Rooms = [.. socket.Rooms, room];
            if (!_rooms.TryGetValue(room, out var members))
            {
                _rooms[room] = members = [];
            }

            members.Add(socket);
        }
    }

    internal void Leave(SocketIoSocket socket, string room)
    {
        lock (_roomsGate)
        {
            socket.Rooms = [.. socket.Rooms.Where(name => name != room)];
            LeaveRoom_NeedsLock(socket, room);
        }
    }

    /// <summary>The handler of an event, and its name without allocating when it has one.</summary>
    internal SocketIoEventHandler? Find(in SocketIoPacket packet, out string? name)
    {
        name = null;
        var utf8 = packet.Layout.PlainName(packet.Json.Span);
        if (utf8.Length > LongestName)
        {
            return Any;
        }

        if (packet.Layout.NameIsEscaped)
        {
            name = packet.EventName;
            return _handlers.GetValueOrDefault(name) ?? Any;
        }

        Span<char> characters = stackalloc char[LongestName];
        var length = Encoding.UTF8.GetChars(utf8, characters);
        return _handlers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(characters[..length], out name, out var handler) ? handler : Any;
    }

    private SocketIoSocket[] InRoom(string room)
    {
        lock (_roomsGate)
        {
            return _rooms.TryGetValue(room, out var members) ? [.. members] : [];
        }
    }

    private void LeaveRoom_NeedsLock(SocketIoSocket socket, string room)
    {
        if (_rooms.TryGetValue(room, out var members) && members.Remove(socket) && members.Count == 0)
        {
            _rooms.Remove(room);
        }
    }
}
