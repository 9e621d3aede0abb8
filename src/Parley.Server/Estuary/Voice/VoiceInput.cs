using System.Buffers;
using Parley.Audio;
using Parley.Audio.Resampling;
using Parley.Conversation;
using Parley.Conversation.Microphones;
using Parley.Conversation.Sessions;
using Parley.Estuary.Wire;
using Parley.Server.Estuary.Connections;
using Parley.Speech;
using Parley.Speech.Recognition;

namespace Parley.Server.Estuary.Voice;

/// <summary>
/// A client's voice (§4.3, §4.4): recognition open or not, continuous or push-to-talk. The socket's handlers call one after another;
/// the reader of events and the clock come between.
/// </summary>
internal sealed class VoiceInput(EstuaryConnection connection, ConversationSession session, int assumedRate) : IAsyncDisposable
{
    // Packets on their way when the key went up; later ones press it again.
    private static readonly TimeSpan Straggling = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ClosingDeadline = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly MicrophoneRate _rate = new(connection.Services.Time, assumedRate);
    private Microphone? _microphone;
    private Resampler? _resampler;
    private TaskCompletionSource? _closing;
    private Guid _closingId;
    private bool _isPushToTalk;
    private bool _isDisposed;
    private bool _dropTold;
    private long? _stoppedAt;
    private byte _odd;
    private bool _hasOdd;

    private TimeProvider Time => connection.Services.Time;

    /// <summary>Opens recognition, answers <c>voice_started</c> or <c>voice_error</c>; push-to-talk stays for the connection's life.</summary>
    public async ValueTask StartAsync(string? turnMode)
    {
        var becomesPushToTalk = turnMode == StartVoiceMessage.PushToTalk && !_isPushToTalk;
        _isPushToTalk |= becomesPushToTalk;
        if (becomesPushToTalk)
        {
            await CloseAsync();
        }

        if (await EnsureOpenAsync())
        {
            connection.TouchVoice(isOpen: true);
            await connection.SendAsync(EstuaryEventNames.VoiceStarted);
        }
    }

    /// <summary>The utterance in progress gets its transcript and its answer; then recognition is closed.</summary>
    public async ValueTask StopAsync()
    {
        if (_microphone is { } microphone)
        {
            try
            {
                await microphone.EndUtteranceAsync(connection.Gone).WaitAsync(connection.Services.Options.StopVoiceTimeout, Time, connection.Gone);
            }
            catch (TimeoutException)
            {
                EstuaryLog.TranscriptLate(connection.Services.Log, connection.Id);
            }

            await CloseAsync();
        }

        _stoppedAt = Time.GetTimestamp();
        await connection.SendAsync(EstuaryEventNames.VoiceStopped);
    }

    /// <summary>Closes recognition without a word to the client. False when it was not open. Returns when its last event has been told.</summary>
    public async ValueTask<bool> CloseAsync()
    {
        Microphone microphone;
        TaskCompletionSource closing;
        lock (_gate)
        {
            if (_microphone is null)
            {
                return false;
            }

            microphone = _microphone;
            _microphone = null;
            _hasOdd = false;
            _closing = closing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _closingId = microphone.Id;
        }

        connection.TouchVoice(isOpen: false);
        await microphone.DisposeAsync();
        try
        {
            // Its events come before this one: the last stt_response is out when voice_stopped goes.
            await closing.Task.WaitAsync(ClosingDeadline, Time, connection.Gone);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            // The reader of events has ended.
        }

        return true;
    }

    public ValueTask WriteAsync(ReadOnlySpan<byte> pcm, int? statedRate)
    {
        var microphone = _microphone;
        if (microphone is null)
        {
            return MayReopen() ? ReopenAsync(pcm, statedRate) : Discard();
        }

        if (statedRate is >= PcmFormat.MinSampleRate and <= PcmFormat.MaxSampleRate && statedRate != _rate.Current)
        {
            _rate.State(statedRate.Value);
        }

        Write(microphone, pcm);
        return default;
    }

    /// <summary>Whether a microphone is this connection's, or was the last one.</summary>
    public bool Owns(Guid microphoneId)
    {
        lock (_gate)
        {
            return _microphone?.Id == microphoneId || _closingId == microphoneId;
        }
    }

    /// <summary>Somebody spoke: only our own microphone counts for the voice clock.</summary>
    public void OnSpeech(Guid microphoneId)
    {
        if (_microphone?.Id == microphoneId)
        {
            connection.TouchVoice(isOpen: true);
        }
    }

    /// <summary>A microphone of the player is no longer listened to.</summary>
    public ValueTask OnClosedAsync(MicrophoneClosed closed)
    {
        lock (_gate)
        {
            if (_closingId == closed.MicrophoneId)
            {
                _closing?.TrySetResult();
            }

            if (_microphone?.Id != closed.MicrophoneId)
            {
                return default;
            }

            _microphone = null;
        }

        connection.TouchVoice(isOpen: false);
        return closed.End switch
        {
            MicrophoneEnd.Replaced => SendErrorAsync("Another connection of this player took the microphone"),
            MicrophoneEnd.Failed => SendErrorAsync("stt_unavailable"),
            _ => default,
        };
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        Microphone? microphone;
        lock (_gate)
        {
            microphone = _microphone;
            _microphone = null;
        }

        if (microphone is not null)
        {
            await microphone.DisposeAsync();
        }
    }

    private async ValueTask<bool> EnsureOpenAsync()
    {
        if (_microphone is not null)
        {
            return true;
        }

        var silence = connection.Services.Options.EndOfSpeech;
        try
        {
            var microphone = await session.OpenMicrophoneAsync(
                new MicrophoneOptions
                {
                    SampleRate = _rate.Current,
                    PushToTalk = _isPushToTalk,
                    Admits = connection.MayAsk,
                    Endpointing = _isPushToTalk
                        ? EndpointingOptions.PushToTalk with { Stall = null }
                        : EndpointingOptions.Default with { Silence = silence, Stall = silence },
                },
                connection.Gone);
            lock (_gate)
            {
                if (!_isDisposed)
                {
                    _microphone = microphone;
                    _resampler = null;
                    _hasOdd = _dropTold = false;
                    _rate.Break();
                    return true;
                }
            }

            await microphone.DisposeAsync();
            return false;
        }
        catch (Exception error) when (error is EngineException or ConversationException)
        {
            EstuaryLog.VoiceFailed(connection.Services.Log, connection.Id, error);
            await SendErrorAsync("stt_unavailable");
            return false;
        }
    }

    private ValueTask SendErrorAsync(string error) =>
        connection.SendAsync(EstuaryEventNames.VoiceError, new VoiceErrorMessage { Error = error, Message = error }, EstuaryJsonContext.Default.VoiceErrorMessage);

    private bool MayReopen() => _isPushToTalk && _stoppedAt is { } stopped && Time.GetElapsedTime(stopped) > Straggling;

    private ValueTask ReopenAsync(ReadOnlySpan<byte> pcm, int? statedRate)
    {
        var copy = pcm.ToArray();
        return ReopenAsync(copy, statedRate);
    }

    private async ValueTask ReopenAsync(byte[] pcm, int? statedRate)
    {
        if (await EnsureOpenAsync())
        {
            connection.TouchVoice(isOpen: true);
            await WriteAsync(pcm, statedRate);
        }
    }

    private ValueTask Discard()
    {
        if (!_dropTold)
        {
            _dropTold = true;
            EstuaryLog.AudioDropped(connection.Services.Log, connection.Id);
        }

        return default;
    }

    private void Write(Microphone microphone, ReadOnlySpan<byte> pcm)
    {
        if (pcm.IsEmpty)
        {
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(pcm.Length + 1);
        var samples = ArrayPool<short>.Shared.Rent((pcm.Length / 2) + 1);
        try
        {
            // A sample torn between two packets is put together again.
            var length = 0;
            if (_hasOdd)
            {
                buffer[length++] = _odd;
            }

            pcm.CopyTo(buffer.AsSpan(length));
            length += pcm.Length;
            _hasOdd = length % 2 != 0;
            if (_hasOdd)
            {
                _odd = buffer[--length];
            }

            var count = Pcm16.FromBytes(buffer.AsSpan(0, length), samples);
            var before = _rate.Current;
            if (_rate.Count(count))
            {
                EstuaryLog.RateCorrected(connection.Services.Log, connection.Id, _rate.Current, before);
            }

            Write(microphone, samples.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            ArrayPool<short>.Shared.Return(samples);
        }
    }

    private void Write(Microphone microphone, ReadOnlySpan<short> samples)
    {
        if (microphone.Options.SampleRate == _rate.Current)
        {
            microphone.Write(samples);
            return;
        }

        if (_resampler is null || _resampler.InputRate != _rate.Current)
        {
            _resampler = new Resampler(_rate.Current, microphone.Options.SampleRate);
        }

        var output = ArrayPool<short>.Shared.Rent(_resampler.MaxOutputLength(samples.Length));
        try
        {
            microphone.Write(output.AsSpan(0, _resampler.Process(samples, output)));
        }
        finally
        {
            ArrayPool<short>.Shared.Return(output);
        }
    }
}
