namespace Parley.Server.VoxNexus.SpeechToText;

// The way of the samples: at once where it can be, through the queue where it must, and how much may wait there.
internal sealed partial class RecognitionPump
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _room;
    private long _backlogBytes;
    private long _backlogTicks;
    private int _atOnce;
    private (ValueTask<bool> Write, Item Item)? _handedOver;

    private bool HasRoom => Interlocked.Read(ref _backlogBytes) <= _context.Options.MaxBacklogBytes
        && Interlocked.Read(ref _backlogTicks) <= _context.Options.MaxBacklogSeconds * TimeSpan.TicksPerSecond;

    /// <summary>Takes over audio. While nothing waits it goes straight to the recogniser, which is the usual case and costs no thread switch.</summary>
    public void Audio(AudioBlock block, int receivedBytes, int sampleRate)
    {
        var item = new Item(Kind.Audio, block, receivedBytes, block.Length * TimeSpan.TicksPerSecond / sampleRate, null, null);
        if (!TryWriteAtOnce(item))
        {
            Count(item);
            Add(item);
        }
    }

    /// <summary>Completes at once while the backlog is within bounds.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        if (HasRoom)
        {
            return default;
        }

        lock (_gate)
        {
            if (HasRoom)
            {
                return default;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task.WaitAsync(TimeSpan.FromSeconds(_context.Options.BacklogStallSeconds), _context.Time, cancellationToken));
        }
    }

    /// <summary>
    /// Writes on the caller's thread when the loop is idle: no item counts as pending, so the loop touches nothing, and while
    /// <see cref="_atOnce"/> is set it does not begin one that a drain may add meanwhile.
    /// </summary>
    private bool TryWriteAtOnce(Item item)
    {
        Interlocked.Exchange(ref _atOnce, 1);
        if (Interlocked.CompareExchange(ref _pending, 1, 0) != 0)
        {
            Volatile.Write(ref _atOnce, 0);
            return false;
        }

        if (_link is not { } link)
        {
            Interlocked.Decrement(ref _pending);
            Volatile.Write(ref _atOnce, 0);
            return false;
        }

        var write = link.TryWriteAsync(item.Block.Samples, _ending);
        if (write.IsCompletedSuccessfully && write.Result)
        {
            item.Block.Release();
            Interlocked.Decrement(ref _pending);
            Volatile.Write(ref _atOnce, 0);
            return true;
        }

        Count(item);
        _handedOver = (write, item);
        Volatile.Write(ref _atOnce, 0);
        _items.Writer.TryWrite(new Item(Kind.HandedOver, default, 0, 0, null, null));
        return true;
    }

    private async ValueTask FinishHandedOverAsync()
    {
        var wait = default(SpinWait);
        while (Volatile.Read(ref _atOnce) != 0)
        {
            wait.SpinOnce();
        }

        if (_handedOver is not var (write, item))
        {
            return;
        }

        _handedOver = null;
        try
        {
            if (!await write.ConfigureAwait(false))
            {
                await DropLinkAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            item.Block.Release();
            Release(item);
        }
    }

    private async ValueTask WriteAsync(Item item, bool dropped)
    {
        try
        {
            if (dropped || item.Block.Length == 0)
            {
                return;
            }

            if (_link is null && _failure is null)
            {
                await ConnectAsync().ConfigureAwait(false);
            }

            if (_link is { } link)
            {
                if (!await link.TryWriteAsync(item.Block.Samples, _ending).ConfigureAwait(false))
                {
                    await DropLinkAsync().ConfigureAwait(false);
                }
            }
            else if (!_failureSent)
            {
                _failureSent = true;
                await _transcripts.ErrorAsync(_failure!).ConfigureAwait(false);
            }
        }
        finally
        {
            item.Block.Release();
            Release(item);
        }
    }

    private void Count(Item item)
    {
        Interlocked.Add(ref _backlogBytes, item.Bytes);
        Interlocked.Add(ref _backlogTicks, item.Ticks);
    }

    private void Release(Item item)
    {
        Interlocked.Add(ref _backlogBytes, -item.Bytes);
        Interlocked.Add(ref _backlogTicks, -item.Ticks);
        if (Volatile.Read(ref _room) is null || !HasRoom)
        {
            return;
        }

        TaskCompletionSource? room;
        lock (_gate)
        {
            room = _room;
            _room = null;
        }

        room?.TrySetResult();
    }
}
