using Parley.Devices.Echo;

namespace Parley.Devices;

/// <summary>How to open a microphone.</summary>
public sealed record MicrophoneOptions
{
    /// <summary>The device's name, or a part that only it has, in any case; null means the default one. See <see cref="AudioDevices.List"/>.</summary>
    public string? Device { get; init; }

    /// <summary>Rate of the samples delivered, 8,000 to 48,000 Hz; default 16,000. A device that cannot run at it is resampled.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>How much is kept for a slow reader before the oldest is dropped and counted, 40 ms to 1 min; default 1 s.</summary>
    public TimeSpan Buffer { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Takes the speaker's sound out of the microphone's, when the same canceller is given to the speaker; null for none. At this <see cref="SampleRate"/>.</summary>
    public EchoCanceller? EchoCanceller { get; init; }
}
