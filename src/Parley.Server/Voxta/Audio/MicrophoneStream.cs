using System.Text.Json;
using Parley.Audio;
using Parley.Conversation.Microphones;
using Parley.Conversation.Sessions;

namespace Parley.Server.Voxta.Audio;

/// <summary>
/// What a microphone socket carries: a specification first, then PCM of that form, markers of silence between. One writer.
/// </summary>
internal sealed class MicrophoneStream(ConversationSession session, VoxtaApps apps, VoxtaOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int MaxPieceBytes = 32 * 1024;

    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(30);

    private readonly MicrophoneLevel _level = new(apps, time);
    private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Microphone? _microphone;
    private int _sampleRate = options.AudioInputRate;
    private int _channels = 1;
    private byte[] _held = [];
    private short[] _samples = [];

    /// <summary>Completes when another microphone of the player took over.</summary>
    public Task Replaced => _replaced.Task;

    /// <summary>Takes a text message: the specification, a silence marker; everything else is ignored.</summary>
    public void Take(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (message.TryGetProperty("type", out var type))
        {
            if (type.ValueEquals("silence") && message.TryGetProperty("milliseconds", out var length) && length.TryGetInt32(out var milliseconds) && milliseconds > 0)
            {
                WriteSilence(TimeSpan.FromMilliseconds(Math.Min(milliseconds, MaxSilence.TotalMilliseconds)));
            }

            return;
        }

        // The format can only be said before the first audio.
        if (_microphone is null)
        {
            _sampleRate = Number(message, "sampleRate", PcmFormat.MinSampleRate, PcmFormat.MaxSampleRate) ?? _sampleRate;
            _channels = Number(message, "channels", 1, 8) ?? _channels;
        }
    }

    /// <summary>Takes audio; the first opens the microphone.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken)
    {
        if (_microphone is null)
        {
            _microphone = await session.OpenMicrophoneAsync(
                new MicrophoneOptions
                {
                    SampleRate = _sampleRate,
                    BargeIn = options.PauseRecognitionDuringPlayback ? false : null,
                    Submission = options.AutoSubmitTranscripts == AutoSubmitTranscripts.Always ? TranscriptSubmission.ClientOrSession : TranscriptSubmission.Client,
                },
                cancellationToken);
            _ = WatchAsync(_microphone);
        }

        // However long the message is, only a piece of it is held twice.
        for (var rest = RiffHeader.Skip(pcm.Span); !rest.IsEmpty; rest = rest[Math.Min(rest.Length, MaxPieceBytes)..])
        {
            Write(rest[..Math.Min(rest.Length, MaxPieceBytes)]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_microphone is not null)
        {
            await _microphone.DisposeAsync();
        }
    }

    private async Task WatchAsync(Microphone microphone)
    {
        if (await microphone.Completion != MicrophoneEnd.Closed)
        {
            _replaced.TrySetResult();
        }
    }

    private void Write(ReadOnlySpan<byte> pcm)
    {
        var frameBytes = 2 * _channels;
        if (_held.Length > 0)
        {
            pcm = (byte[])[.. _held, .. pcm];
        }

        var whole = pcm.Length / frameBytes * frameBytes;
        _held = pcm[whole..].ToArray();
        pcm = pcm[..whole];
        var count = pcm.Length / 2;
        if (_samples.Length < count)
        {
            _samples = new short[count];
        }

        Pcm16.FromBytes(pcm, _samples);
        if (_channels > 1)
        {
            count = Downmix(_samples.AsSpan(0, count), _channels);
        }

        _microphone!.Write(_samples.AsSpan(0, count));
        _level.Report(session, _samples.AsSpan(0, count));
    }

    private void WriteSilence(TimeSpan duration)
    {
        if (_microphone is null)
        {
            return;
        }

        var silence = new short[_sampleRate / 10];
        for (var left = (long)(duration.TotalSeconds * _sampleRate); left > 0; left -= silence.Length)
        {
            _microphone.Write(silence.AsSpan(0, (int)Math.Min(left, silence.Length)));
        }
    }

    private static int Downmix(Span<short> samples, int channels)
    {
        var frames = samples.Length / channels;
        for (var i = 0; i < frames; i++)
        {
            var sum = 0;
            for (var c = 0; c < channels; c++)
            {
                sum += samples[(i * channels) + c];
            }

            samples[i] = (short)(sum / channels);
        }

        return frames;
    }

    private static int? Number(JsonElement message, string name, int least, int most) =>
        message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most
            ? (int)number
            : null;
}
