namespace Parley.SocketIo;

/// <summary>Event handlers by name. Thread-safe; reading never waits.</summary>
internal sealed class EventHandlers
{
    private readonly object _gate = new();
    private Dictionary<string, SocketIoClientEventHandler[]> _byName = new(StringComparer.Ordinal);
    private SocketIoClientEventHandler[] _any = [];

    public SocketIoClientEventHandler[] Any => Volatile.Read(ref _any);

    public SocketIoClientEventHandler[] Find(string name) => Volatile.Read(ref _byName).TryGetValue(name, out var handlers) ? handlers : [];

    public IDisposable Add(string name, SocketIoClientEventHandler handler)
    {
        Change(name, handlers => [.. handlers, handler]);
        return new Subscription(() => Change(name, handlers => Without(handlers, handler)));
    }

    public IDisposable AddAny(SocketIoClientEventHandler handler)
    {
        lock (_gate)
        {
            _any = [.. _any, handler];
        }

        return new Subscription(() =>
        {
            lock (_gate)
            {
                _any = Without(_any, handler);
            }
        });
    }

    private static SocketIoClientEventHandler[] Without(SocketIoClientEventHandler[] handlers, SocketIoClientEventHandler handler)
    {
        var index = Array.LastIndexOf(handlers, handler);
        return index < 0 ? handlers : [.. handlers[..index], .. handlers[(index + 1)..]];
    }

    private void Change(string name, Func<SocketIoClientEventHandler[], SocketIoClientEventHandler[]> change)
    {
        lock (_gate)
        {
            var copy = new Dictionary<string, SocketIoClientEventHandler[]>(_byName, StringComparer.Ordinal);
            copy[name] = change(copy.TryGetValue(name, out var handlers) ? handlers : []);
            _byName = copy;
        }
    }

    private sealed class Subscription(Action remove) : IDisposable
    {
        private Action? _remove = remove;

        public void Dispose() => Interlocked.Exchange(ref _remove, null)?.Invoke();
    }
}
