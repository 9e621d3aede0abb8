namespace Parley.Realtime;

/// <summary>Bounds of a <see cref="WebSocketSender"/>.</summary>
public sealed record WebSocketSenderOptions
{
    /// <summary>
    /// Most bytes that may wait, default 1 MiB, at least 1. A single message above it is taken when nothing else waits.
    /// </summary>
    public int MaxQueuedBytes { get; init; } = 1024 * 1024;

    /// <summary>Most messages that may wait, default 1,024, at least 1.</summary>
    public int MaxQueuedMessages { get; init; } = 1024;

    /// <summary>
    /// How long the peer may leave one write pending before the connection is aborted, default 60 s. Null waits for ever.
    /// </summary>
    public TimeSpan? SlowConsumerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Called once when a write has been pending for half of <see cref="SlowConsumerTimeout"/>, on a timer thread; null for nobody.
    /// Must not block.
    /// </summary>
    public Action? OnSlowConsumer { get; init; }

    /// <summary>
    /// True sends neighbouring messages of one type that wait together as one WebSocket message: only for protocols that
    /// frame their records themselves (the SignalR hub's record separator). Default false.
    /// </summary>
    public bool MergeMessages { get; init; }

    /// <summary>
    /// Sees every message that is taken, in order, as it is: nothing is masked. Null (default) for nobody. Runs while other senders
    /// wait: must be quick, must neither throw nor send, and must not keep the payload.
    /// </summary>
    public TrafficTap? Tap { get; init; }

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal WebSocketSenderOptions Validated()
    {
        if (MaxQueuedBytes < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxQueuedBytes), MaxQueuedBytes, "At least one byte must fit.");
        }

        if (MaxQueuedMessages < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxQueuedMessages), MaxQueuedMessages, "At least one message must fit.");
        }

        if (SlowConsumerTimeout is { } timeout && timeout <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(SlowConsumerTimeout), timeout, "The deadline must be positive; null means none.");
        }

        return this;
    }
}
