using Parley.Audio;
using Parley.Devices;
using Parley.Devices.Echo;

namespace Parley.Cli.Conversations;

/// <summary>What a talk hears with and is heard on: devices, or WAV files in their place.</summary>
internal sealed class TalkAudio : IAsyncDisposable
{
    private readonly EchoCanceller? _echo;

    private TalkAudio(IAudioSource source, IAudioSink sink, EchoCanceller? echo)
    {
        Source = source;
        Sink = sink;
        _echo = echo;
    }

    public IAudioSource Source { get; }

    public IAudioSink Sink { get; }

    /// <summary>How a person is asked to speak.</summary>
    public string Invitation => _echo is null
        ? "speak; a headset or --echo-cancellation keeps the character from hearing itself. Ctrl+C ends the talk."
        : "speak; what the speaker plays is taken out of the microphone. Ctrl+C ends the talk.";

    /// <param name="input">WAV file or microphone; null for the default microphone.</param>
    /// <param name="output">WAV file or speaker; null for the default speaker.</param>
    /// <param name="cancelsEcho">Whether the speaker's sound is taken out of the microphone's; both are devices then.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="AudioDeviceException">A device or a library is missing.</exception>
    public static async Task<TalkAudio> OpenAsync(string? input, string? output, bool cancelsEcho, CancellationToken cancellationToken)
    {
        EchoCanceller? echo = null;
        IAudioSource? source = null;
        try
        {
            echo = cancelsEcho ? new EchoCanceller(PcmFormat.Speech16K) : null;
            source = await AudioEndpoints.OpenSourceAsync(input, echoCanceller: echo, cancellationToken: cancellationToken).ConfigureAwait(false);
            return new TalkAudio(source, AudioEndpoints.OpenSink(output, PcmFormat.Speech16K.SampleRate, echoCanceller: echo), echo);
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
                throw new AudioDeviceException(device.Problem, $"{device.Message} With files: parley talk --in question.wav --out answer.wav");
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync().ConfigureAwait(false);
        await Sink.DisposeAsync().ConfigureAwait(false);
        _echo?.Dispose();
    }
}
