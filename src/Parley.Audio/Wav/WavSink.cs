namespace Parley.Audio.Wav;

/// <summary>
/// A WAV file as a sink. What is written counts as played at once; wrap it in a <see cref="Playout.RealTimeSink"/> to make a speaker of it.
/// </summary>
public sealed class WavSink : IAudioSink
{
    private readonly WavWriter _writer;

    /// <summary>Creates a sink that owns a writer.</summary>
    public WavSink(WavWriter writer) => _writer = writer ?? throw new ArgumentNullException(nameof(writer));

    /// <inheritdoc />
    public PcmFormat Format => _writer.Format;

    /// <inheritdoc />
    public long PlayedSamples => _writer.WrittenSamples;

    /// <summary>Creates or replaces a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The format of the samples.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static WavSink Create(string path, PcmFormat format) => new(WavWriter.Create(path, format));

    /// <inheritdoc />
    public ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(samples, cancellationToken);

    /// <inheritdoc />
    public ValueTask DrainAsync(CancellationToken cancellationToken = default) => default;

    /// <summary>Does nothing: everything written has been played.</summary>
    public void Clear()
    {
    }

    /// <summary>Completes the header and closes the file.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
