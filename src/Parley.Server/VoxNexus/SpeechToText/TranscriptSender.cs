using System.Net.WebSockets;
using System.Text.Json;
using Parley.Realtime;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech.Recognition;

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
    private readonly Lock _gate = new();
    private PartialTranscript? _pending;
    private string? _lastText;
    private long _lastPartial;
    private int _utterance;
    private bool _disposed;

    public TranscriptSender(WebSocketSender sender, TimeProvider time, Func<string> requestId)
    {
        _sender = sender;
        _time = time;
        _requestId = requestId;
        _timer = time.CreateTimer(static s => ((TranscriptSender)s!).SendPending(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Number of the recognition session: 0, and one more after each flush.</summary>
    public int Session { get; private set; }

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

        var json = Begin(_writer, final.Text, isFinal: true, final.Offset, final.Duration);
        json.WriteString("language"u8, final.Language);
        json.WriteConfidence(final.Confidence);
        if (withWords)
        {
            WriteWords(json, final.Words);
        }

        WriteIds(json);
        _utterance++;
        return _sender.SendAsync(_writer.End());
    }

    /// <summary>The utterance yields no final: a partial that waits is dropped.</summary>
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
        var json = _writer.Begin(cancelled ? "cancelled"u8 : "flush_done"u8);
        json.WriteString("request_id"u8, _requestId());
        json.WriteNumber("session_index"u8, Session);
        json.WriteMilliseconds("audio_duration"u8, audio);
        Session++;
        _utterance = 0;
        return _sender.SendAsync(_writer.End());
    }

    public ValueTask VoiceActivityAsync(ReadOnlySpan<byte> type, TimeSpan offset)
    {
        var json = _writer.Begin(type);
        json.WriteString("request_id"u8, _requestId());
        json.WriteMilliseconds("offset"u8, offset);
        return _sender.SendAsync(_writer.End());
    }

    public ValueTask ErrorAsync(ApiError error) => _sender.SendAsync(_writer.Error(error, _requestId()), WebSocketMessageType.Text);

    public ValueTask ReadyAsync(RecognitionSettings settings, string language, string requestId, VoxNexusOptions options)
    {
        var json = _writer.Begin("ready"u8);
        json.WriteString("request_id"u8, requestId);
        json.WriteString("language"u8, language);
        json.WriteString("format"u8, settings.Format);
        json.WriteNumber("sample_rate"u8, settings.Options.SampleRate);
        if (settings.IncludeLimits)
        {
            json.WriteStartObject("limits"u8);
            json.WriteNumber("max_message_bytes"u8, options.MaxMessageBytes);
            json.WriteNumber("max_backlog_bytes"u8, options.MaxBacklogBytes);
            json.WriteNumber("max_backlog_ms"u8, options.MaxBacklogSeconds * 1000L);
            json.WriteNumber("idle_timeout_ms"u8, options.IdleSeconds * 1000L);
            json.WriteEndObject();
        }

        return _sender.SendAsync(_writer.End());
    }

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
        WriteIds(Begin(_partialWriter, partial.Text, isFinal: false, partial.Offset, partial.Duration));
        _sender.TrySend(_partialWriter.End().Span);
    }

    private Utf8JsonWriter Begin(MessageWriter writer, string text, bool isFinal, TimeSpan offset, TimeSpan duration)
    {
        var json = writer.Begin("transcript"u8);
        json.WriteString("request_id"u8, _requestId());
        json.WriteString("text"u8, text);
        json.WriteBoolean("is_final"u8, isFinal);
        json.WriteMilliseconds("offset"u8, offset);
        json.WriteMilliseconds("duration"u8, duration);
        return json;
    }

    private void WriteIds(Utf8JsonWriter json)
    {
        json.WriteString("segment_id"u8, $"seg_{Session}_{_utterance}");
        json.WriteNumber("session_index"u8, Session);
    }

    public static void WriteWords(Utf8JsonWriter json, IReadOnlyList<RecognizedWord> words)
    {
        json.WriteStartArray("words"u8);
        foreach (var word in words)
        {
            json.WriteStartObject();
            json.WriteString("word"u8, word.Text);
            json.WriteMilliseconds("offset"u8, word.Offset);
            json.WriteMilliseconds("duration"u8, word.Duration);
            json.WriteConfidence(word.Confidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
