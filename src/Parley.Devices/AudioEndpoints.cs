using System.Diagnostics.CodeAnalysis;
using Parley.Audio;
using Parley.Audio.Playout;
using Parley.Audio.Resampling;
using Parley.Audio.Wav;
using Parley.Devices.Echo;

namespace Parley.Devices;

/// <summary>
/// Opens a device or, where the name ends in <c>.wav</c>, a file in its place: the same program with and without a sound card.
/// </summary>
public static class AudioEndpoints
{
    /// <summary>Opens a microphone, or a WAV file that is delivered in real time.</summary>
    /// <param name="name">The device's name, a path that ends in <c>.wav</c>, or null for the default microphone.</param>
    /// <param name="sampleRate">The rate wanted, 8,000 to 48,000 Hz; a file is resampled.</param>
    /// <param name="timeProvider">What real time is for a file; null means the system's.</param>
    /// <param name="echoCanceller">Takes the speaker's sound out of the microphone's, when <see cref="OpenSink"/> gets it too; null for none. At this rate; not used with a file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AudioDeviceException">The device cannot be used.</exception>
    /// <exception cref="AudioFormatException">The file is not a WAV file, or one in a form that is not supported.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async ValueTask<IAudioSource> OpenSourceAsync(
        string? name, int sampleRate = 16_000, TimeProvider? timeProvider = null, EchoCanceller? echoCanceller = null, CancellationToken cancellationToken = default)
    {
        if (!IsFile(name))
        {
            return Microphone.Open(new MicrophoneOptions { Device = name, SampleRate = sampleRate, EchoCanceller = echoCanceller });
        }

        IAudioSource file = await WavSource.OpenAsync(name, cancellationToken).ConfigureAwait(false);
        return new RealTimeSource(file.Format.SampleRate == sampleRate ? file : new ResamplingSource(file, sampleRate), timeProvider);
    }

    /// <summary>Opens a speaker, or a WAV file that is written as it would be heard.</summary>
    /// <param name="name">The device's name, a path that ends in <c>.wav</c>, or null for the default speaker.</param>
    /// <param name="sampleRate">The rate of the samples, 8,000 to 48,000 Hz.</param>
    /// <param name="timeProvider">What real time is for a file; null means the system's.</param>
    /// <param name="echoCanceller">Is told what the speaker plays; null for none. Not used with a file.</param>
    /// <exception cref="AudioDeviceException">The device cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static IAudioSink OpenSink(string? name, int sampleRate = 24_000, TimeProvider? timeProvider = null, EchoCanceller? echoCanceller = null) => IsFile(name)
        ? new RealTimeSink(WavSink.Create(name, new PcmFormat(sampleRate)), timeProvider)
        : Speaker.Open(new SpeakerOptions { Device = name, SampleRate = sampleRate, EchoCanceller = echoCanceller });

    /// <summary>Whether a name means a file: it ends in <c>.wav</c>, in any case.</summary>
    /// <param name="name">A name as both methods take it.</param>
    public static bool IsFile([NotNullWhen(true)] string? name) => name is not null && name.EndsWith(".wav", StringComparison.OrdinalIgnoreCase);
}
