using Parley.Realtime;

namespace Parley.SocketIo;

/// <summary>Handlers. They run one after another; a failing one is logged, and its event is not acknowledged.</summary>
public sealed partial class SocketIoClient
{
    /// <summary>Set for everything that runs in a handler; the loops that run them set it once for all.</summary>
    private readonly AsyncLocal<bool> _inHandler = new();
    private readonly SocketIoEvent _event = new();
    private Func<ValueTask>[] _connected = [];
    private Func<SocketIoDisconnectReason, ValueTask>[] _disconnected = [];
    private Func<ConnectionChange, ValueTask>[] _reconnecting = [];

    /// <summary>Calls a handler for each event of this name from now on.</summary>
    /// <param name="eventName">The event's name; case matters.</param>
    /// <param name="handler">The handler.</param>
    /// <returns>Dispose to stop; a call under way runs on.</returns>
    public IDisposable On(string eventName, SocketIoClientEventHandler handler)
    {
        if (string.IsNullOrEmpty(eventName))
        {
            throw new ArgumentException("An event has a name.", nameof(eventName));
        }

        return _handlers.Add(eventName, handler ?? throw new ArgumentNullException(nameof(handler)));
    }

    /// <summary>Calls a handler for every event from now on, before the handlers of its name.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>Dispose to stop; a call under way runs on.</returns>
    public IDisposable OnAny(SocketIoClientEventHandler handler) => _handlers.AddAny(handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>Calls a handler whenever the namespace was joined, before any event from it.</summary>
    /// <param name="handler">The handler.</param>
    public void OnConnected(Func<ValueTask> handler) => Add(ref _connected, handler);

    /// <summary>Calls a handler whenever the namespace was left or the connection lost, after the last event from it.</summary>
    /// <param name="handler">Gets the reason.</param>
    public void OnDisconnected(Func<SocketIoDisconnectReason, ValueTask> handler) => Add(ref _disconnected, handler);

    /// <summary>Calls a handler before each wait for an attempt to connect again; its cause tells why the attempt before failed.</summary>
    /// <param name="handler">Gets the number of the attempt, the wait and the cause.</param>
    public void OnReconnecting(Func<ConnectionChange, ValueTask> handler) => Add(ref _reconnecting, handler);

    private static void Add<T>(ref T[] handlers, T handler)
        where T : class
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        T[] before;
        do
        {
            before = Volatile.Read(ref handlers);
        }
        while (Interlocked.CompareExchange(ref handlers, [.. before, handler], before) != before);
    }

    private ValueTask PostAsync(object item)
    {
        // Handlers may emit as soon as they hear of the join, which can be before the connect call has ended.
        switch (item)
        {
            case SocketIoLink.Joined joined:
                Volatile.Write(ref _link, joined.Link);
                break;
            case SocketIoLink.Disconnected gone:
                _lastReason = gone.Reason;
                Interlocked.CompareExchange(ref _link, null, gone.Link);
                break;
        }

        if (!_pump.TryPost(item, out var room) && item is SocketIoLink.Received received)
        {
            SocketIoLink.Recycle(received.Packet);
        }

        return room;
    }

    private ValueTask HandleAsync(object item) =>
        item is SocketIoLink.Received received ? HandleEventAsync(received) : HandleChangeAsync(item);

    private async ValueTask HandleChangeAsync(object item)
    {
        _inHandler.Value = true;
        switch (item)
        {
            case SocketIoLink.Joined:
                foreach (var handler in _connected)
                {
                    await GuardAsync("connected", static h => h(), handler).ConfigureAwait(false);
                }

                break;
            case SocketIoLink.Disconnected gone:
                foreach (var handler in _disconnected)
                {
                    await GuardAsync("disconnected", static s => s.handler(s.Reason), (handler, gone.Reason)).ConfigureAwait(false);
                }

                break;
            case ConnectionChange change:
                foreach (var handler in _reconnecting)
                {
                    await GuardAsync("reconnecting", static s => s.handler(s.change), (handler, change)).ConfigureAwait(false);
                }

                break;
        }
    }

    private async ValueTask HandleEventAsync(SocketIoLink.Received received)
    {
        var (link, packet) = received;
        if (packet.Packet.Json.IsEmpty)
        {
            SocketIoLink.Recycle(packet);
            return;
        }

        var message = _event;
        message.Load(packet, link, null);
        try
        {
            var handlers = _handlers.Find(message.Name);
            var handled = true;
            foreach (var handler in _handlers.Any)
            {
                handled &= await GuardAsync(message.Name, static s => s.handler(s.message, s.Gone), (handler, message, link.Gone)).ConfigureAwait(false);
            }

            foreach (var handler in handlers)
            {
                handled &= await GuardAsync(message.Name, static s => s.handler(s.message, s.Gone), (handler, message, link.Gone)).ConfigureAwait(false);
            }

            if (handled && message.SendsAckItself && handlers.Length + _handlers.Any.Length > 0)
            {
                await link.SendAckAsync(message.AckId, message.Answer ?? SocketIoArguments.None, link.Gone).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The wait for room ended with the connection.
        }
        finally
        {
            SocketIoLink.Recycle(message.Unload());
        }
    }

    private async ValueTask<bool> GuardAsync<TState>(string work, Func<TState, ValueTask> call, TState state)
    {
        try
        {
            await call(state).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            SocketIoClientLog.HandlerFailed(_logger, work, exception);
            return false;
        }
    }

    private ValueTask FinishAsync()
    {
        _handled.TrySetResult(true);
        return default;
    }
}
