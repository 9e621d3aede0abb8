namespace Parley.Realtime;

public sealed partial class WebSocketSender
{
    private ITimer? _deadline;
    private bool _warned;

    // The drain never throws: it ends by emptying the queue or by recording the fault.
    private void Start() => _ = DrainAsync();

    private async Task DrainAsync()
    {
        var sent = 0;
        while (true)
        {
            lock (_gate)
            {
                if (_fault is not null || _waiting is not { Count: > 0 })
                {
                    EndTurn_NeedsLock();
                    return;
                }

                if (sent >= MessagesPerTurn)
                {
                    // A caller found the socket idle and has written enough for others: the pool goes on.
                    _ = Task.Run(DrainAsync);
                    return;
                }

                (_waiting, _writing) = (_writing, _waiting);
            }

            try
            {
                sent += await WriteBatchAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Fail(e is RealtimeException known ? known : ConnectionException.FromClose(_socket.CloseStatus, _socket.CloseStatusDescription, e));
            }
        }
    }

    private async ValueTask<int> WriteBatchAsync()
    {
        var count = 0;
        var batch = _writing!;
        while (batch.TryNext(_options.MergeMessages, out var payload, out var type, out var messages))
        {
            var write = _socket.SendAsync(payload, type, endOfMessage: true, CancellationToken.None);
            if (write.IsCompletedSuccessfully)
            {
                write.GetAwaiter().GetResult();
            }
            else
            {
                StartDeadline();
                await write.ConfigureAwait(false);
                StopDeadline();
            }

            count += messages;
            Sent(payload.Length, messages);
        }

        batch.Clear();
        return count;
    }

    private void Sent(int bytes, int messages)
    {
        TaskCompletionSource<bool>? room;
        lock (_gate)
        {
            _queuedBytes -= bytes;
            _queuedMessages -= messages;
            room = _room;
            _room = null;
        }

        room?.TrySetResult(true);
    }

    private void EndTurn_NeedsLock()
    {
        _active = false;
        _waiting?.Return();
        _waiting = null;
        _writing?.Return();
        _writing = null;
        _drained?.TrySetResult(true);
    }

    private void Fail(RealtimeException fault)
    {
        TaskCompletionSource<bool>? room;
        lock (_gate)
        {
            _fault ??= fault;
            fault = _fault;
            _queuedBytes = 0;
            _queuedMessages = 0;
            room = _room;
            _room = null;
        }

        StopDeadline();
        room?.TrySetResult(true);
        _completion.TrySetResult(fault);
    }

    private void StartDeadline()
    {
        if (_options.SlowConsumerTimeout is not { } timeout)
        {
            return;
        }

        lock (_gate)
        {
            _warned = false;
            var half = TimeSpan.FromTicks(Math.Max(1, timeout.Ticks / 2));
            _deadline ??= _options.TimeProvider.CreateTimer(static s => ((WebSocketSender)s!).OnDeadline(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _deadline.Change(half, half);
        }
    }

    private void StopDeadline()
    {
        lock (_gate)
        {
            _deadline?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    // Fires at half of the deadline and again at its end.
    private void OnDeadline()
    {
        lock (_gate)
        {
            if (!_active || _fault is not null)
            {
                return;
            }

            if (!_warned)
            {
                _warned = true;
                _ = Task.Run(() => _options.OnSlowConsumer?.Invoke());
                return;
            }
        }

        Fail(new SlowConsumerException($"The peer left a write unread for {_options.SlowConsumerTimeout!.Value.TotalSeconds:0.###} s."));
        _socket.Abort();
    }
}
