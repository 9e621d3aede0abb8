#if NET
using System.Runtime.CompilerServices;
#endif

namespace Parley.Audio;

/// <summary>
/// A bounded queue of samples between one writer and one reader: what is put in on one side is an <see cref="IAudioSource"/> on the other.
/// A writer that may not wait uses <see cref="Push"/> (the oldest samples make room and are counted), one that may uses
/// <see cref="WriteAsync"/>. Fixed memory; nothing is allocated per call (on .NET; elsewhere a wait allocates).
/// </summary>
public sealed class AudioQueue : IAudioSource
{
    private readonly object _gate = new();
    private readonly SampleRing _ring;
    private readonly AsyncSignal _readable = new();
    private readonly AsyncSignal _writable = new();
    private Exception? _error;
    private bool _completed;
    private long _dropped;

    /// <summary>Creates a queue.</summary>
    /// <param name="format">The format of the samples.</param>
    /// <param name="capacity">How much audio it holds, up to a minute; at least one sample.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is outside that range.</exception>
    public AudioQueue(PcmFormat format, TimeSpan capacity)
    {
        var samples = format.Samples(capacity);
        if (samples < 1 || capacity > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A queue holds one sample to one minute.");
        }

        Format = format;
        _ring = new SampleRing((int)samples);
    }

    /// <inheritdoc />
    public PcmFormat Format { get; }

    /// <summary>How many samples fit.</summary>
    public int Capacity => _ring.Capacity;

    /// <summary>How many samples are waiting.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _ring.Count;
            }
        }
    }

    /// <summary>How many samples <see cref="Push"/> had to drop.</summary>
    public long DroppedSamples => Interlocked.Read(ref _dropped);

    /// <summary>Adds samples without waiting; the oldest make room. Nothing is kept once the queue is completed.</summary>
    /// <returns>How many samples were dropped.</returns>
    public int Push(ReadOnlySpan<short> samples)
    {
        int dropped;
        lock (_gate)
        {
            if (_completed)
            {
                return samples.Length;
            }

            var skipped = Math.Max(0, samples.Length - _ring.Capacity);
            samples = samples[skipped..];
            var pushedOut = Math.Max(0, samples.Length - _ring.Room);
            _ring.DropOldest(pushedOut);
            _ring.Write(samples);
            dropped = skipped + pushedOut;
        }

        Interlocked.Add(ref _dropped, dropped);
        _readable.Set();
        return dropped;
    }

    /// <summary>Adds samples, waiting while the queue is full.</summary>
    /// <param name="samples">Any length.</param>
    /// <param name="cancellationToken">Ends the wait; what was added stays.</param>
    /// <exception cref="InvalidOperationException">The queue is completed.</exception>
#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
#endif
    public async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        while (!samples.IsEmpty)
        {
            int count;
            lock (_gate)
            {
                if (_completed)
                {
                    throw new InvalidOperationException("The audio queue is completed.");
                }

                count = _ring.Write(samples.Span);
            }

            if (count == 0)
            {
                await _writable.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            samples = samples[count..];
            _readable.Set();
        }
    }

    /// <summary>Takes what is there without waiting.</summary>
    /// <returns>How many samples were taken; 0 when there are none.</returns>
    public int TryRead(Span<short> destination)
    {
        int count;
        lock (_gate)
        {
            count = _ring.Read(destination);
        }

        if (count > 0)
        {
            _writable.Set();
        }

        return count;
    }

    /// <inheritdoc />
    /// <remarks>After <see cref="Complete"/> what was left is read first, then the error is thrown, if one was given.</remarks>
#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    public async ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default)
    {
        if (destination.IsEmpty)
        {
            throw new ArgumentException("There must be room for a sample.", nameof(destination));
        }

        while (true)
        {
            bool completed;
            lock (_gate)
            {
                completed = _completed;
            }

            if (TryRead(destination.Span) is var count && count > 0)
            {
                return count;
            }

            if (completed)
            {
                return _error is null ? 0 : throw _error;
            }

            await _readable.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Drops what is waiting. Not counted in <see cref="DroppedSamples"/>.</summary>
    /// <returns>How many samples were dropped.</returns>
    public int Clear()
    {
        int count;
        lock (_gate)
        {
            count = _ring.Count;
            _ring.DropOldest(count);
        }

        _writable.Set();
        return count;
    }

    /// <summary>Says that nothing more comes; the reader still gets what is waiting. Only the first call counts.</summary>
    /// <param name="error">Why; null for a regular end.</param>
    public void Complete(Exception? error = null)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return;
            }

            _error = error;
            _completed = true;
        }

        _readable.Set();
        _writable.Set();
    }

    /// <summary>Completes the queue and drops what is waiting.</summary>
    public ValueTask DisposeAsync()
    {
        Complete();
        Clear();
        return default;
    }
}
