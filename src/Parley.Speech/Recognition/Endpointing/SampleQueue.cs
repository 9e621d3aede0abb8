using System.Buffers;

namespace Parley.Speech.Recognition.Endpointing;

/// <summary>
/// The bounded way in: samples in a ring that grows with need up to its capacity, with flushes, cancels and stalls in their
/// places among them. When full, the writer waits. One reader, one writer; cancels and stalls from any thread.
/// </summary>
internal sealed class SampleQueue
{
    private const int FirstRing = 8_192;
    private const int MaxMarks = 64;

    private readonly Lock _gate = new();
    private readonly Signal _readable = new();
    private readonly Signal _writable = new();
    private readonly Queue<Mark> _marks = new();
    private readonly int _capacity;
    private readonly TimeProvider _timeProvider;
    private short[] _ring;
    private long _read;
    private long _written;
    private long _lastArrival;
    private long _stalledAt = -1;
    private bool _writerWaits;
    private bool _closed;

    public SampleQueue(int capacity, TimeProvider timeProvider)
    {
        _capacity = capacity;
        _timeProvider = timeProvider;
        _ring = ArrayPool<short>.Shared.Rent(Math.Min(FirstRing, capacity));
        _lastArrival = timeProvider.GetTimestamp();
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        samples = samples[Put(samples.Span)..];
        while (!samples.IsEmpty)
        {
            await WaitToWriteAsync(cancellationToken);
            samples = samples[Put(samples.Span)..];
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (!TryMark(SampleQueueItem.Flush))
        {
            await WaitToWriteAsync(cancellationToken);
        }
    }

    /// <summary>Drops all samples and puts the cancel in; flushes still waiting before it are answered as dropped.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IRecognitionStream));
            _read = _written;
            var waiting = _marks.Count;
            for (var i = 0; i < waiting; i++)
            {
                var mark = _marks.Dequeue();
                if (mark.Item != SampleQueueItem.Stall)
                {
                    _marks.Enqueue(new(mark.Item == SampleQueueItem.Flush ? SampleQueueItem.DroppedFlush : mark.Item, _written));
                }
            }

            // Beyond the bound a cancel is one with the cancel before it: nobody has read an answer for long.
            if (_marks.Count < 2 * MaxMarks)
            {
                _marks.Enqueue(new(SampleQueueItem.Cancel, _written));
            }
        }

        _readable.Set();
        _writable.Set();
    }

    /// <summary>
    /// Puts a stall behind the last sample when none has come for <paramref name="stall"/>.
    /// </summary>
    /// <returns>Zero when it did; else how long until it may be tried again.</returns>
    public TimeSpan TryStall(TimeSpan stall)
    {
        lock (_gate)
        {
            var left = _writerWaits ? stall : stall - _timeProvider.GetElapsedTime(_lastArrival);
            if (left > TimeSpan.Zero)
            {
                return left;
            }

            // One stall for one silence of the wire.
            if (_stalledAt == _written)
            {
                return TimeSpan.Zero;
            }

            _stalledAt = _written;
            _marks.Enqueue(new(SampleQueueItem.Stall, _written));
        }

        _readable.Set();
        return TimeSpan.Zero;
    }

    /// <summary>Takes what comes next without waiting.</summary>
    public SampleQueueItem Read(Span<short> destination, out int count)
    {
        count = 0;
        var wake = false;
        try
        {
            lock (_gate)
            {
                if (_closed)
                {
                    return SampleQueueItem.Closed;
                }

                if (_marks.TryPeek(out var mark) && mark.Position <= _read)
                {
                    _marks.Dequeue();
                    wake = _writerWaits;
                    return mark.Item;
                }

                var end = _marks.Count > 0 ? mark.Position : _written;
                count = (int)Math.Min(end - _read, destination.Length);
                if (count == 0)
                {
                    return SampleQueueItem.Empty;
                }

                var at = (int)(_read % _ring.Length);
                var first = Math.Min(count, _ring.Length - at);
                _ring.AsSpan(at, first).CopyTo(destination);
                _ring.AsSpan(0, count - first).CopyTo(destination[first..]);
                _read += count;
                wake = _writerWaits;
                return SampleQueueItem.Samples;
            }
        }
        finally
        {
            if (wake)
            {
                _writable.Set();
            }
        }
    }

    public ValueTask WaitToReadAsync() => _readable.WaitAsync();

    /// <summary>Ends it for both sides; what waits is dropped.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            ArrayPool<short>.Shared.Return(_ring);
            _ring = [];
            _marks.Clear();
        }

        _readable.Set();
        _writable.Set();
    }

    /// <summary>May return early: the caller looks again.</summary>
    private async ValueTask WaitToWriteAsync(CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister(static s => ((Signal)s!).Set(), _writable))
        {
            await _writable.WaitAsync();
        }

        if (cancellationToken.IsCancellationRequested)
        {
            lock (_gate)
            {
                _writerWaits = false;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private int Put(ReadOnlySpan<short> samples)
    {
        int count;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IRecognitionStream));
            var queued = (int)(_written - _read);
            count = Math.Min(samples.Length, _capacity - queued);
            Fit(queued, queued + count);
            var at = (int)(_written % _ring.Length);
            var first = Math.Min(count, _ring.Length - at);
            samples[..first].CopyTo(_ring.AsSpan(at));
            samples[first..count].CopyTo(_ring);
            _written += count;
            _lastArrival = _timeProvider.GetTimestamp();
            _writerWaits = count < samples.Length;
        }

        if (count > 0)
        {
            _readable.Set();
        }

        return count;
    }

    private bool TryMark(SampleQueueItem item)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IRecognitionStream));
            _writerWaits = _marks.Count >= MaxMarks;
            if (_writerWaits)
            {
                return false;
            }

            _marks.Enqueue(new(item, _written));
        }

        _readable.Set();
        return true;
    }

    /// <summary>Grows the ring for a backlog, and gives a large one back once it has been worked off.</summary>
    private void Fit(int queued, int needed)
    {
        var tooLarge = queued == 0 && needed <= FirstRing && _ring.Length > 4 * FirstRing;
        if (needed <= _ring.Length && !tooLarge)
        {
            return;
        }

        var larger = ArrayPool<short>.Shared.Rent(tooLarge ? FirstRing : Math.Min(_capacity, Math.Max(needed, 2 * _ring.Length)));
        for (var position = _read; position < _written; position++)
        {
            larger[position % larger.Length] = _ring[position % _ring.Length];
        }

        ArrayPool<short>.Shared.Return(_ring);
        _ring = larger;
    }

    private readonly record struct Mark(SampleQueueItem Item, long Position);
}
