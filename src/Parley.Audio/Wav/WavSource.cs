namespace Parley.Audio.Wav;

/// <summary>A WAV file as a source, delivered as fast as it is read; wrap it in a <see cref="Playout.RealTimeSource"/> to make a microphone of it.</summary>
public sealed class WavSource : IAudioSource
{
    private readonly WavReader _reader;

    private WavSource(WavReader reader) => _reader = reader;

    /// <inheritdoc />
    public PcmFormat Format => _reader.Format;

    /// <summary>How many samples the header promises; null when it does not say.</summary>
    public long? TotalSamples => _reader.TotalSamples;

    /// <summary>Opens a file.</summary>
    /// <exception cref="AudioFormatException">It is not a WAV file, or one in a form that is not supported.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async ValueTask<WavSource> OpenAsync(string path, CancellationToken cancellationToken = default) =>
        new(await WavReader.OpenAsync(path, cancellationToken).ConfigureAwait(false));

    /// <summary>Opens a stream; see <see cref="WavReader.OpenAsync(Stream, bool, CancellationToken)"/>.</summary>
    /// <exception cref="AudioFormatException">It is not a WAV file, or one in a form that is not supported.</exception>
    public static async ValueTask<WavSource> OpenAsync(Stream stream, bool leaveOpen = false, CancellationToken cancellationToken = default) =>
        new(await WavReader.OpenAsync(stream, leaveOpen, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    /// <exception cref="AudioFormatException">The file ended before the audio that its header promises.</exception>
    public ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync(destination, cancellationToken);

    /// <summary>Closes the file.</summary>
    public ValueTask DisposeAsync() => _reader.DisposeAsync();
}
