using System.Threading.Channels;
using Parley.Speech.Recognition;

namespace Parley.Testing.Recognition;

/// <summary>A stream of a <see cref="ScriptedRecognizer"/>.</summary>
public sealed class ScriptedRecognitionStream : IRecognitionStream
{
    private readonly Lock _gate = new();
    private readonly Channel<RecognitionEvent> _events = Channel.CreateUnbounded<RecognitionEvent>();
    private readonly IReadOnlyList<ScriptedEvent> _timeline;
    private readonly TimeProvider? _clock;
    private readonly ITimer? _timer;
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _start;
    private long _samples;
    private int _next;
    private int _session;

    internal ScriptedRecognitionStream(RecognitionOptions options, string language, IReadOnlyList<ScriptedEvent> timeline, TimeProvider? clock)
    {
        Options = options;
        Language = language;
        _timeline = timeline;
        _clock = clock;
        if (clock is not null)
        {
            _start = clock.GetTimestamp();
            _timer = clock.CreateTimer(_ => Due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Due();
        }
    }

    public RecognitionOptions Options { get; }

    public int SampleRate => Options.SampleRate;

    public string Language { get; }

    /// <summary>Samples written in all sessions.</summary>
    public long SamplesWritten { get; private set; }

    /// <summary>Completes when the stream is disposed.</summary>
    public Task Disposed => _disposed.Task;

    private TimeSpan Position => _clock?.GetElapsedTime(_start) ?? TimeSpan.FromSeconds((double)_samples / SampleRate);

    /// <summary>Reports something now.</summary>
    public void Emit(params RecognitionEvent[] events)
    {
        foreach (var e in events)
        {
            _events.Writer.TryWrite(e);
        }
    }

    /// <summary>Reports <see cref="ScriptedEvent.Utterance"/> now, all of it.</summary>
    public void EmitUtterance(TimeSpan start, TimeSpan end, string text) => Emit([.. ScriptedEvent.Utterance(start, end, text).Select(e => e.Event)]);

    /// <summary>Ends the events with an exception, as a broken stream does.</summary>
    public void Break(Exception exception) => _events.Writer.TryComplete(exception);

    public ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Disposed.IsCompleted, this);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _samples += samples.Length;
            SamplesWritten += samples.Length;
        }

        Due();
        return ValueTask.CompletedTask;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => EndSession(dropped: false);

    public ValueTask CancelAsync(CancellationToken cancellationToken = default) => EndSession(dropped: true);

    public IAsyncEnumerable<RecognitionEvent> ReadEventsAsync(CancellationToken cancellationToken = default) =>
        _events.Reader.ReadAllAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _timer?.Dispose();
        _events.Writer.TryComplete();
        _disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }

    private void Due()
    {
        lock (_gate)
        {
            while (_next < _timeline.Count && _timeline[_next].At <= Position)
            {
                _events.Writer.TryWrite(_timeline[_next++].Event);
            }

            if (_next < _timeline.Count)
            {
                _timer?.Change(_timeline[_next].At - Position, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private ValueTask EndSession(bool dropped)
    {
        ObjectDisposedException.ThrowIf(Disposed.IsCompleted, this);
        lock (_gate)
        {
            // A clock's timeline goes on; one of audio time is cut here, between two utterances.
            while (!dropped && _clock is null && _next < _timeline.Count && IsOpen())
            {
                _events.Writer.TryWrite(_timeline[_next++].Event);
            }

            _events.Writer.TryWrite(new SessionFlushed(Position, _session++, dropped));
            _samples = 0;
            if (_clock is null)
            {
                _next = 0;
            }
        }

        return ValueTask.CompletedTask;
    }

    private bool IsOpen()
    {
        for (var i = _next - 1; i >= 0; i--)
        {
            switch (_timeline[i].Event)
            {
                case SpeechStarted:
                    return true;
                case FinalTranscript or UtteranceRejected or RecognitionFailed:
                    return false;
            }
        }

        return false;
    }
}
