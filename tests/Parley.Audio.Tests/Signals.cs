namespace Parley.Audio.Tests;

internal static class Signals
{
    public static readonly int[] UsualRates = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000];

    public static short[] Tone(double hertz, int sampleRate, double seconds, double amplitude = 0.5, double phase = 0)
    {
        var samples = new short[(int)(sampleRate * seconds)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)Math.Round(amplitude * 32767 * Math.Sin((2 * Math.PI * hertz * i / sampleRate) + phase));
        }

        return samples;
    }

    public static short[] WhiteNoise(int sampleRate, double seconds, double rms, int seed = 1)
    {
        var random = new Random(seed);
        var samples = new short[(int)(sampleRate * seconds)];
        for (var i = 0; i < samples.Length; i++)
        {
            var gauss = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            samples[i] = Pcm16.FromFloat((float)(gauss * rms));
        }

        return samples;
    }

    /// <summary>Amplitude of one frequency, relative to full scale, through a Hann window; edges of the given length are left out.</summary>
    public static double AmplitudeAt(ReadOnlySpan<short> samples, double hertz, int sampleRate, int edge)
    {
        var middle = samples[edge..^edge];
        double re = 0, im = 0, sum = 0;
        for (var i = 0; i < middle.Length; i++)
        {
            var window = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / middle.Length));
            var angle = 2 * Math.PI * hertz * i / sampleRate;
            re += middle[i] * window * Math.Cos(angle);
            im += middle[i] * window * Math.Sin(angle);
            sum += window;
        }

        return 2 * Math.Sqrt((re * re) + (im * im)) / sum / 32767;
    }

    public static double Rms(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(sum / samples.Length) / 32768;
    }

    public static double Decibels(double ratio) => 20 * Math.Log10(ratio);
}
