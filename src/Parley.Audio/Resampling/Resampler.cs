using System.Numerics;
using System.Runtime.InteropServices;

namespace Parley.Audio.Resampling;

/// <summary>
/// Changes the sample rate of a stream. Polyphase filter, flat to 91 % of the lower rate's band, aliases and images 80 dB down.
/// The output lies exactly on the input's time line: N samples in give N × output rate ÷ input rate out, rounded up,
/// however they are split. Nothing is allocated after construction. Not thread-safe: one stream, one resampler.
/// </summary>
public sealed class Resampler
{
    private const int Block = 1024;

    private readonly ResamplerFilter? _filter;
    private readonly float[] _window;
    private int _filled;
    private int _start;
    private int _phase;
    private long _consumed;
    private long _produced;

    /// <summary>Creates a resampler between any two rates; the usual ones share their filter tables.</summary>
    /// <param name="inputRate">Rate of the input, 8,000 to 48,000 Hz.</param>
    /// <param name="outputRate">Rate of the output, 8,000 to 48,000 Hz. The same rate copies.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside that range.</exception>
    public Resampler(int inputRate, int outputRate)
    {
        InputRate = new PcmFormat(inputRate).SampleRate;
        OutputRate = new PcmFormat(outputRate).SampleRate;
        _filter = inputRate == outputRate ? null : ResamplerFilter.For(inputRate, outputRate);
        _window = _filter is null ? [] : new float[_filter.Taps + Block];
        Reset();
    }

    /// <summary>Rate of the input, in hertz.</summary>
    public int InputRate { get; }

    /// <summary>Rate of the output, in hertz.</summary>
    public int OutputRate { get; }

    /// <summary>How many input samples must follow a moment before its output comes: 56 at the lower of the two rates, 3.5 ms at 16 kHz.</summary>
    public int LatencySamples => _filter?.HalfTaps ?? 0;

    /// <summary><see cref="LatencySamples"/> as time.</summary>
    public TimeSpan Latency => new PcmFormat(InputRate).Duration(LatencySamples);

    /// <summary>How many samples <see cref="Flush"/> would write now.</summary>
    public int FlushLength => checked((int)(TotalOutput(_consumed) - _produced));

    /// <summary>How many samples <see cref="Process"/> would write now for an input of this length.</summary>
    /// <param name="inputLength">Length of the input, in samples.</param>
    public int OutputLength(int inputLength)
    {
        // Output k needs the inputs up to k * decimation / interpolation + half the filter.
        var consumed = _consumed + inputLength;
        var reachable = consumed - LatencySamples;
        return reachable <= 0 ? 0 : checked((int)Math.Max(0, TotalOutput(reachable) - _produced));
    }

    /// <summary>The most samples that <see cref="Process"/> ever writes for an input of this length: what to size buffers with.</summary>
    /// <param name="inputLength">Length of the input, in samples.</param>
    public int MaxOutputLength(int inputLength) => checked((int)(TotalOutput(inputLength) + 1));

    /// <summary>Takes in all of <paramref name="input"/> and writes what can be computed by now.</summary>
    /// <param name="input">Samples at the input rate; any length. Must not overlap <paramref name="output"/>.</param>
    /// <param name="output">Room for <see cref="OutputLength"/> samples.</param>
    /// <returns>How many samples were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="output"/> is too short; nothing was taken in.</exception>
    public int Process(ReadOnlySpan<short> input, Span<short> output)
    {
        CheckRoom(OutputLength(input.Length), output.Length);
        _consumed += input.Length;
        if (_filter is null)
        {
            input.CopyTo(output);
            _produced = _consumed;
            return input.Length;
        }

        var written = 0;
        while (!input.IsEmpty)
        {
            var count = Math.Min(input.Length, _window.Length - _filled);
            Pcm16.ToFloat(input[..count], _window.AsSpan(_filled));
            _filled += count;
            input = input[count..];
            written += Drain(_filter, output[written..]);
        }

        _produced += written;
        return written;
    }

    /// <summary>Writes what is still inside, as if silence followed, and begins a new stream.</summary>
    /// <param name="output">Room for <see cref="FlushLength"/> samples.</param>
    /// <returns>How many samples were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="output"/> is too short; nothing has changed.</exception>
    public int Flush(Span<short> output)
    {
        var remaining = FlushLength;
        CheckRoom(remaining, output.Length);
        output = output[..remaining];
        var written = 0;
        while (written < remaining)
        {
            var silence = _window.AsSpan(_filled, Math.Min(_window.Length - _filled, _filter!.HalfTaps));
            silence.Clear();
            _filled += silence.Length;
            written += Drain(_filter, output[written..]);
        }

        Reset();
        return remaining;
    }

    /// <summary>Forgets what is inside and begins a new stream.</summary>
    public void Reset()
    {
        // Half a filter of silence before the first sample puts output 0 on input 0.
        _filled = _filter is null ? 0 : _filter.HalfTaps - 1;
        _window.AsSpan(0, _filled).Clear();
        _start = 0;
        _phase = 0;
        _consumed = 0;
        _produced = 0;
    }

    private static void CheckRoom(int needed, int room)
    {
        if (room < needed)
        {
            throw new ArgumentException($"Room for {needed} samples is needed, {room} is there.", "output");
        }
    }

    private long TotalOutput(long input) => ((input * OutputRate) + InputRate - 1) / InputRate;

    private int Drain(ResamplerFilter filter, Span<short> output)
    {
        var written = 0;
        var taps = filter.Taps;
        while (_start + taps <= _filled && written < output.Length)
        {
            var window = _window.AsSpan(_start, taps);
            output[written++] = Pcm16.FromFloat(filter.Blends ? Blend(filter, window) : Dot(filter.Phase(_phase), window));
            _phase += filter.Decimation;
            _start += _phase / filter.Interpolation;
            _phase %= filter.Interpolation;
        }

        // Decimation may step past what is there; the rest of the step waits for the next block.
        var drop = Math.Min(_start, _filled);
        _window.AsSpan(drop, _filled - drop).CopyTo(_window);
        _filled -= drop;
        _start -= drop;
        return written;
    }

    private float Blend(ResamplerFilter filter, ReadOnlySpan<float> window)
    {
        var exact = (double)_phase * filter.Phases / filter.Interpolation;
        var index = (int)exact;
        var low = Dot(filter.Phase(index), window);
        return low + ((Dot(filter.Phase(index + 1), window) - low) * (float)(exact - index));
    }

    private static float Dot(ReadOnlySpan<float> coefficients, ReadOnlySpan<float> window)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(coefficients);
        var b = MemoryMarshal.Cast<float, Vector<float>>(window)[..a.Length];
        var even = Vector<float>.Zero;
        var odd = Vector<float>.Zero;
        for (var i = 0; i + 1 < a.Length; i += 2)
        {
            even += a[i] * b[i];
            odd += a[i + 1] * b[i + 1];
        }

        if ((a.Length & 1) != 0)
        {
            even += a[^1] * b[^1];
        }

        return Vector.Dot(even + odd, Vector<float>.One);
    }
}
