namespace Parley.Audio.Playout;

/// <summary>
/// Delivers a source's samples no sooner than a microphone would: each read completes when its last sample would have been
/// captured, counted from the first read. A late reader catches up.
/// </summary>
public sealed class RealTimeSource : IAudioSource
{
    private readonly IAudioSource _inner;
    private readonly TimeProvider _timeProvider;
    private long? _start;
    private long _samples;

    /// <summary>Creates the source.</summary>
    /// <param name="inner">Where the samples come from; owned.</param>
    /// <param name="timeProvider">The time; null means the system's.</param>
    public RealTimeSource(IAudioSource inner, TimeProvider? timeProvider = null)
    {
        _inner = inner ?? throw new ArgumentNullException(nameof(inner));
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc />
    public PcmFormat Format => _inner.Format;

    /// <inheritdoc />
    /// <remarks>At most 20 ms per read. A cancelled wait loses the samples of that read, as a microphone would.</remarks>
    public async ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default)
    {
        _start ??= _timeProvider.GetTimestamp();
        var count = await _inner.ReadAsync(destination[..Math.Min(destination.Length, Format.SampleRate / 50)], cancellationToken).ConfigureAwait(false);
        _samples += count;
        var wait = Format.Duration(_samples) - _timeProvider.GetElapsedTime(_start.Value);
        if (count > 0 && wait > TimeSpan.Zero)
        {
            await _timeProvider.Delay(wait, cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    /// <summary>Disposes of the inner source.</summary>
    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
