using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley.Realtime;

/// <summary>
/// Hands a client's events, in order, to handlers and to readers; both see every event from the moment they joined.
/// Nothing is kept where nobody listens, and publishing never waits.
/// </summary>
/// <typeparam name="TEvent">The base of the client's events.</typeparam>
/// <remarks>
/// <para>Handlers run one after another on one pump of their own, never on the publisher's thread. A handler that throws is
/// logged and reported, and the next one runs. When the pump is <see cref="Capacity"/> events behind, further events are not
/// queued for it; that is reported once as a <see cref="SlowConsumerException"/> until it has caught up.</para>
/// <para>Each <see cref="ReadAsync"/> owns a queue of <see cref="Capacity"/>; its overflow ends that reader alone.</para>
/// </remarks>
public sealed class EventStream<TEvent> : IAsyncDisposable
    where TEvent : class
{
    /// <summary>Events that one reader, or the pump, may be behind.</summary>
    public const int Capacity = 1024;

    private readonly object _gate = new();
    private readonly ILogger _logger;
    private readonly Action<Exception>? _onHandlerError;
    private readonly Channel<TEvent> _pumped = Channel.CreateBounded<TEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = false });
    private readonly List<Channel<TEvent>> _readers = [];
    private Subscription[] _subscriptions = [];
    private Task? _pump;
    private bool _pumpOverflowed;
    private bool _completed;
    private Exception? _error;

    /// <summary>Creates a stream.</summary>
    /// <param name="logger">Where failing handlers are logged; null for nowhere.</param>
    /// <param name="onHandlerError">Hears of failing handlers and of a pump that fell behind; null for nobody.</param>
    public EventStream(ILogger? logger = null, Action<Exception>? onHandlerError = null)
    {
        _logger = logger ?? NullLogger.Instance;
        _onHandlerError = onHandlerError;
    }

    /// <summary>Calls a handler for every event of a type from now on. It is awaited before the next handler runs.</summary>
    /// <typeparam name="T">The type, or a base of several.</typeparam>
    /// <param name="handler">What to call.</param>
    /// <returns>Dispose to unsubscribe; a call under way runs on.</returns>
    public IDisposable On<T>(Func<T, ValueTask> handler)
        where T : class, TEvent
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        var subscription = new Subscription(this, e => e is T match ? handler(match) : default);
        lock (_gate)
        {
            if (!_completed)
            {
                _subscriptions = [.. _subscriptions, subscription];
                _pump ??= Task.Run(PumpAsync);
            }
        }

        return subscription;
    }

    /// <summary>Calls a handler for every event of a type from now on.</summary>
    /// <typeparam name="T">The type, or a base of several.</typeparam>
    /// <param name="handler">What to call.</param>
    /// <returns>Dispose to unsubscribe; a call under way runs on.</returns>
    public IDisposable On<T>(Action<T> handler)
        where T : class, TEvent
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return On<T>(e =>
        {
            handler(e);
            return default;
        });
    }

    /// <summary>Every event from this call on, whenever its enumeration begins; it ends when the stream completes.</summary>
    /// <param name="cancellationToken">Ends the enumeration and frees its queue.</param>
    /// <returns>Enumerate once, and to the end or dispose: until then the queue counts.</returns>
    /// <exception cref="SlowConsumerException">While enumerating: more than <see cref="Capacity"/> events waited.</exception>
    public IAsyncEnumerable<TEvent> ReadAsync(CancellationToken cancellationToken = default)
    {
        var queue = Channel.CreateBounded<TEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
        lock (_gate)
        {
            if (_completed)
            {
                queue.Writer.TryComplete(_error);
            }
            else
            {
                _readers.Add(queue);
            }
        }

        return new EventReader<TEvent>(queue.Reader, () => Remove(queue), cancellationToken);
    }

    /// <summary>Hands an event to everybody. Never waits, never throws.</summary>
    /// <param name="e">The event.</param>
    public void Publish(TEvent e)
    {
        Exception? overflow = null;
        lock (_gate)
        {
            if (_completed)
            {
                return;
            }

            for (var i = _readers.Count - 1; i >= 0; i--)
            {
                if (!_readers[i].Writer.TryWrite(e))
                {
                    _readers[i].Writer.TryComplete(new SlowConsumerException($"A reader of events was more than {Capacity} events behind."));
                    _readers.RemoveAt(i);
                }
            }

            if (_subscriptions.Length > 0)
            {
                if (_pumped.Writer.TryWrite(e))
                {
                    _pumpOverflowed = false;
                }
                else if (!_pumpOverflowed)
                {
                    _pumpOverflowed = true;
                    overflow = new SlowConsumerException($"The event handlers were more than {Capacity} events behind; events were not delivered to them.");
                }
            }
        }

        if (overflow is not null)
        {
            Report(overflow);
        }
    }

    /// <summary>Ends every reader after what it has queued, and the pump after what it has.</summary>
    /// <param name="error">Thrown to readers at the end; null ends them normally.</param>
    public void Complete(Exception? error = null)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return;
            }

            _completed = true;
            _error = error;
            foreach (var reader in _readers)
            {
                reader.Writer.TryComplete(error);
            }

            _readers.Clear();
            _pumped.Writer.TryComplete();
        }
    }

    /// <summary>Completes, and waits for the handlers to see what they have queued, unless called by a handler.</summary>
    public async ValueTask DisposeAsync()
    {
        Complete();
        if (_pump is { } pump && !PumpScope.IsInside(this))
        {
            await pump.ConfigureAwait(false);
        }
    }

    private async Task PumpAsync()
    {
        using (PumpScope.Enter(this))
        {
            while (await _pumped.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_pumped.Reader.TryRead(out var e))
                {
                    foreach (var subscription in Volatile.Read(ref _subscriptions))
                    {
                        await CallAsync(subscription, e).ConfigureAwait(false);
                    }
                }
            }
        }
    }

    private async ValueTask CallAsync(Subscription subscription, TEvent e)
    {
        try
        {
            await subscription.Handler(e).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            EventStreamLog.HandlerFailed(_logger, typeof(TEvent).Name, error.GetType().Name);
            Report(error);
        }
    }

    private void Report(Exception error)
    {
        try
        {
            _onHandlerError?.Invoke(error);
        }
        catch (Exception second)
        {
            EventStreamLog.HandlerFailed(_logger, typeof(TEvent).Name, second.GetType().Name);
        }
    }

    private void Remove(Channel<TEvent> queue)
    {
        lock (_gate)
        {
            _readers.Remove(queue);
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = [.. _subscriptions.Where(s => s != subscription)];
        }
    }

    private sealed class Subscription(EventStream<TEvent> owner, Func<TEvent, ValueTask> handler) : IDisposable
    {
        public Func<TEvent, ValueTask> Handler { get; } = handler;

        public void Dispose() => owner.Remove(this);
    }
}
