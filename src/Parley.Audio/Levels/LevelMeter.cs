namespace Parley.Audio.Levels;

/// <summary>
/// The level of a stream for display: measured over steps of 50 ms of audio, with a peak that falls 20 dB a second.
/// One writer; <see cref="Level"/> may be read from any thread. Nothing is allocated.
/// </summary>
public sealed class LevelMeter
{
    private const double FallPerStep = 0.8912509381337456; // -1 dB

    private readonly int _step;
    private double _sum;
    private int _count;
    private int _peak;
    private double _held;
    private long _level;

    /// <summary>Creates a meter.</summary>
    public LevelMeter(PcmFormat format) => _step = format.SampleRate / 20;

    /// <summary>The level of the latest whole step, with the held peak.</summary>
    public AudioLevel Level
    {
        get
        {
            var packed = Interlocked.Read(ref _level);
            return new(BitConverter.Int32BitsToSingle((int)packed), BitConverter.Int32BitsToSingle((int)(packed >> 32)));
        }
    }

    /// <summary>Takes in samples, any length.</summary>
    public void Process(ReadOnlySpan<short> samples)
    {
        while (!samples.IsEmpty)
        {
            var part = samples[..Math.Min(samples.Length, _step - _count)];
            samples = samples[part.Length..];
            var (sum, peak) = AudioLevel.Sum(part);
            _sum += sum;
            _peak = Math.Max(_peak, peak);
            _count += part.Length;
            if (_count == _step)
            {
                EndStep();
            }
        }
    }

    /// <summary>Shows silence and forgets the held peak.</summary>
    public void Reset()
    {
        _sum = 0;
        _count = 0;
        _peak = 0;
        _held = 0;
        Interlocked.Exchange(ref _level, 0);
    }

    private void EndStep()
    {
        _held = Math.Max(_peak / 32768.0, _held * FallPerStep);
        var rms = BitConverter.SingleToInt32Bits((float)(Math.Sqrt(_sum / _count) / 32768.0));
        var peak = BitConverter.SingleToInt32Bits((float)_held);

        // Both values in one word, so that a reader never sees halves of two levels.
        Interlocked.Exchange(ref _level, ((long)peak << 32) | (uint)rms);
        _sum = 0;
        _count = 0;
        _peak = 0;
    }
}
