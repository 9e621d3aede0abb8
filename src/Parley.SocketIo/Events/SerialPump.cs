namespace Parley.SocketIo;

/// <summary>
/// Handles items one at a time and in order. While nothing runs, whoever posts runs the item itself; work that does not end at
/// once goes on by itself, and what is posted meanwhile queues up. Thread-safe; <paramref name="handle"/> must not throw.
/// </summary>
/// <param name="capacity">Items that may wait.</param>
/// <param name="handle">Handles one.</param>
/// <param name="finish">Runs behind the last.</param>
/// <param name="maxBytes">Bytes of waiting items beyond which there is no room either.</param>
internal sealed class SerialPump<T>(int capacity, Func<T, ValueTask> handle, Func<ValueTask> finish, long maxBytes = long.MaxValue)
    where T : class
{
    private readonly object _gate = new();
    private Queue<(T Item, int Bytes)>? _queue;
    private long _bytes;
    private TaskCompletionSource<bool>? _room;
    private bool _running;
    private bool _completing;
    private bool _completed;

    /// <summary>Handles an item, now or later. False after <see cref="Complete"/>: the item stays the caller's.</summary>
    /// <param name="item">The item.</param>
    /// <param name="room">Ends when the queue has room again.</param>
    /// <param name="bytes">The memory it holds while it waits.</param>
    public bool TryPost(T item, out ValueTask room, int bytes = 0)
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
                _queue ??= new Queue<(T, int)>();
                _queue.Enqueue((item, bytes));
                _bytes += bytes;
                if (_queue.Count >= capacity || _bytes >= maxBytes)
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
                (item, var bytes) = queue.Dequeue();
                _bytes -= bytes;
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
