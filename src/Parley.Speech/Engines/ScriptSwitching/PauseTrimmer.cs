using System.Buffers;

namespace Parley.Speech.Engines.ScriptSwitching;

/// <summary>
/// Holds back quiet samples until something louder follows, so that the pause at the end of a stretch of speech can be cut.
/// Not thread-safe.
/// </summary>
internal sealed class PauseTrimmer
{
    /// <summary>−50 dB of full scale: below what any voice here says, above their noise.</summary>
    private const int Quiet = 104;

    private short[] _held = new short[4_096];
    private int _heldCount;

    /// <summary>Takes samples in and gives out what is certain to be wanted, appended to <paramref name="output"/>.</summary>
    public void Process(ReadOnlySpan<short> samples, ArrayBufferWriter<short> output)
    {
        var end = samples.Length;
        while (end > 0 && Math.Abs((int)samples[end - 1]) < Quiet)
        {
            end--;
        }

        if (end > 0)
        {
            output.Write<short>(_held.AsSpan(0, _heldCount));
            _heldCount = 0;
            output.Write<short>(samples[..end]);
        }

        Hold(samples[end..]);
    }

    /// <summary>Gives out at most <paramref name="keep"/> of the quiet samples held and begins anew.</summary>
    public void Flush(int keep, ArrayBufferWriter<short> output)
    {
        output.Write<short>(_held.AsSpan(0, Math.Min(keep, _heldCount)));
        _heldCount = 0;
    }

    private void Hold(ReadOnlySpan<short> samples)
    {
        // Pauses are shorter than a second; the array has grown to that by the first of them.
        if (_heldCount + samples.Length > _held.Length)
        {
            Array.Resize(ref _held, Math.Max(_held.Length * 2, _heldCount + samples.Length));
        }

        samples.CopyTo(_held.AsSpan(_heldCount));
        _heldCount += samples.Length;
    }
}
