using Parley.Conversation.Sessions;

namespace Parley.Conversation.Speakers;

/// <summary>
/// Who hears the characters, how far they have heard the current message, and when it has been played. Used on the session's loop,
/// closing of speakers excepted.
/// </summary>
internal sealed class VoiceOutput : IDisposable
{
    // A reader that takes no frames for so long after they fell due is taken to be gone.
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly SessionLoop _loop;
    private readonly LoopTimer _timer;
    private Speaker[] _speakers = [];
    private Speaker[] _listening = [];
    private MessageSpeech? _speech;
    private PlaybackReport? _report;
    private long? _synthesizedAt;
    private bool _isReportedDone;
    private bool _isFirstOut;
    private bool _isClosed;

    public VoiceOutput(TimeProvider time, SessionLoop loop)
    {
        _time = time;
        _loop = loop;
        _timer = new LoopTimer(time, loop, Check);
    }

    /// <summary>The current message has been played to its end by everybody, or nobody plays it; on the loop.</summary>
    public Action<MessageSpeech>? Finished { get; set; }

    /// <summary>The first frame of the message was handed out at the timestamp; on the loop.</summary>
    public Action<MessageSpeech, long>? FirstFrame { get; set; }

    public bool HasListeners => Volatile.Read(ref _speakers).Length > 0;

    /// <summary>The message being spoken; null for none.</summary>
    public MessageSpeech? Current => _speech;

    public bool IsReportedDone => _isReportedDone;

    public Speaker AddSpeaker(SpeakerOptions options)
    {
        if (_isClosed)
        {
            throw SessionLoop.Ended();
        }

        var speaker = new Speaker(options, _time, Remove)
        {
            FirstFrame = (_, speech) =>
            {
                var at = _time.GetTimestamp();
                _loop.Post(() =>
                {
                    if (speech == _speech && !_isFirstOut)
                    {
                        _isFirstOut = true;
                        FirstFrame?.Invoke(speech, at);
                    }
                });
            },
        };
        lock (_gate)
        {
            _speakers = [.. _speakers, speaker];
        }

        return speaker;
    }

    /// <summary>Begins a message; null when nobody listens.</summary>
    public MessageSpeech? Begin(long turnId, Guid messageId)
    {
        End();
        _listening = Volatile.Read(ref _speakers);
        if (_listening.Length == 0)
        {
            return null;
        }

        var speech = new MessageSpeech(turnId, messageId);
        _speech = speech;
        speech.Changed += OnChanged;
        foreach (var speaker in _listening)
        {
            speaker.Begin(speech);
        }

        return speech;
    }

    public void Hold()
    {
        foreach (var speaker in _listening)
        {
            speaker.Hold();
        }
    }

    public void Resume()
    {
        foreach (var speaker in _listening)
        {
            speaker.Resume();
        }

        Check();
    }

    /// <summary>Drops what was not heard of the current message.</summary>
    /// <returns>UTF-16 units of it that were heard; null when nothing is being spoken.</returns>
    public int? Cancel()
    {
        if (_speech is not { } speech)
        {
            return null;
        }

        var heard = 0;
        foreach (var speaker in _listening)
        {
            var (played, _) = speaker.Progress();
            var cancelled = speaker.Cancel();
            heard = Math.Max(heard, Heard(speech, speaker, played < cancelled && !speaker.Options.ClearsOnInterrupt ? cancelled : played));
        }

        End();
        return heard;
    }

    /// <summary>The message's text is complete: what is left is to be played.</summary>
    public void Check()
    {
        if (_speech is not { } speech || !speech.IsSynthesized)
        {
            return;
        }

        _synthesizedAt ??= _time.GetTimestamp();
        if (Remaining(speech) is { } wait)
        {
            _timer.Start(wait);
            return;
        }

        End();
        Finished?.Invoke(speech);
    }

    /// <summary>A client began to play. False when it is not about the current message.</summary>
    public bool ReportStarted(Guid messageId, int startIndex, int endIndex, TimeSpan duration)
    {
        if (_speech?.MessageId != messageId)
        {
            return false;
        }

        _report = new PlaybackReport(startIndex, endIndex, duration, _time.GetTimestamp());
        Check();
        return true;
    }

    /// <summary>A client finished. False when it is not about the current message.</summary>
    public bool ReportCompleted(Guid? messageId)
    {
        if (_speech is not { } speech || (messageId is { } id && id != speech.MessageId))
        {
            return false;
        }

        _isReportedDone = true;
        Check();
        return true;
    }

    /// <summary>A clip's audio is with the listeners that play whole clips.</summary>
    public void Announce(SpeechClip clip)
    {
        foreach (var speaker in _listening)
        {
            if (speaker.Options.Kind == SpeakerKind.Clips)
            {
                speaker.Announced(clip.Duration);
            }
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        foreach (var speaker in Volatile.Read(ref _speakers))
        {
            speaker.Close();
        }

        End();
        _timer.Dispose();
    }

    private void OnChanged()
    {
        // Only the last change matters here; the speakers see all of them.
        if (_speech is { IsSynthesized: true } && _synthesizedAt is null)
        {
            _loop.Post(Check);
        }
    }

    /// <summary>How long to wait until everybody may have heard all; null when they have.</summary>
    private TimeSpan? Remaining(MessageSpeech speech)
    {
        var total = speech.Duration;
        if (total == TimeSpan.Zero)
        {
            return null;
        }

        var since = _time.GetElapsedTime(_synthesizedAt!.Value);
        TimeSpan? wait = null;
        var hasFrames = false;
        foreach (var speaker in _listening)
        {
            if (!IsOpen(speaker) || (speaker.Options.Reports && _isReportedDone) || speaker.Options.Kind == SpeakerKind.Clips)
            {
                continue;
            }

            hasFrames = true;
            var (played, isDone) = speaker.Progress();
            var left = isDone ? TimeSpan.Zero : total - played;
            left = isDone && speaker.Options.Reports ? speaker.Options.CompletionGrace - (since - total) : left;
            if (!isDone && since > total + StuckAfter)
            {
                left = TimeSpan.Zero;
            }
            else if (!isDone)
            {
                left = left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(50);
            }

            wait = Longer(wait, left);
        }

        foreach (var speaker in _listening)
        {
            if (!IsOpen(speaker) || speaker.Options.Kind != SpeakerKind.Clips || (speaker.Options.Reports && _isReportedDone))
            {
                continue;
            }

            if (!speaker.Options.Reports)
            {
                wait = Longer(wait, total - speaker.Progress().Played);
            }
            else if (_report is { } report)
            {
                wait = Longer(wait, total + speaker.Options.CompletionGrace - _time.GetElapsedTime(report.At));
            }
            else if (!hasFrames)
            {
                wait = Longer(wait, speaker.Options.StartDeadline - since);
            }
        }

        return wait > TimeSpan.Zero ? wait : null;
    }

    private static TimeSpan? Longer(TimeSpan? a, TimeSpan b) => a > b ? a : b;

    private int Heard(MessageSpeech speech, Speaker speaker, TimeSpan played)
    {
        if (speaker.Options.Reports && _isReportedDone)
        {
            return int.MaxValue;
        }

        if (speaker.Options.Kind == SpeakerKind.Frames || _report is not { } report)
        {
            return speech.HeardAt(played);
        }

        var start = TimeSpan.Zero;
        for (var i = 0; speech.ClipAt(i) is { } clip; i++)
        {
            if (clip.StartIndex >= report.StartIndex)
            {
                break;
            }

            start += clip.Duration;
        }

        var elapsed = _time.GetElapsedTime(report.At);
        return speech.HeardAt(start + (elapsed < report.Duration ? elapsed : report.Duration));
    }

    private bool IsOpen(Speaker speaker) => Array.IndexOf(Volatile.Read(ref _speakers), speaker) >= 0;

    private void Remove(Speaker speaker)
    {
        lock (_gate)
        {
            _speakers = [.. _speakers.Where(s => s != speaker)];
        }

        _loop.Post(Check);
    }

    private void End()
    {
        if (_speech is not null)
        {
            _speech.Changed -= OnChanged;
            _speech = null;
        }

        foreach (var speaker in _listening)
        {
            speaker.Cancel();
        }

        _listening = [];
        _report = null;
        _synthesizedAt = null;
        _isReportedDone = _isFirstOut = false;
        _timer.Stop();
    }

    private readonly record struct PlaybackReport(int StartIndex, int EndIndex, TimeSpan Duration, long At);
}
