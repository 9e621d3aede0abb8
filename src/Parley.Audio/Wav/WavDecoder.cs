using System.Buffers.Binary;

namespace Parley.Audio.Wav;

/// <summary>
/// Reads a WAV file that arrives in pieces, split anywhere, and gives mono samples. Walks the chunks; a data length of 0, 0xFFFFFFFF
/// or about 2³¹ means "until the end". RIFF and RF64; integers of 8 to 32 bits, floating point of 32 and 64, G.711; any number of channels.
/// Memory is bounded by one frame. Not thread-safe.
/// </summary>
public sealed class WavDecoder
{
    private const int RiffLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int Ds64Length = 16;

    private readonly byte[] _header = new byte[WavFormat.LongestChunk];
    private byte[] _frame = [];
    private State _state = State.Riff;
    private int _held;
    private int _needed = RiffLength;
    private long _position;
    private long _toSkip;
    private long? _riffEnd;
    private long? _ds64DataBytes;
    private long? _dataBytes;
    private long _dataRead;
    private WavFormat? _described;

    private enum State
    {
        Riff,
        ChunkHeader,
        Format,
        Ds64,
        Skip,
        Data,
        Ended,
    }

    /// <summary>The stored layout; null until the audio data begins.</summary>
    public WavFormat? Source { get; private set; }

    /// <summary>The format of the samples given out; null until the audio data begins.</summary>
    public PcmFormat? Format => Source is { } source ? new PcmFormat(source.SampleRate) : null;

    /// <summary>How many samples the header promises; null while it has not been read, or when it does not say.</summary>
    public long? TotalSamples => Source is { } source ? _dataBytes / source.BytesPerFrame : null;

    /// <summary>How many samples were given out.</summary>
    public long DecodedSamples { get; private set; }

    /// <summary>Whether all of the audio that the header promises has been given out. What follows is ignored.</summary>
    public bool IsEnded => _state == State.Ended;

    /// <summary>Takes in the next bytes.</summary>
    /// <param name="bytes">Any length.</param>
    /// <param name="samples">Room for <c>bytes.Length</c> samples, which is always enough.</param>
    /// <returns>How many samples were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="samples"/> is shorter than <paramref name="bytes"/>; nothing was taken in.</exception>
    /// <exception cref="AudioFormatException">This is not a WAV file, or one in a form that is not supported. Give no more.</exception>
    public int Decode(ReadOnlySpan<byte> bytes, Span<short> samples)
    {
        if (samples.Length < bytes.Length)
        {
            throw new ArgumentException($"Room for {bytes.Length} samples is needed.", nameof(samples));
        }

        while (!bytes.IsEmpty)
        {
            switch (_state)
            {
                case State.Ended:
                    return 0;
                case State.Data:
                    return DecodeData(bytes, samples);
                case State.Skip:
                    bytes = bytes[Skip(bytes.Length)..];
                    break;
                default:
                    bytes = bytes[TakeHeader(bytes)..];
                    break;
            }
        }

        return 0;
    }

    /// <summary>Says that no bytes follow.</summary>
    /// <exception cref="AudioFormatException">The file ended before its audio did, or without any.</exception>
    public void Complete()
    {
        switch (_state)
        {
            case State.Data when _dataBytes is { } promised && _dataRead < promised:
                throw Truncated($"The WAV file is truncated: {_dataRead} of {promised} bytes of audio were there.");
            case State.ChunkHeader when _held == 0:
                throw new AudioFormatException("The WAV file has no audio data.");
            case State.Riff when _position == 0 && _held == 0:
                throw Truncated("The WAV file is empty.");
            case not (State.Data or State.Ended):
                throw Truncated($"The WAV file is truncated: it ends within its header, after {_position + _held} bytes.");
        }
    }

    private int Skip(int available)
    {
        var count = (int)Math.Min(_toSkip, available);
        _toSkip -= count;
        _position += count;
        if (_toSkip == 0)
        {
            Expect(State.ChunkHeader, ChunkHeaderLength);
        }

        return count;
    }

    private int TakeHeader(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(_needed - _held, bytes.Length);
        bytes[..count].CopyTo(_header.AsSpan(_held));
        _held += count;
        if (_state == State.Riff && !WavHeader.Matches(_header.AsSpan(0, _held)))
        {
            throw new AudioFormatException("This is not a WAV file: it does not begin with RIFF and WAVE.");
        }

        if (_held < _needed)
        {
            return count;
        }

        _position += _held;
        _held = 0;
        var header = _header.AsSpan(0, _needed);
        switch (_state)
        {
            case State.Riff:
                var size = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
                _riffEnd = size == 0 || WavHeader.IsUnknown(size) ? null : size + 8L;
                Expect(State.ChunkHeader, ChunkHeaderLength);
                break;
            case State.ChunkHeader:
                BeginChunk(header[..4], BinaryPrimitives.ReadUInt32LittleEndian(header[4..]));
                break;
            case State.Format:
                _described = WavFormat.Parse(header);
                SkipRest();
                break;
            case State.Ds64:
                _ds64DataBytes = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
                SkipRest();
                break;
        }

        return count;
    }

    private void BeginChunk(ReadOnlySpan<byte> id, uint size)
    {
        if (id.SequenceEqual("data"u8))
        {
            BeginData(size);
            return;
        }

        // Chunks are padded to even lengths; the padding is not in the size.
        _toSkip = size + (size & 1L);
        if (id.SequenceEqual("fmt "u8))
        {
            BeginBody(State.Format, (int)Math.Min(size, WavFormat.LongestChunk));
        }
        else if (id.SequenceEqual("ds64"u8) && size >= Ds64Length)
        {
            BeginBody(State.Ds64, Ds64Length);
        }
        else
        {
            SkipRest();
        }
    }

    private void BeginBody(State state, int length)
    {
        if (length == 0)
        {
            throw new AudioFormatException("The WAV format chunk is empty.");
        }

        _toSkip -= length;
        Expect(state, length);
    }

    private void BeginData(uint size)
    {
        var format = _described ?? throw new AudioFormatException("The WAV file's audio data comes before its format.");

        // Zero is "unknown" in streams; in a file whose RIFF size reaches beyond this chunk it is the truth.
        var endless = size == 0 && !(_riffEnd > _position);
        _dataBytes = _ds64DataBytes is > 0 && size == uint.MaxValue ? _ds64DataBytes
            : endless || WavHeader.IsUnknown(size) ? null
            : size;
        Source = format;
        _frame = new byte[format.BytesPerFrame];
        _state = _dataBytes == 0 ? State.Ended : State.Data;
    }

    private void SkipRest()
    {
        if (_toSkip == 0)
        {
            Expect(State.ChunkHeader, ChunkHeaderLength);
        }
        else
        {
            _state = State.Skip;
        }
    }

    private void Expect(State state, int length)
    {
        _state = state;
        _needed = length;
    }

    private int DecodeData(ReadOnlySpan<byte> bytes, Span<short> samples)
    {
        if (_dataBytes is { } total && total - _dataRead <= bytes.Length)
        {
            bytes = bytes[..(int)(total - _dataRead)];
            _state = State.Ended;
        }

        _dataRead += bytes.Length;
        var format = Source!.Value;
        var written = 0;
        if (_held > 0)
        {
            var count = Math.Min(_frame.Length - _held, bytes.Length);
            bytes[..count].CopyTo(_frame.AsSpan(_held));
            bytes = bytes[count..];
            _held += count;
            if (_held < _frame.Length)
            {
                return 0;
            }

            WavSamples.ToMono(format, _frame, samples);
            written = 1;
        }

        var whole = bytes.Length / _frame.Length;
        WavSamples.ToMono(format, bytes[..(whole * _frame.Length)], samples[written..]);
        bytes = bytes[(whole * _frame.Length)..];
        bytes.CopyTo(_frame);
        _held = bytes.Length;
        DecodedSamples += written + whole;
        return written + whole;
    }

    private static AudioFormatException Truncated(string message) => new(AudioFormatProblem.Truncated, message);
}
