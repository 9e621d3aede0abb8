using System.Threading.Channels;
using Parley.Speech.Recognition;

namespace Parley.Testing.Recognition;

/// <summary>A stream of a <see cref="TimelineRecognizer"/>. A flush reports the rest of an utterance in progress first.</summary>
internal sealed class TimelineStream(int sampleRate, string language, IReadOnlyList<TimelineEvent> timeline) : IRecognitionStream
{
    private readonly Channel<RecognitionEvent> _events = Channel.CreateUnbounded<RecognitionEvent>();
    private long _samples;
    private int _next;
    private int _session;
    private bool _open;

    public int SampleRate => sampleRate;

    public string Language => language;

    private TimeSpan Position => TimeSpan.FromSeconds((double)_samples / sampleRate);

    public ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _samples += samples.Length;
        while (_next < timeline.Count && timeline[_next].At <= Position)
        {
            Report();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        while (_open && _next < timeline.Count)
        {
            Report();
        }

        return EndSession(dropped: false);
    }

    public ValueTask CancelAsync(CancellationToken cancellationToken = default) => EndSession(dropped: true);

    public IAsyncEnumerable<RecognitionEvent> ReadEventsAsync(CancellationToken cancellationToken = default) =>
        _events.Reader.ReadAllAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    private void Report()
    {
        var e = timeline[_next++].Event;
        _open = e is not (FinalTranscript or UtteranceRejected or RecognitionFailed);
        _events.Writer.TryWrite(e);
    }

    private ValueTask EndSession(bool dropped)
    {
        _events.Writer.TryWrite(new SessionFlushed(Position, _session++, dropped));
        (_samples, _next, _open) = (0, 0, false);
        return ValueTask.CompletedTask;
    }
}
