namespace Parley.Audio;

/// <summary>
/// Cuts samples into frames of one exact length, carrying what is left over: what voice activity detectors and codecs ask for.
/// Whole frames inside the input are given out in place, without a copy. Nothing is allocated after construction. Not thread-safe.
/// </summary>
/// <example><code>
/// while (splitter.TryRead(ref samples, out var frame)) detector.Process(frame);
/// </code></example>
public sealed class FrameSplitter
{
    private readonly short[] _frame;

    /// <summary>Creates a splitter.</summary>
    /// <param name="frameLength">Samples of a frame, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="frameLength"/> is below 1.</exception>
    public FrameSplitter(int frameLength)
    {
        if (frameLength < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(frameLength), frameLength, "A frame has at least one sample.");
        }

        _frame = new short[frameLength];
    }

    /// <summary>Samples of a frame.</summary>
    public int FrameLength => _frame.Length;

    /// <summary>How many samples are carried.</summary>
    public int Held { get; private set; }

    /// <summary>Takes samples until a frame is full.</summary>
    /// <param name="samples">What is taken is cut off its front.</param>
    /// <param name="frame">The frame; good until the next call and as long as the input is.</param>
    /// <returns>False when all samples were taken and no frame is full.</returns>
    public bool TryRead(ref ReadOnlySpan<short> samples, out ReadOnlySpan<short> frame)
    {
        if (Held == 0 && samples.Length >= _frame.Length)
        {
            frame = samples[.._frame.Length];
            samples = samples[_frame.Length..];
            return true;
        }

        var count = Math.Min(samples.Length, _frame.Length - Held);
        samples[..count].CopyTo(_frame.AsSpan(Held));
        samples = samples[count..];
        Held += count;
        if (Held < _frame.Length)
        {
            frame = default;
            return false;
        }

        Held = 0;
        frame = _frame;
        return true;
    }

    /// <summary>Gives out what is carried and begins anew.</summary>
    /// <param name="rest">Shorter than a frame; good until the next call.</param>
    /// <returns>False when there is nothing.</returns>
    public bool TryFlush(out ReadOnlySpan<short> rest)
    {
        rest = _frame.AsSpan(0, Held);
        Held = 0;
        return !rest.IsEmpty;
    }

    /// <summary>Drops what is carried.</summary>
    public void Reset() => Held = 0;
}
