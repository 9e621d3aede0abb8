namespace Parley.Testing.Synthesis;

/// <summary>How high a voice speaks.</summary>
public static class FundamentalFrequency
{
    /// <summary>Median over voiced 60 ms frames, in hertz, by autocorrelation between 45 and 500 Hz; NaN when nothing is voiced.</summary>
    public static double MedianOf(SpokenAudio audio)
    {
        var samples = audio.Samples.Select(s => (double)s).ToArray();
        var rate = audio.SampleRate;
        var frame = rate * 60 / 1000;
        var found = new List<double>();
        for (var start = 0; start + frame <= samples.Length; start += frame / 2)
        {
            if (Of(samples.AsSpan(start, frame), rate) is { } frequency)
            {
                found.Add(frequency);
            }
        }

        found.Sort();
        return found.Count == 0 ? double.NaN : found[found.Count / 2];
    }

    private static double? Of(ReadOnlySpan<double> frame, int rate)
    {
        var (bestLag, best) = (0, 0.0);
        for (var lag = rate / 500; lag < rate / 45; lag++)
        {
            double product = 1, first = 1, second = 1;
            for (var i = 0; i + lag < frame.Length; i++)
            {
                product += frame[i] * frame[i + lag];
                first += frame[i] * frame[i];
                second += frame[i + lag] * frame[i + lag];
            }

            // A longer lag must be clearly better: multiples of the period correlate as well as the period.
            var correlation = product / Math.Sqrt(first * second);
            if (correlation > best + 0.03)
            {
                (bestLag, best) = (lag, correlation);
            }
        }

        return best > 0.6 ? (double)rate / bestLag : null;
    }
}
