using Parley.Realtime;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech.Recognition;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>
/// Puts recognition events on the wire. Partials go out when their text has changed, at most every 100 ms, the latest one winning;
/// finals wait for room. Events come from one loop; a timer sends a partial that had to wait.
/// </summary>
internal sealed class TranscriptSender : IDisposable
{
    private const int MaxQueuedBeforePartial = 64;
    private static readonly TimeSpan PartialInterval = TimeSpan.FromMilliseconds(100);

    private readonly WebSocketSender _sender;
    private readonly TimeProvider _time;
    private readonly Func<string> _requestId;
    private readonly MessageWriter _writer = new();
    private readonly MessageWriter _partialWriter = new();
    private readonly ITimer _timer;

    // Guards what the timer and the event loop share: the partial that waits, and its writer.
    private readonly Lock _gate = new();
    private PartialTranscript? _pending;
    private string? _lastText;
    private long _lastPartial;
    private long _session;
    private int _utterance;
    private bool _disposed;

    public TranscriptSender(WebSocketSender sender, TimeProvider time, Func<string> requestId)
    {
        _sender = sender;
        _time = time;
        _requestId = requestId;
        _timer = time.CreateTimer(static s => ((TranscriptSender)s!).SendPending(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Partial(PartialTranscript partial)
    {
        lock (_gate)
        {
            if (partial.Text == _lastText || string.IsNullOrWhiteSpace(partial.Text))
            {
                return;
            }

            var since = _time.GetElapsedTime(_lastPartial);
            if (_lastText is null || since >= PartialInterval)
            {
                SendPartial_NeedsLock(partial);
                return;
            }

            if (_pending is null)
            {
                _timer.Change(PartialInterval - since, Timeout.InfiniteTimeSpan);
            }

            _pending = partial;
        }
    }

    public ValueTask FinalAsync(FinalTranscript final, bool withWords)
    {
        EndUtterance();
        if (string.IsNullOrWhiteSpace(final.Text))
        {
            return default;
        }

        var message = Transcript(final.Text, final.Offset, final.Duration) with
        {
            IsFinal = true,
            Language = final.Language,
            Confidence = final.Confidence.Score(),
            Words = withWords ? Words(final.Words) : null,
        };
        _utterance++;
        return SendAsync(message);
    }

    /// <summary>The utterance in progress is over: a partial that waits is dropped.</summary>
    public void EndUtterance()
    {
        lock (_gate)
        {
            _pending = null;
            _lastText = null;
        }
    }

    /// <summary>Answers a flush, or a cancel, and counts the session.</summary>
    public ValueTask SessionEndedAsync(TimeSpan audio, bool cancelled)
    {
        EndUtterance();
        IWireMessage message = cancelled ? new CancelledMessage(_requestId()) : new FlushDoneMessage(_requestId(), _session, audio.Milliseconds());
        _session++;
        _utterance = 0;
        return SendAsync(message);
    }

    public ValueTask VoiceActivityAsync(bool started, TimeSpan offset) => SendAsync(new SpeechActivityMessage(started, offset.Milliseconds(), _requestId()));

    public ValueTask ErrorAsync(ApiError error) => SendAsync(error.ToMessage(_requestId()));

    public ValueTask ReadyAsync(RecognitionSettings settings, string language, string requestId, VoxNexusOptions options) => SendAsync(new ReadyMessage
    {
        RequestId = requestId,
        Language = language,
        Format = settings.Encoding.Name,
        SampleRate = settings.Options.SampleRate,
        Limits = !settings.IncludeLimits ? null : new Dictionary<string, long>
        {
            ["max_message_bytes"] = options.MaxMessageBytes,
            ["max_backlog_bytes"] = options.MaxBacklogBytes,
            ["max_backlog_ms"] = options.MaxBacklogSeconds * 1000L,
            ["idle_timeout_ms"] = options.IdleSeconds * 1000L,
        },
    });

    /// <summary>Words as the wire has them.</summary>
    public static IReadOnlyList<TranscriptWord> Words(IReadOnlyList<RecognizedWord> words) =>
        [.. words.Select(w => new TranscriptWord(w.Text, w.Offset.Milliseconds(), w.Duration.Milliseconds(), w.Confidence.Score()))];

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _disposed = true;
            _partialWriter.Dispose();
        }

        _writer.Dispose();
    }

    private ValueTask SendAsync(IWireMessage message) => _sender.SendAsync(_writer.Write(message));

    private void SendPending()
    {
        lock (_gate)
        {
            if (_pending is { } partial && !_disposed)
            {
                SendPartial_NeedsLock(partial);
            }
        }
    }

    private void SendPartial_NeedsLock(PartialTranscript partial)
    {
        _pending = null;
        _lastPartial = _time.GetTimestamp();
        if (_sender.QueuedMessages >= MaxQueuedBeforePartial)
        {
            return; // The client reads slowly; a later partial or the final replaces this one.
        }

        _lastText = partial.Text;
        _sender.TrySend(_partialWriter.Write(Transcript(partial.Text, partial.Offset, partial.Duration)).Span);
    }

    private TranscriptMessage Transcript(string text, TimeSpan offset, TimeSpan duration) => new()
    {
        RequestId = _requestId(),
        Text = text,
        Offset = offset.Milliseconds(),
        Duration = duration.Milliseconds(),
        SegmentId = $"seg_{_session}_{_utterance}",
        SessionIndex = _session,
    };
}
