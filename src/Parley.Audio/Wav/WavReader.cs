using System.Buffers;

namespace Parley.Audio.Wav;

/// <summary>Reads a WAV file from a stream, a piece at a time, as mono samples; see <see cref="WavDecoder"/> for what it takes. One reader at a time.</summary>
public sealed class WavReader : IAsyncDisposable
{
    private const int BufferLength = 16 * 1024;

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly WavDecoder _decoder = new();
    private readonly short[] _samples = new short[BufferLength];
    private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(BufferLength);
    private int _at;
    private int _count;
    private bool _ended;

    private WavReader(Stream stream, bool leaveOpen)
    {
        _stream = stream;
        _leaveOpen = leaveOpen;
    }

    /// <summary>The format of the samples read: mono, at the file's rate.</summary>
    public PcmFormat Format { get; private set; }

    /// <summary>The layout stored in the file.</summary>
    public WavFormat Source { get; private set; }

    /// <summary>How many samples the header promises; null when it does not say.</summary>
    public long? TotalSamples => _decoder.TotalSamples;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">Need not be seekable.</param>
    /// <param name="leaveOpen">Whether the stream outlives the reader; default false. A stream is also closed when its header is refused.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AudioFormatException">This is not a WAV file, or one in a form that is not supported.</exception>
    public static async ValueTask<WavReader> OpenAsync(Stream stream, bool leaveOpen = false, CancellationToken cancellationToken = default)
    {
        if (stream is null)
        {
            throw new ArgumentNullException(nameof(stream));
        }

        var reader = new WavReader(stream, leaveOpen);
        try
        {
            while (reader._decoder.Source is null)
            {
                await reader.FillAsync(cancellationToken).ConfigureAwait(false);
            }

            reader.Source = reader._decoder.Source.Value;
            reader.Format = new PcmFormat(reader.Source.SampleRate);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads a file; see <see cref="OpenAsync(Stream, bool, CancellationToken)"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ValueTask<WavReader> OpenAsync(string path, CancellationToken cancellationToken = default) =>
        OpenAsync(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, useAsync: true), false, cancellationToken);

    /// <summary>Reads the next samples.</summary>
    /// <param name="destination">Filled as far as samples are at hand; must not be empty.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many samples were written; 0 means the end.</returns>
    /// <exception cref="AudioFormatException">The file ended before the audio that its header promises.</exception>
    public async ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default)
    {
        if (destination.IsEmpty)
        {
            throw new ArgumentException("There must be room for a sample.", nameof(destination));
        }

        while (_at == _count && !_ended)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(destination.Length, _count - _at);
        _samples.AsSpan(_at, count).CopyTo(destination.Span);
        _at += count;
        return count;
    }

    /// <summary>Closes the stream unless it was to be left open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_bytes is not { } bytes)
        {
            return;
        }

        _bytes = null;
        ArrayPool<byte>.Shared.Return(bytes);
        if (!_leaveOpen)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        var bytes = _bytes ?? throw new ObjectDisposedException(nameof(WavReader));
        if (_decoder.IsEnded)
        {
            _ended = true;
            return;
        }

        var read = await _stream.ReadAsync(bytes.AsMemory(0, BufferLength), cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            _decoder.Complete();
            _ended = true;
            return;
        }

        _at = 0;
        _count = _decoder.Decode(bytes.AsSpan(0, read), _samples);
    }
}
