using Parley.Audio;
using Parley.Audio.Wav;

namespace Parley.Speech.Engines;

/// <summary>
/// Turns a service's bytes into samples: raw 16-bit PCM, or WAV in any of its forms. Servers that answer WAV when asked for
/// PCM are understood; the other way round they are not. Not thread-safe.
/// </summary>
internal sealed class RemoteAudio(string engineId, bool wavOnly, int pcmRate)
{
    private const int SignatureLength = 12;

    private readonly byte[] _start = new byte[SignatureLength];
    private int _startCount;
    private WavDecoder? _wav;
    private bool _isPcm;
    private byte _odd;
    private bool _hasOdd;

    /// <summary>Rate of the samples in hertz; known once there is one.</summary>
    public int SampleRate => _wav is null ? pcmRate : _wav.Format?.SampleRate ?? pcmRate;

    /// <summary>Takes bytes in; <paramref name="samples"/> has room for as many samples and <c>12</c> more.</summary>
    /// <exception cref="EngineException">This is not speech in a form that was asked for.</exception>
    public int Decode(ReadOnlySpan<byte> bytes, Span<short> samples)
    {
        var written = 0;
        if (!_isPcm && _wav is null)
        {
            var taken = Math.Min(SignatureLength - _startCount, bytes.Length);
            bytes[..taken].CopyTo(_start.AsSpan(_startCount));
            _startCount += taken;
            bytes = bytes[taken..];
            if (_startCount < SignatureLength)
            {
                return 0;
            }

            written = Begin(samples);
        }

        return written + Continue(bytes, samples[written..]);
    }

    /// <summary>Says that no bytes follow.</summary>
    /// <returns>How many samples were still inside.</returns>
    public int Complete(Span<short> samples)
    {
        try
        {
            var written = !_isPcm && _wav is null && _startCount > 0 ? Begin(samples) : 0;
            _wav?.Complete();
            return written;
        }
        catch (AudioFormatException cut) when (cut.Problem == AudioFormatProblem.Truncated)
        {
            throw RemoteSynthesis.Cut(engineId, cut);
        }
        catch (AudioFormatException garbage)
        {
            throw RemoteSynthesis.NotSpeech(engineId, garbage);
        }
    }

    private int Begin(Span<short> samples)
    {
        var start = _start.AsSpan(0, _startCount);
        if (_startCount == SignatureLength && WavHeader.Matches(start))
        {
            _wav = new WavDecoder();
        }
        else if (wavOnly || start.StartsWith("ID3"u8) || start.StartsWith("OggS"u8) || start.StartsWith("fLaC"u8))
        {
            throw RemoteSynthesis.NotSpeech(engineId);
        }
        else
        {
            _isPcm = true;
        }

        return Continue(start, samples);
    }

    private int Continue(ReadOnlySpan<byte> bytes, Span<short> samples)
    {
        if (_wav is not null)
        {
            try
            {
                return _wav.Decode(bytes, samples);
            }
            catch (AudioFormatException garbage)
            {
                throw RemoteSynthesis.NotSpeech(engineId, garbage);
            }
        }

        var written = 0;
        if (_hasOdd && !bytes.IsEmpty)
        {
            samples[written++] = (short)(_odd | (bytes[0] << 8));
            bytes = bytes[1..];
            _hasOdd = false;
        }

        written += Pcm16.FromBytes(bytes, samples[written..]);
        if ((bytes.Length & 1) == 1)
        {
            _odd = bytes[^1];
            _hasOdd = true;
        }

        return written;
    }
}
