using Parley.Audio;
using Parley.Audio.Resampling;
using Parley.Devices;
using Parley.Devices.Echo;

namespace Parley.Estuary;

/// <summary>The recorder and the player of a voice session, and what they share.</summary>
internal sealed class AudioEquipment : IAsyncDisposable
{
    // The server is seconds ahead, but may also send a whole answer at once.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ContinuousFrame = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PushToTalkFrame = TimeSpan.FromMilliseconds(20);

    private readonly EchoCanceller? _echo;

    private AudioEquipment(AudioRecorder recorder, AudioPlayer player, EchoCanceller? echo)
    {
        Recorder = recorder;
        Player = player;
        _echo = echo;
    }

    public AudioRecorder Recorder { get; }

    public AudioPlayer Player { get; }

    /// <summary>Of a source and a sink at any rate; both are owned from now on.</summary>
    public static AudioEquipment Of(IAudioSource source, IAudioSink sink, int sampleRate, VoiceMode mode, VoiceSessionOptions options, EchoCanceller? echo = null)
    {
        var frame = options.Frame ?? (mode == VoiceMode.Continuous ? ContinuousFrame : PushToTalkFrame);
        var recorder = new AudioRecorder(source.Format.SampleRate == sampleRate ? source : new ResamplingSource(source, sampleRate), frame);
        return new AudioEquipment(recorder, new AudioPlayer(sink, LongestAnswer), echo);
    }

    /// <exception cref="EstuaryException">A device cannot be used.</exception>
    public static async Task<AudioEquipment> OpenAsync(int sampleRate, VoiceMode mode, VoiceSessionOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        EchoCanceller? echo = null;
        IAudioSource? source = null;
        try
        {
            echo = options.EchoCancellation ? new EchoCanceller(new PcmFormat(sampleRate)) : null;
            source = await AudioEndpoints.OpenSourceAsync(options.Microphone, sampleRate, time, echo, cancellationToken).ConfigureAwait(false);
            return Of(source, AudioEndpoints.OpenSink(options.Speaker, sampleRate, time, echo), sampleRate, mode, options, echo);
        }
        catch (Exception error)
        {
            if (source is not null)
            {
                await source.DisposeAsync().ConfigureAwait(false);
            }

            echo?.Dispose();
            if (error is AudioDeviceException device)
            {
                throw Refusal(device);
            }

            throw;
        }
    }

    public static EstuaryException Refusal(AudioDeviceException error) => new(
        error.Problem == AudioDeviceProblem.LibraryMissing ? EstuaryErrorCodes.VoiceNotSupported : EstuaryErrorCodes.MicrophoneDenied,
        error.Message,
        isTransient: false,
        error);

    public async ValueTask DisposeAsync()
    {
        await Recorder.DisposeAsync().ConfigureAwait(false);
        await Player.DisposeAsync().ConfigureAwait(false);
        _echo?.Dispose();
    }
}
