namespace Parley.SocketIo;

/// <summary>
/// Handles items one at a time and in order. While nothing runs, whoever posts runs the item itself; work that does not end at
/// once goes on by itself, and what is posted meanwhile queues up. Thread-safe; <paramref name="handle"/> must not throw.
/// </summary>
internal sealed class SerialPump<T>(int capacity, Func<T, ValueTask> handle, Func<ValueTask> finish)
    where T : class
{
    private readonly object _gate = new();
    private Queue<T>? _queue;
    private TaskCompletionSource<bool>? _room;
    private bool _running;
    private bool _completing;
    private bool _completed;

    /// <summary>Handles an item, now or later. False after <see cref="Complete"/>: the item stays the caller's.</summary>
    /// <param name="item">The item.</param>
    /// <param name="room">Ends when the queue has room again.</param>
    public bool TryPost(T item, out ValueTask room)
    {
        room = default;
        lock (_gate)
        {
            if (_completed)
            {
                return false;
            }

            if (_running)
            {
                _queue ??= new Queue<T>();
                _queue.Enqueue(item);
                if (_queue.Count >= capacity)
                {
                    _room ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                    room = new ValueTask(_room.Task);
                }

                return true;
            }

            _running = true;
        }

        Run(handle(item));
        return true;
    }

    /// <summary>Takes no more; the finish runs once, after what is queued.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            if (_completed)
            {
                return;
            }

            _completed = true;
            if (_running)
            {
                _completing = true;
                return;
            }

            _running = true;
        }

        Run(finish());
    }

    private void Run(ValueTask work)
    {
        while (work.IsCompletedSuccessfully)
        {
            if (!TryTake(out var item))
            {
                return;
            }

            work = item is null ? finish() : handle(item);
        }

        _ = ContinueAsync(work);
    }

    private async Task ContinueAsync(ValueTask work)
    {
        await work.ConfigureAwait(false);
        while (TryTake(out var item))
        {
            await (item is null ? finish() : handle(item)).ConfigureAwait(false);
        }
    }

    /// <summary>The next item; null for the finish. False when there is nothing to do.</summary>
    private bool TryTake(out T? item)
    {
        TaskCompletionSource<bool>? room = null;
        bool taken;
        lock (_gate)
        {
            item = null;
            if (_queue is { Count: > 0 } queue)
            {
                item = queue.Dequeue();
                taken = true;
                room = _room;
                _room = null;
            }
            else
            {
                taken = _completing;
                _running = taken;
                _completing = false;
            }
        }

        room?.TrySetResult(true);
        return taken;
    }
}
