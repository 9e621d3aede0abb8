using Parley.Devices.Echo;

namespace Parley.Devices;

/// <summary>How to open a speaker.</summary>
public sealed record SpeakerOptions
{
    /// <summary>The device's name, or a part that only it has, in any case; null means the default one. See <see cref="AudioDevices.List"/>.</summary>
    public string? Device { get; init; }

    /// <summary>Rate of the samples written, 8,000 to 48,000 Hz; default 24,000. A device that cannot run at it is resampled.</summary>
    public int SampleRate { get; init; } = 24_000;

    /// <summary>How much a writer may be ahead before it has to wait, 40 ms to 10 s; default 200 ms. The device's own buffer comes on top.</summary>
    public TimeSpan Buffer { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Is told what the speaker plays; null for none. Give the same one to the microphone.</summary>
    public EchoCanceller? EchoCanceller { get; init; }
}
