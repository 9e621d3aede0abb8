using Parley.Audio;
using Parley.Audio.Wav;

namespace Parley.Speech.ExtensionsAi;

/// <summary>The samples of a stream that is WAV, or raw 16-bit mono at a known rate. Leaves the stream open. One reader.</summary>
internal sealed class SpeechStream : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly WavReader? _wav;
    private byte[] _bytes = [];
    private int _held;

    private SpeechStream(Stream stream, WavReader? wav, PcmFormat format)
    {
        _stream = stream;
        _wav = wav;
        Format = format;
    }

    public PcmFormat Format { get; }

    /// <exception cref="AudioFormatException">No rate is given, and the stream is not WAV.</exception>
    public static async ValueTask<SpeechStream> OpenAsync(Stream stream, int? pcmRate, CancellationToken cancellationToken)
    {
        if (pcmRate is { } rate)
        {
            return new SpeechStream(stream, null, new PcmFormat(rate));
        }

        var wav = await WavReader.OpenAsync(stream, leaveOpen: true, cancellationToken);
        return new SpeechStream(stream, wav, wav.Format);
    }

    public async ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken)
    {
        if (_wav is not null)
        {
            return await _wav.ReadAsync(destination, cancellationToken);
        }

        if (_bytes.Length < destination.Length * PcmFormat.BytesPerSample)
        {
            Array.Resize(ref _bytes, destination.Length * PcmFormat.BytesPerSample);
        }

        while (true)
        {
            var read = await _stream.ReadAsync(_bytes.AsMemory(_held, (destination.Length * PcmFormat.BytesPerSample) - _held), cancellationToken);
            if (read == 0)
            {
                return 0;
            }

            var count = Pcm16.FromBytes(_bytes.AsSpan(0, _held + read), destination.Span);
            var rest = (_held + read) & 1;
            if (rest == 1)
            {
                _bytes[0] = _bytes[_held + read - 1];
            }

            _held = rest;
            if (count > 0)
            {
                return count;
            }
        }
    }

    public ValueTask DisposeAsync() => _wav?.DisposeAsync() ?? ValueTask.CompletedTask;
}
