using Parley.Audio;

namespace Parley.VoxNexus;

/// <summary>A microphone that can be muted without stopping time: silence takes the place of what was heard.</summary>
internal sealed class GatedSource(IAudioSource inner) : IAudioSource
{
    private volatile bool _isMuted;

    public bool IsMuted
    {
        get => _isMuted;
        set => _isMuted = value;
    }

    public PcmFormat Format => inner.Format;

    public async ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default)
    {
        var before = _isMuted;
        var count = await inner.ReadAsync(destination, cancellationToken).ConfigureAwait(false);
        if (before || _isMuted)
        {
            destination.Span[..count].Clear();
        }

        return count;
    }

    // The microphone is the caller's.
    public ValueTask DisposeAsync() => default;
}
