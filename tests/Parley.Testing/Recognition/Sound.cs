namespace Parley.Testing.Recognition;

/// <summary>Mono audio for tests: generated without speech, or a packaged recording.</summary>
/// <param name="Samples">Signed 16-bit samples.</param>
/// <param name="SampleRate">In hertz.</param>
public sealed record Sound(ReadOnlyMemory<short> Samples, int SampleRate = 16_000)
{
    /// <summary>The words of <see cref="GoForward"/>.</summary>
    public const string GoForwardText = "go forward ten meters";

    private const string TestData = "/usr/share/pocketsphinx/test/data";

    /// <summary>A person saying "go forward ten meters", 2.7 s, from pocketsphinx-testdata.</summary>
    public static Sound GoForward { get; } = Raw(Path.Combine(TestData, "goforward.raw"));

    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRate);

    public static Sound Silence(TimeSpan duration) => new(new short[Count(duration)]);

    /// <summary>White noise of a given level, the same every time.</summary>
    public static Sound WhiteNoise(TimeSpan duration, double decibels = -20)
    {
        var random = new Random(4711);
        var amplitude = Math.Sqrt(3) * 32768 * Math.Pow(10, decibels / 20);
        return Generate(duration, _ => amplitude * ((2 * random.NextDouble()) - 1));
    }

    public static Sound Tone(TimeSpan duration, double hertz = 440, double decibels = -12)
    {
        var amplitude = Math.Sqrt(2) * 32768 * Math.Pow(10, decibels / 20);
        return Generate(duration, t => amplitude * Math.Sin(2 * Math.PI * hertz * t));
    }

    /// <summary>Headerless 16-bit samples at 16 kHz.</summary>
    public static Sound Raw(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return new(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(bytes).ToArray());
    }

    /// <summary>One after the other.</summary>
    public static Sound operator +(Sound first, Sound second)
    {
        if (first.SampleRate != second.SampleRate)
        {
            throw new ArgumentException("The rates differ.", nameof(second));
        }

        return first with { Samples = (short[])[.. first.Samples.Span, .. second.Samples.Span] };
    }

    /// <summary>The same sound at another rate.</summary>
    public Sound At(int sampleRate)
    {
        var resampler = new Audio.Resampling.Resampler(SampleRate, sampleRate);
        var output = new short[resampler.MaxOutputLength(Samples.Length) + 4_096];
        var length = resampler.Process(Samples.Span, output);
        length += resampler.Flush(output.AsSpan(length));
        return new(output.AsMemory(0, length), sampleRate);
    }

    private static int Count(TimeSpan duration) => (int)(duration.TotalSeconds * 16_000);

    private static Sound Generate(TimeSpan duration, Func<double, double> value) =>
        new(Enumerable.Range(0, Count(duration)).Select(i => (short)Math.Clamp(value(i / 16_000.0), short.MinValue, short.MaxValue)).ToArray());
}
