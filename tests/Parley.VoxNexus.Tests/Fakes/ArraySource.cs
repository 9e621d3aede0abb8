using Parley.Audio;

namespace Parley.VoxNexus.Tests.Fakes;

/// <summary>Samples as a source, as fast as they are read; then, when told so, it waits like a silent microphone.</summary>
internal sealed class ArraySource(int rate, short[] samples, bool thenWait = false) : IAudioSource
{
    private int _at;

    public PcmFormat Format => new(rate);

    public async ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default)
    {
        if (_at == samples.Length && thenWait)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        var count = Math.Min(destination.Length, samples.Length - _at);
        samples.AsMemory(_at, count).CopyTo(destination);
        _at += count;
        return count;
    }

    public ValueTask DisposeAsync() => default;
}
