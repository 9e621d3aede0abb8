using System.Buffers;
using System.Runtime.InteropServices;
using Parley.Audio;
using Parley.Audio.Resampling;
using Parley.Audio.Wav;
using Parley.Server.VoxNexus.Protocol;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>
/// Makes samples of the bytes of one recognition session after another. Raw samples may be cut anywhere: half of a 16-bit one waits for
/// the next chunk. A session may begin with a WAV header, declared or not, split anywhere; what it says wins. Not thread-safe.
/// </summary>
/// <param name="sampleRate">The declared rate, at which all samples are given out.</param>
/// <param name="encoding">What samples without a header are.</param>
internal sealed class AudioInput(int sampleRate, AudioEncoding encoding = AudioEncoding.Pcm)
{
    private readonly bool _isLinear = encoding.BytesPerSample == PcmFormat.BytesPerSample;
    private readonly byte[] _held = new byte[12];
    private State _state = State.Start;
    private int _heldCount;
    private WavDecoder? _wav;
    private Resampler? _resampler;

    private enum State
    {
        /// <summary>Too few bytes to tell a WAV header from samples.</summary>
        Start,
        Raw,
        Wav,

        /// <summary>The header was refused: nothing of this session can be used.</summary>
        Refused,
    }

    /// <summary>Bytes to leave free at the front of a buffer that is given to <see cref="Take"/>.</summary>
    public int Lead => _state == State.Raw ? _heldCount : 0;

    /// <summary>Takes in bytes and gives out samples; the caller's array is used again where it can be.</summary>
    /// <param name="buffer">A rented array whose bytes from <see cref="Lead"/> on are the new ones. Belongs to this call.</param>
    /// <param name="count">How many new bytes.</param>
    /// <returns>The samples; the caller releases them.</returns>
    /// <exception cref="AudioFormatException">The session begins with a WAV header that is broken or not supported.</exception>
    public AudioBlock Take(short[] buffer, int count)
    {
        if (_state == State.Raw && _isLinear)
        {
            return TakeLinear(buffer, count);
        }

        try
        {
            return TakeOther(MemoryMarshal.AsBytes(buffer.AsSpan())[..count]);
        }
        catch (AudioFormatException)
        {
            _state = State.Refused;
            throw;
        }
        finally
        {
            ArrayPool<short>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether the session began with a WAV header.</summary>
    public bool IsWav => _state == State.Wav;

    /// <summary>Says that the session was a whole file.</summary>
    /// <exception cref="AudioFormatException">It ended before its audio did.</exception>
    public void CheckComplete()
    {
        if (_state == State.Start && _heldCount > 0 && WavHeader.Matches(_held.AsSpan(0, _heldCount)))
        {
            throw new AudioFormatException(AudioFormatProblem.Truncated, "The file ends within its header.");
        }

        _wav?.Complete();
    }

    /// <summary>Ends the session: gives out what waited, drops an odd byte, and begins the next one.</summary>
    public AudioBlock EndSession()
    {
        var rest = _state switch
        {
            State.Start => Samples(_held.AsSpan(0, _heldCount)),
            State.Wav when _resampler is { FlushLength: > 0 } => FlushResampler(_resampler),
            _ => AudioBlock.Empty,
        };
        _state = State.Start;
        _heldCount = 0;
        _wav = null;
        _resampler = null;
        return rest;
    }

    private AudioBlock TakeLinear(short[] buffer, int count)
    {
        var bytes = MemoryMarshal.AsBytes(buffer.AsSpan());
        if (_heldCount == 1)
        {
            bytes[0] = _held[0];
            count++;
        }

        _heldCount = count & 1;
        if (_heldCount == 1)
        {
            _held[0] = bytes[count - 1];
        }

        return new AudioBlock(buffer, count / PcmFormat.BytesPerSample);
    }

    private AudioBlock TakeOther(ReadOnlySpan<byte> bytes)
    {
        if (_state == State.Refused)
        {
            return AudioBlock.Empty;
        }

        if (_state == State.Wav)
        {
            return Decode(bytes);
        }

        if (_state == State.Raw)
        {
            return Samples(bytes);
        }

        // The first bytes of the session, put together.
        var all = ArrayPool<byte>.Shared.Rent(_heldCount + bytes.Length);
        try
        {
            _held.AsSpan(0, _heldCount).CopyTo(all);
            bytes.CopyTo(all.AsSpan(_heldCount));
            return Begin(all.AsSpan(0, _heldCount + bytes.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(all);
        }
    }

    private AudioBlock Begin(ReadOnlySpan<byte> bytes)
    {
        if (!WavHeader.Matches(bytes[..Math.Min(bytes.Length, _held.Length)]))
        {
            _state = State.Raw;
            _heldCount = bytes.Length % encoding.BytesPerSample;
            if (_heldCount == 1)
            {
                _held[0] = bytes[^1];
            }

            return Samples(bytes);
        }

        if (bytes.Length < _held.Length)
        {
            bytes.CopyTo(_held);
            _heldCount = bytes.Length;
            return AudioBlock.Empty;
        }

        _state = State.Wav;
        _heldCount = 0;
        _wav = new WavDecoder();
        return Decode(bytes);
    }

    private AudioBlock Decode(ReadOnlySpan<byte> bytes)
    {
        var decoded = AudioBlock.Rent(bytes.Length);
        try
        {
            var count = _wav!.Decode(bytes, decoded.Buffer);
            if (_wav.Format is not { } format || format.SampleRate == sampleRate)
            {
                return decoded with { Length = count };
            }

            _resampler ??= new Resampler(format.SampleRate, sampleRate);
            var resampled = AudioBlock.Rent(_resampler.OutputLength(count));
            _resampler.Process(decoded.Buffer.AsSpan(0, count), resampled.Buffer);
            decoded.Release();
            return resampled;
        }
        catch (AudioFormatException)
        {
            decoded.Release();
            throw;
        }
    }

    private static AudioBlock FlushResampler(Resampler resampler)
    {
        var block = AudioBlock.Rent(resampler.FlushLength);
        resampler.Flush(block.Buffer);
        return block;
    }

    private AudioBlock Samples(ReadOnlySpan<byte> bytes)
    {
        var count = bytes.Length / encoding.BytesPerSample;
        if (count == 0)
        {
            return AudioBlock.Empty;
        }

        var block = AudioBlock.Rent(count);
        encoding.Read(bytes, block.Buffer);
        return block;
    }
}
