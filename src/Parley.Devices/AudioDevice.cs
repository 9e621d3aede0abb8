namespace Parley.Devices;

/// <summary>An audio device as the sound system names it.</summary>
/// <param name="Name">Its name: what <see cref="MicrophoneOptions.Device"/> and <see cref="SpeakerOptions.Device"/> take.</param>
/// <param name="HostApi">The sound system behind it, e.g. <c>ALSA</c>.</param>
/// <param name="InputChannels">Channels it records; 0 when it is no microphone.</param>
/// <param name="OutputChannels">Channels it plays; 0 when it is no speaker.</param>
/// <param name="DefaultSampleRate">The rate it runs at by itself, in hertz.</param>
/// <param name="IsDefaultInput">Whether it is the default microphone.</param>
/// <param name="IsDefaultOutput">Whether it is the default speaker.</param>
public sealed record AudioDevice(
    string Name, string HostApi, int InputChannels, int OutputChannels, int DefaultSampleRate, bool IsDefaultInput, bool IsDefaultOutput)
{
    internal int Index { get; init; }

    internal double LowInputLatency { get; init; }

    internal double LowOutputLatency { get; init; }
}
