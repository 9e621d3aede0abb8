namespace Parley.Audio.Wav;

/// <summary>
/// Writes a WAV file of 16-bit mono PCM as samples come. The header first says that the length is unknown, so that what was written
/// before a crash stays readable; <see cref="DisposeAsync"/> puts the lengths in when the stream can seek. One writer at a time.
/// </summary>
public sealed class WavWriter : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly long _start;
    private readonly byte[] _bytes = new byte[4096];
    private bool _begun;
    private bool _disposed;

    /// <summary>Creates a writer; the header is written with the first samples, or at the end.</summary>
    /// <param name="stream">Where the file goes, from its present position on.</param>
    /// <param name="format">The format of the samples.</param>
    /// <param name="leaveOpen">Whether the stream outlives the writer; default false.</param>
    public WavWriter(Stream stream, PcmFormat format, bool leaveOpen = false)
    {
        _stream = stream ?? throw new ArgumentNullException(nameof(stream));
        Format = format;
        _leaveOpen = leaveOpen;
        _start = stream.CanSeek ? stream.Position : 0;
    }

    /// <summary>The format of the samples.</summary>
    public PcmFormat Format { get; }

    /// <summary>How many samples were written.</summary>
    public long WrittenSamples { get; private set; }

    /// <summary>Creates or replaces a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The format of the samples.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static WavWriter Create(string path, PcmFormat format) =>
        new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 4096, useAsync: true), format);

    /// <summary>Writes samples.</summary>
    /// <param name="samples">Any length.</param>
    /// <param name="cancellationToken">Ends the wait; the file is then of no more use.</param>
    public async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        if (_disposed)
        {
            throw new ObjectDisposedException(nameof(WavWriter));
        }

        await BeginAsync(cancellationToken).ConfigureAwait(false);
        while (!samples.IsEmpty)
        {
            var part = samples[..Math.Min(samples.Length, _bytes.Length / PcmFormat.BytesPerSample)];
            var count = Pcm16.ToBytes(part.Span, _bytes);
            await _stream.WriteAsync(_bytes.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            WrittenSamples += part.Length;
            samples = samples[part.Length..];
        }
    }

    /// <summary>Puts the lengths into the header when the stream can seek, flushes, and closes the stream unless it was to be left open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            await BeginAsync(CancellationToken.None).ConfigureAwait(false);
            var dataBytes = WrittenSamples * PcmFormat.BytesPerSample;
            if (_stream.CanSeek && dataBytes <= WavHeader.MaxDataBytes)
            {
                var end = _stream.Position;
                _stream.Position = _start;
                WavHeader.Write(_bytes, Format, dataBytes);
                await _stream.WriteAsync(_bytes.AsMemory(0, WavHeader.Length)).ConfigureAwait(false);
                _stream.Position = end;
            }

            await _stream.FlushAsync().ConfigureAwait(false);
        }
        finally
        {
            if (!_leaveOpen)
            {
                await _stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (_begun)
        {
            return;
        }

        _begun = true;
        WavHeader.Write(_bytes, Format);
        await _stream.WriteAsync(_bytes.AsMemory(0, WavHeader.Length), cancellationToken).ConfigureAwait(false);
    }
}
