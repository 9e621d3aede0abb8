using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Parley.Speech.Recognition;

namespace Parley.Testing.Conversations;

/// <summary>A stream of a <see cref="ScriptedRecognizer"/>: the test says what is heard.</summary>
public sealed class ScriptedRecognition(RecognitionOptions options) : IRecognitionStream
{
    private readonly Channel<RecognitionEvent> _events = Channel.CreateUnbounded<RecognitionEvent>();
    private readonly TaskCompletionSource _firstAudio = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _samples;
    private int _sessions;

    public RecognitionOptions Options => options;

    public int SampleRate => options.SampleRate;

    public string Language => options.Language ?? "en-US";

    /// <summary>Samples written so far.</summary>
    public long Samples => Volatile.Read(ref _samples);

    /// <summary>Completes with the first audio.</summary>
    public Task FirstAudio => _firstAudio.Task;

    /// <summary>What the flush answers before its end, e.g. the final of a held key.</summary>
    public Func<IEnumerable<RecognitionEvent>>? OnFlush { get; set; }

    public void Say(RecognitionEvent item) => _events.Writer.TryWrite(item);

    public void Start() => Say(new SpeechStarted(TimeSpan.Zero));

    public void Partial(string text) => Say(new PartialTranscript(TimeSpan.Zero, TimeSpan.FromMilliseconds(500), text));

    public void End() => Say(new SpeechEnded(TimeSpan.FromSeconds(1), EndpointReason.Silence));

    public void Final(string text) => Say(NewFinal(text));

    public void Reject() => Say(new UtteranceRejected(TimeSpan.Zero));

    /// <summary>A whole utterance.</summary>
    public void Utter(string text)
    {
        Start();
        End();
        Final(text);
    }

    public static FinalTranscript NewFinal(string text) => new(TimeSpan.Zero, TimeSpan.FromSeconds(1), text) { Language = "en-US", Confidence = 0.9 };

    public ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        Interlocked.Add(ref _samples, samples.Length);
        _firstAudio.TrySetResult();
        return ValueTask.CompletedTask;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        foreach (var item in OnFlush?.Invoke() ?? [])
        {
            Say(item);
        }

        Say(new SessionFlushed(TimeSpan.FromTicks(Samples * TimeSpan.TicksPerSecond / SampleRate), _sessions++));
        return ValueTask.CompletedTask;
    }

    public ValueTask CancelAsync(CancellationToken cancellationToken = default)
    {
        Say(new SessionFlushed(TimeSpan.Zero, _sessions++, Cancelled: true));
        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<RecognitionEvent> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in _events.Reader.ReadAllAsync(cancellationToken))
        {
            yield return item;
        }
    }

    public ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}
