namespace Parley.Audio;

/// <summary>Where audio comes from: a microphone, a file, memory. One reader at a time.</summary>
public interface IAudioSource : IAsyncDisposable
{
    /// <summary>The format of the samples read.</summary>
    PcmFormat Format { get; }

    /// <summary>
    /// Waits until at least one sample is there and fills the front of <paramref name="destination"/>.
    /// A live source delivers in real time; a file delivers as fast as it is read.
    /// </summary>
    /// <param name="destination">Where the samples go; must not be empty.</param>
    /// <param name="cancellationToken">Ends the wait; the source stays usable.</param>
    /// <returns>How many samples were written; 0 means the source has ended.</returns>
    ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default);
}
