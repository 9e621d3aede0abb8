namespace Parley.Audio;

/// <summary>
/// The one sample layout Parley works in: signed 16-bit PCM, little-endian on the wire, one channel,
/// at 8,000 to 48,000 samples per second.
/// </summary>
public readonly record struct PcmFormat
{
    /// <summary>Lowest sample rate, in hertz.</summary>
    public const int MinSampleRate = 8_000;

    /// <summary>Highest sample rate, in hertz.</summary>
    public const int MaxSampleRate = 48_000;

    /// <summary>Bytes of one sample.</summary>
    public const int BytesPerSample = sizeof(short);

    /// <summary>Creates a format.</summary>
    /// <param name="sampleRate">Samples per second, 8,000 to 48,000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sampleRate"/> is outside that range.</exception>
    public PcmFormat(int sampleRate)
    {
        if (sampleRate is < MinSampleRate or > MaxSampleRate)
        {
            throw new ArgumentOutOfRangeException(nameof(sampleRate), sampleRate, "The sample rate must be between 8000 and 48000 Hz.");
        }

        SampleRate = sampleRate;
    }

    /// <summary>Samples per second, in hertz.</summary>
    public int SampleRate { get; }

    /// <summary>Bytes of one second.</summary>
    public int BytesPerSecond => SampleRate * BytesPerSample;

    /// <summary>16,000 Hz: what recognisers work at.</summary>
    public static PcmFormat Speech16K => new(16_000);

    /// <summary>How long <paramref name="samples"/> samples last.</summary>
    public TimeSpan Duration(long samples) => TimeSpan.FromTicks(samples * TimeSpan.TicksPerSecond / SampleRate);

    /// <summary>How many whole samples <paramref name="duration"/> holds.</summary>
    public long Samples(TimeSpan duration) => duration.Ticks * SampleRate / TimeSpan.TicksPerSecond;
}
