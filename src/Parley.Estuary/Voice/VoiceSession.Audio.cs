using System.Buffers;
using System.Globalization;
using Parley.Audio;
using Parley.Devices;
using Parley.Devices.Playback;

namespace Parley.Estuary;

public sealed partial class VoiceSession
{
    private readonly HashSet<string> _queued = [];
    private string? _stream;
    private int _streams;
    private byte[] _frame = [];

    private async ValueTask SendAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        if (_suppressesMicrophone && Player?.CurrentMessageId is not null)
        {
            return;
        }

        if (_frame.Length < samples.Length * 2)
        {
            _frame = new byte[samples.Length * 2];
        }

        var length = Pcm16.ToBytes(samples.Span, _frame);
        try
        {
            await Client.SendRecordedAsync(_frame.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }
        catch (EstuaryException)
        {
            // Voice has ended on the other side.
        }
    }

    private async Task FollowAsync(AudioEquipment audio, IAsyncEnumerable<EstuaryEvent> events)
    {
        Exception? error = null;
        try
        {
            await foreach (var e in events.ConfigureAwait(false))
            {
                await TakeAsync(audio.Player, e).ConfigureAwait(false);
                error = (e as Closed)?.Error;
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure)
        {
            // The speaker broke, or playing fell far behind: Completion tells.
            error = failure is AudioDeviceException device ? AudioEquipment.Refusal(device) : failure;
        }

        _ = FinishAsync(error);
    }

    private async ValueTask TakeAsync(AudioPlayer player, EstuaryEvent e)
    {
        switch (e)
        {
            case BotVoice voice:
                await PlayAsync(player, voice.MessageId, voice.Audio, voice.SampleRate).ConfigureAwait(false);
                if (voice.IsFinal)
                {
                    player.Complete(voice.MessageId);
                }

                break;
            case AudioReceived received:
                await PlayAsync(player, StreamId(), received.Audio, received.SampleRate).ConfigureAwait(false);
                break;
            case Interrupt interrupt when interrupt.MessageId is null || IsQueued(interrupt.MessageId):
                player.Interrupt();
                break;
            case SttResponse { IsFinal: true, Text.Length: > 0 }:
                _states.Hear();
                break;
            case BotResponse { IsFinal: true } response when !IsQueued(response.MessageId):
            case QuotaExceeded or ErrorReceived:
                _states.Answer();
                break;
            case VoiceStarted:
                _states.Open();
                break;
            case VoiceStopped:
                _states.Close();
                break;
            case Disconnected:
                // What was on its way does not come any more: what is here is all of it.
                Array.ForEach(Queued(), player.Complete);
                _states.Answer();
                break;
        }
    }

    private async ValueTask PlayAsync(AudioPlayer player, string id, ReadOnlyMemory<byte> pcm, int sampleRate)
    {
        if (pcm.Length < 2)
        {
            return;
        }

        lock (_queued)
        {
            _queued.Add(id);
            _stream = id == _stream ? id : null;
        }

        var samples = ArrayPool<short>.Shared.Rent(pcm.Length / 2);
        try
        {
            var count = Pcm16.FromBytes(pcm.Span[..(pcm.Length & ~1)], samples);
            var rate = sampleRate is >= PcmFormat.MinSampleRate and <= PcmFormat.MaxSampleRate ? sampleRate : Client.Options.AudioSampleRate;
            if (!await player.EnqueueAsync(id, samples.AsMemory(0, count), rate, _ending.Token).ConfigureAwait(false))
            {
                Forget(id);
            }
        }
        finally
        {
            ArrayPool<short>.Shared.Return(samples);
        }
    }

    // Audio that belongs to no message is one until something else is played or it has been heard.
    private string StreamId()
    {
        lock (_queued)
        {
            return _stream ??= (++_streams).ToString("'stream '0", CultureInfo.InvariantCulture);
        }
    }

    private void OnStarted(string id) => _states.Speak();

    private void OnCompleted(PlaybackCompleted played)
    {
        bool isStream;
        bool isLast;
        lock (_queued)
        {
            isStream = !_queued.Remove(played.MessageId) || played.MessageId.StartsWith("stream ", StringComparison.Ordinal);
            isLast = _queued.Count == 0;
            _stream = _stream == played.MessageId ? null : _stream;
        }

        if (!played.Interrupted && !isStream)
        {
            Report(played.MessageId);
        }

        if (isLast)
        {
            _states.FallSilent();
        }
    }

    private void Report(string messageId)
    {
        try
        {
            Client.NotifyAudioPlaybackComplete(messageId);
        }
        catch (EstuaryException)
        {
            // The connection has ended; the next one's server does not wait for this message.
        }
    }

    private bool IsQueued(string id)
    {
        lock (_queued)
        {
            return _queued.Contains(id);
        }
    }

    private string[] Queued()
    {
        lock (_queued)
        {
            return [.. _queued];
        }
    }

    private void Forget(string id)
    {
        lock (_queued)
        {
            _queued.Remove(id);
        }
    }

    /// <summary>A microphone that breaks ends the session; a source that has come to its end does not.</summary>
    private async Task WatchAsync(Task recording)
    {
        await Task.WhenAny(recording).ConfigureAwait(false);
        if (recording.Exception?.InnerException is { } error)
        {
            await FinishAsync(error is AudioDeviceException device ? AudioEquipment.Refusal(device) : error).ConfigureAwait(false);
        }
    }

    // What broke the microphone ends the session; what it had heard by then is a turn all the same.
    private static async Task StopRecorderAsync(AudioEquipment audio)
    {
        var stopping = audio.Recorder.StopAsync();
        await Task.WhenAny(stopping).ConfigureAwait(false);
        _ = stopping.Exception;
    }

    private async Task FinishAsync(Exception? error)
    {
        await _commands.WaitAsync().ConfigureAwait(false);
        try
        {
            await EndAsync(error, ownsVoice: true).ConfigureAwait(false);
        }
        finally
        {
            _commands.Release();
        }
    }

    private async Task EndAsync(Exception? error, bool ownsVoice)
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _ending.Cancel();
        if (_audio is { } audio)
        {
            Client.Interrupting -= audio.Player.Interrupt;
            await audio.Recorder.DisposeAsync().ConfigureAwait(false);
            if (ownsVoice)
            {
                await StopVoiceAsync().ConfigureAwait(false);
            }

            await audio.DisposeAsync().ConfigureAwait(false);
        }
        else if (_source is not null)
        {
            await _source.DisposeAsync().ConfigureAwait(false);
            await _sink!.DisposeAsync().ConfigureAwait(false);
        }

        _states.Stop();
        _completion.TrySetResult(error);
    }

    private async Task StopVoiceAsync()
    {
        try
        {
            await Client.StopVoiceAsync().ConfigureAwait(false);
        }
        catch (EstuaryException)
        {
            // The server did not confirm; voice is off here.
        }
    }
}
