#if NET
using System.Runtime.CompilerServices;
#endif

namespace Parley.Audio.Playout;

/// <summary>
/// Holds a sender back so that never more than a given lead is queued ahead of the listener: little is lost at a barge-in, and
/// no receiver's buffer overflows. One sender at a time; nothing is allocated per call (on .NET; elsewhere a wait allocates).
/// </summary>
public sealed class PlayoutPacer : IDisposable
{
    private readonly PlayoutClock _clock;
    private readonly AsyncSignal _wake = new();
    private readonly ITimer _timer;

    /// <summary>Creates a pacer on a clock, whose time it uses.</summary>
    /// <param name="clock">The playout to keep ahead of.</param>
    /// <param name="lead">The most that may be ahead, above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lead"/> is not positive.</exception>
    public PlayoutPacer(PlayoutClock clock, TimeSpan lead)
    {
        if (lead <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(lead), lead, "The lead must be positive.");
        }

        _clock = clock ?? throw new ArgumentNullException(nameof(clock));
        Lead = lead;
        _timer = clock.TimeProvider.CreateTimer(static state => ((AsyncSignal)state!).Set(), _wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        clock.Changed += _wake.Set;
    }

    /// <summary>The most that may be ahead.</summary>
    public TimeSpan Lead { get; }

    /// <summary>
    /// Waits until these samples fit into the lead (or until nothing is ahead, when they are longer than that), then queues them.
    /// Waits on while playout is paused; a clear lets it go on.
    /// </summary>
    /// <param name="samples">How many samples are about to be sent, not negative.</param>
    /// <param name="cancellationToken">Ends the wait; nothing was queued.</param>
    /// <returns>The position of the first of them in the playout.</returns>
#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    public async ValueTask<long> QueueAsync(int samples, CancellationToken cancellationToken = default)
    {
        await WaitAsync(samples, cancellationToken).ConfigureAwait(false);
        return _clock.Queue(samples);
    }

    internal ValueTask WaitAsync(int samples, CancellationToken cancellationToken)
    {
        var room = Lead - _clock.Format.Duration(samples);
        return WaitUntilAsync(room > TimeSpan.Zero ? room : TimeSpan.Zero, cancellationToken);
    }

    internal ValueTask WaitForEndAsync(CancellationToken cancellationToken) => WaitUntilAsync(TimeSpan.Zero, cancellationToken);

    /// <summary>Lets go of the clock. A wait in progress ends only by its cancellation.</summary>
    public void Dispose()
    {
        _clock.Changed -= _wake.Set;
        _timer.Dispose();
    }

#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
#endif
    private async ValueTask WaitUntilAsync(TimeSpan ahead, CancellationToken cancellationToken)
    {
        var armed = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wait = _clock.Until(ahead);
            if (wait == TimeSpan.Zero)
            {
                if (armed)
                {
                    _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }

                return;
            }

            // Timers count whole milliseconds: rounded up, or the last fraction would be spent spinning.
            var due = wait is { } time ? TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(time.TotalMilliseconds))) : Timeout.InfiniteTimeSpan;
            _timer.Change(due, Timeout.InfiniteTimeSpan);
            armed = true;
            await _wake.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
