namespace Parley.Audio;

/// <summary>Where audio goes: a speaker, a file, memory. Writes and drains one at a time; <see cref="Clear"/> from any thread.</summary>
public interface IAudioSink : IAsyncDisposable
{
    /// <summary>The format of the samples written.</summary>
    PcmFormat Format { get; }

    /// <summary>How many samples have been played, counted from the sink's creation; cleared samples do not count.</summary>
    long PlayedSamples { get; }

    /// <summary>Queues samples for playout, waiting while the sink's bounded buffer is full.</summary>
    /// <param name="samples">Copied before the call returns.</param>
    /// <param name="cancellationToken">Ends the wait; what was queued before stays queued.</param>
    ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default);

    /// <summary>Waits until everything written has been played or cleared.</summary>
    /// <param name="cancellationToken">Ends the wait only.</param>
    ValueTask DrainAsync(CancellationToken cancellationToken = default);

    /// <summary>Drops what is queued and not yet played, at once: the sink's half of a barge-in.</summary>
    void Clear();
}
