using Parley.Audio;

namespace Parley.VoxNexus;

/// <summary>
/// The caller's audio on its way out: what waits, what was sent and has no final yet, and the flushes in between, all by
/// position on the caller's time line. Fixed memory. Thread-safe.
/// </summary>
internal sealed class OutgoingAudio
{
    private readonly object _gate = new();
    private readonly AudioHistory _history;
    private readonly LinkedList<PendingFlush> _flushes = new();
    private readonly long _maxBacklog;
    private readonly long _replay;
    private long _next;
    private long _settled;
    private long _fresh;
    private TaskCompletionSource<bool>? _changed;
    private bool _completed;

    public OutgoingAudio(long maxBacklog, long replay)
    {
        _maxBacklog = maxBacklog;
        _replay = replay;
        // The window to be sent again and a full backlog behind it are held together.
        _history = new AudioHistory(checked((int)(maxBacklog + replay)));
    }

    /// <summary>Position after the newest sample.</summary>
    public long End
    {
        get
        {
            lock (_gate)
            {
                return _history.End;
            }
        }
    }

    /// <summary>Takes as much as there is room for.</summary>
    /// <param name="samples">What to take.</param>
    /// <param name="dropOldest">Whether the oldest unsent audio makes room.</param>
    /// <param name="lost">What was given up, when it was.</param>
    /// <returns>How many samples were taken; when 0, wait for <see cref="Changed"/>.</returns>
    public int Append(ReadOnlySpan<short> samples, bool dropOldest, out (long Start, long Count) lost)
    {
        lost = default;
        lock (_gate)
        {
            var room = Room_NeedsLock();
            if (dropOldest && room < samples.Length && _next >= _fresh)
            {
                var drop = Math.Min(samples.Length - room, _history.End - _next);
                lost = (_next, drop);
                _next += drop;
                room += drop;
            }

            var count = (int)Math.Max(0, Math.Min(room, samples.Length));
            if (count > 0)
            {
                _history.Append(samples[..count]);
                Signal_NeedsLock();
            }

            return count;
        }
    }

    /// <summary>Takes everything of a live source while there is no connection; what is overwritten is accounted for by <see cref="Rewind"/>.</summary>
    public void AppendOffline(ReadOnlySpan<short> samples)
    {
        lock (_gate)
        {
            _history.Append(samples);
            Signal_NeedsLock();
        }
    }

    /// <summary>Whether this many samples would be taken at once.</summary>
    public bool HasRoom(int samples)
    {
        lock (_gate)
        {
            return Room_NeedsLock() >= samples;
        }
    }

    public PendingFlush AddFlush()
    {
        lock (_gate)
        {
            var flush = new PendingFlush(_history.End);
            _flushes.AddLast(flush);
            Signal_NeedsLock();
            return flush;
        }
    }

    /// <summary>What is to be sent next: a full chunk, or a flush with the remainder before it. Both empty: wait for <see cref="Changed"/>.</summary>
    /// <param name="chunk">Filled from the front.</param>
    /// <param name="lost">What was overwritten before it could be sent.</param>
    public (long Position, int Count, PendingFlush? Flush) Next(Span<short> chunk, out (long Start, long Count) lost)
    {
        lock (_gate)
        {
            lost = (_next, Math.Max(0, _history.Start - _next));
            _next += lost.Count;
            var flush = NextFlush_NeedsLock();
            var until = flush is null ? _history.End : Math.Max(_next, Math.Min(flush.Position, _history.End));
            var count = (int)Math.Min(chunk.Length, until - _next);
            if (count < chunk.Length && flush is null)
            {
                return (_next, 0, null);
            }

            var position = _next;
            if (count > 0)
            {
                _history.Read(position, chunk[..count]);
            }

            return (position, count, flush is not null && position + count >= flush.Position ? flush : null);
        }
    }

    /// <summary>Says that what <see cref="Next"/> gave was handed to the socket.</summary>
    public void Sent(long position, int count, PendingFlush? flush)
    {
        lock (_gate)
        {
            if (_next == position)
            {
                _next += count;
            }

            if (flush is not null)
            {
                flush.IsSent = true;
            }

            Signal_NeedsLock();
        }
    }

    /// <summary>A final came: what lies before it need not be sent again.</summary>
    public void Settle(long position)
    {
        lock (_gate)
        {
            _settled = Math.Max(_settled, Math.Min(position, _next));
        }
    }

    /// <summary>A flush was answered.</summary>
    public PendingFlush? FlushDone()
    {
        lock (_gate)
        {
            if (_flushes.First is not { Value: { IsSent: true } flush })
            {
                return null;
            }

            _flushes.RemoveFirst();
            _settled = Math.Max(_settled, flush.Position);
            return flush;
        }
    }

    /// <summary>Takes a flush that nobody waits for out of the line, unless it was sent already.</summary>
    public void Withdraw(PendingFlush flush)
    {
        lock (_gate)
        {
            if (!flush.IsSent)
            {
                _flushes.Remove(flush);
            }
        }
    }

    /// <summary>A new connection: sending begins again after the last final, as far back as the replay window goes.</summary>
    /// <returns>Where it begins, and where it had been.</returns>
    public (long Start, long Before) Rewind()
    {
        lock (_gate)
        {
            var before = _next;
            _next = Math.Min(before, Math.Max(_settled, before - _replay));
            _next = Math.Max(_next, _history.Start);
            _fresh = before;
            foreach (var flush in _flushes)
            {
                flush.IsSent = false;
            }

            return (_next, before);
        }
    }

    /// <summary>Completes at the next change after this call. Take it, look once more, then wait: a change in between is not missed.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _completed ? Task.CompletedTask : (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Wakes everybody who waits for a change.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            Signal_NeedsLock();
        }
    }

    /// <summary>Fails every flush that waits.</summary>
    public void Complete(Exception error)
    {
        lock (_gate)
        {
            _completed = true;
            foreach (var flush in _flushes)
            {
                flush.Fail(error);
            }

            _flushes.Clear();
            Signal_NeedsLock();
        }
    }

    // What is sent again after a reconnect does not count: the caller need not wait for it.
    private long Room_NeedsLock() => _maxBacklog - (_history.End - Math.Max(_next, _fresh));

    private PendingFlush? NextFlush_NeedsLock()
    {
        foreach (var flush in _flushes)
        {
            if (!flush.IsSent)
            {
                return flush;
            }
        }

        return null;
    }

    private void Signal_NeedsLock()
    {
        var changed = _changed;
        _changed = null;
        changed?.TrySetResult(true);
    }
}
