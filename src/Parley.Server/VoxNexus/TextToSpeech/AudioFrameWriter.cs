using System.Buffers;
using System.Net.WebSockets;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Realtime;
using Parley.Server.VoxNexus.Protocol;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>
/// Packs the samples of one utterance into <c>audio</c> messages: the first as soon as 20 ms exist, then 100 to 200 ms each; a WAV
/// header once, inside the first; <c>is_final</c> once, on the last.
/// </summary>
internal sealed class AudioFrameWriter : IDisposable
{
    private const int FirstMilliseconds = 20;
    private const int LeastMilliseconds = 100;
    private const int MostMilliseconds = 200;

    private readonly RealtimeSettings _settings;
    private readonly string? _utteranceId;
    private readonly WebSocketSender _sender;
    private readonly MessageWriter _writer = new();
    private readonly byte[] _frame;
    private readonly int _bytesPerSample;
    private readonly int _samplesPerSecond;
    private readonly int _header;
    private int _length;
    private bool _sentAny;

    public AudioFrameWriter(RealtimeSettings settings, string? utteranceId, WebSocketSender sender)
    {
        _settings = settings;
        _utteranceId = utteranceId;
        _sender = sender;
        _header = settings.Speech.Encoding == AudioEncoding.Wav ? WavHeader.Length : 0;
        _bytesPerSample = settings.Speech.Encoding.BytesPerSample;
        _samplesPerSecond = settings.Speech.SampleRate;
        _frame = ArrayPool<byte>.Shared.Rent(_header + Bytes(MostMilliseconds));
        _length = _header;
    }

    /// <summary>Samples taken so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Adds samples and sends the frames that are due, waiting while the outgoing queue is full.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        Samples += samples.Length;
        while (!samples.IsEmpty)
        {
            var room = (HeaderNow + Bytes(MostMilliseconds) - _length) / _bytesPerSample;
            var taken = Math.Min(room, samples.Length);
            _length += _settings.Speech.Encoding.Write(samples.Span[..taken], _frame.AsSpan(_length));
            samples = samples[taken..];
            if (_length - HeaderNow >= Bytes(_sentAny ? LeastMilliseconds : FirstMilliseconds) && (taken == room || samples.IsEmpty))
            {
                await SendFrameAsync(isFinal: false, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends what waits, however little: nothing follows at once.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) =>
        _length > HeaderNow ? SendFrameAsync(isFinal: false, cancellationToken) : default;

    /// <summary>Sends the last frame with what waits.</summary>
    public ValueTask FinishAsync(CancellationToken cancellationToken) => SendFrameAsync(isFinal: true, cancellationToken);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_frame);
        _writer.Dispose();
    }

    /// <summary>Room kept for the header at the front of the first frame.</summary>
    private int HeaderNow => _sentAny ? 0 : _header;

    private int Bytes(int milliseconds) => milliseconds * _samplesPerSecond / 1000 * _bytesPerSample;

    private async ValueTask SendFrameAsync(bool isFinal, CancellationToken cancellationToken)
    {
        var start = 0;
        if (_length == HeaderNow)
        {
            start = _length; // No audio, no header.
        }
        else if (HeaderNow > 0)
        {
            WavHeader.Write(_frame, new PcmFormat(_settings.Speech.SampleRate), isFinal ? _length - _header : null);
        }

        var bytes = _frame.AsMemory(start, _length - start);
        if (_settings.BinaryAudio)
        {
            await SendBinaryAsync(bytes, isFinal, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await _sender.SendAsync(_writer.Audio(bytes.Span, isFinal, _utteranceId), WebSocketMessageType.Text, cancellationToken).ConfigureAwait(false);
        }

        _sentAny |= start == 0 && !bytes.IsEmpty;
        _length = HeaderNow;
    }

    private async ValueTask SendBinaryAsync(ReadOnlyMemory<byte> bytes, bool isFinal, CancellationToken cancellationToken)
    {
        if (!bytes.IsEmpty)
        {
            await _sender.SendAsync(bytes, WebSocketMessageType.Binary, cancellationToken).ConfigureAwait(false);
        }

        if (isFinal)
        {
            await _sender.SendAsync(_writer.Audio([], isFinal: true, _utteranceId), WebSocketMessageType.Text, cancellationToken).ConfigureAwait(false);
        }
    }
}
