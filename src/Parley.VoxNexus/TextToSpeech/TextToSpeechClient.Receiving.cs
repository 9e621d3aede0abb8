using Parley.Realtime;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus;

public sealed partial class TextToSpeechClient
{
    private readonly object _gate = new();

    // In the order of sending; the first one owns the audio that arrives. Bounded by the slots.
    private readonly List<SpeechUtterance> _pending = [];
    private volatile CancelSupport _cancelSupport;
    private int _cancelsSent;
    private int _cancelsAnswered;
    private Exception? _over;

    private enum CancelSupport
    {
        Unknown,
        Yes,
        No,
    }

    private protected override ValueTask OnFrameAsync(VoxNexusLink link, in WireFrame frame)
    {
        switch (frame.Kind)
        {
            case WireMessageKind.Audio:
                link.Decoded.Clear();
                if (!frame.TryDecodeData(link.Decoded))
                {
                    Publish(new UnknownMessage("audio", frame.Json.ToArray()));
                }

                return OnAudio(link, link.Decoded.WrittenSpan, frame.IsFinal ?? false);
            case WireMessageKind.WordTiming:
                var timing = WordTimingMessage.Read(frame.Json);
                Publish(new WordsTimed(timing.Words, Current()));
                return default;
            case WireMessageKind.Cancelled:
                OnCancelled();
                return default;
            default:
                Publish(new UnknownMessage(frame.TypeName, frame.Json.ToArray()));
                return default;
        }
    }

    private protected override ValueTask OnBinaryAsync(VoxNexusLink link, ReadOnlySpan<byte> payload) => OnAudio(link, payload, isFinal: false);

    private protected override void OnError(VoxNexusException error, ErrorMessage message)
    {
        if (message.Code == VoxNexusErrorCode.UnknownCommand || message.Code == VoxNexusErrorCode.UnknownMessageType || message.Code == VoxNexusErrorCode.InvalidMessage)
        {
            // Cancelling is the only message of ours that is not in the documentation: this service lacks it.
            _cancelSupport = CancelSupport.No;
            return;
        }

        if (message.Code == VoxNexusErrorCode.SynthesisFailed || message.Code == VoxNexusErrorCode.EngineUnavailable || message.Code == VoxNexusErrorCode.Timeout)
        {
            // Its final frame follows and takes it off the list.
            Fail(Current(), error);
        }
        else if (message.Code == VoxNexusErrorCode.QueueFull || message.Code == VoxNexusErrorCode.TextTooLong || message.Code == VoxNexusErrorCode.QuotaExceeded)
        {
            Reject(error);
        }
    }

    private protected override void OnClosed(Exception? cause)
    {
        var reason = cause ?? new ConnectionException(RealtimeErrorCodes.Closed, "The connection was closed.", isTransient: false);
        SpeechUtterance[] rest;
        lock (_gate)
        {
            _over = reason;
            rest = [.. _pending];
            _pending.Clear();
        }

        foreach (var utterance in rest)
        {
            Fail(utterance, reason);
            _slots.Release();
        }

        _ended.Cancel();
    }

    private ValueTask OnAudio(VoxNexusLink link, ReadOnlySpan<byte> bytes, bool isFinal)
    {
        SpeechUtterance? utterance;
        lock (_gate)
        {
            utterance = _pending.Count > 0 ? _pending[0] : null;
            if (isFinal && utterance is not null)
            {
                _pending.RemoveAt(0);
            }
        }

        if (utterance is null)
        {
            return default;
        }

        try
        {
            utterance.Receive(bytes);
        }
        catch (Audio.AudioFormatException e)
        {
            Fail(utterance, new ProtocolViolationException("The service's audio is not the WAV that was asked for.", e));
        }

        if (!_options.ResumeInterruptedUtterances && utterance.ReceivedSamples > 0)
        {
            utterance.Forget();
        }

        if (isFinal)
        {
            End(utterance);
        }

        return _budget.WaitForRoomAsync(link.Closing);
    }

    private void End(SpeechUtterance utterance)
    {
        var ended = utterance.IsEnded;
        utterance.Complete();
        _slots.Release();
        if (!ended)
        {
            Publish(new UtteranceCompleted(utterance));
        }
    }

    private SpeechUtterance? Current()
    {
        lock (_gate)
        {
            return _pending.Count > 0 ? _pending[0] : null;
        }
    }

    private void Fail(SpeechUtterance? utterance, Exception error)
    {
        if (utterance is { IsEnded: false })
        {
            utterance.Fail(error);
            Publish(new UtteranceFailed(utterance, error));
        }
    }

    private void Remove(SpeechUtterance utterance)
    {
        bool removed;
        lock (_gate)
        {
            removed = _pending.Remove(utterance);
        }

        if (removed)
        {
            _slots.Release();
        }
    }

    // The service turned the latest text away: nothing of that utterance will come.
    private void Reject(VoxNexusException error)
    {
        SpeechUtterance? latest;
        lock (_gate)
        {
            latest = _pending.LastOrDefault(u => u.IsFinalSent);
            if (latest is not null)
            {
                _pending.Remove(latest);
            }
        }

        if (latest is not null)
        {
            Fail(latest, error);
            _slots.Release();
        }
    }

    // The service keeps what was cancelled to itself: no final frames will come for it.
    private void OnCancelled()
    {
        int removed;
        lock (_gate)
        {
            _cancelSupport = CancelSupport.Yes;
            _cancelsAnswered++;
            removed = _pending.RemoveAll(u => u.CancelNumber > 0 && u.CancelNumber <= _cancelsAnswered);
        }

        if (removed > 0)
        {
            _slots.Release(removed);
        }
    }

    /// <summary>After a loss: decides what goes on, fails the rest, and gives what to send again, in order.</summary>
    private List<(string Text, bool IsFinal)> TakeRepetition(VoxNexusLink link)
    {
        var repetition = new List<(string, bool)>();
        var lost = new List<SpeechUtterance>();
        var ended = 0;
        lock (_gate)
        {
            _cancelsAnswered = _cancelsSent;
            foreach (var utterance in _pending.ToArray())
            {
                if (utterance.IsEnded || utterance.IsDiscarded)
                {
                    _pending.Remove(utterance);
                    ended++;
                }
                else if (utterance.ReceivedSamples > 0 && !_options.ResumeInterruptedUtterances)
                {
                    _pending.Remove(utterance);
                    lost.Add(utterance);
                }
                else
                {
                    utterance.Restart();
                    var recorded = utterance.Recorded();
                    utterance.OpenOn = recorded.Length > 0 ? link : null;
                    repetition.AddRange(recorded);
                }
            }
        }

        var error = ConnectionException.FromClose(null, null);
        foreach (var utterance in lost)
        {
            Fail(utterance, error);
        }

        if (ended + lost.Count > 0)
        {
            _slots.Release(ended + lost.Count);
        }

        return repetition;
    }
}
