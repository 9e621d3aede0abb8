using System.Threading.Channels;
using Parley.Speech.Recognition;

namespace Parley.Testing.Speech;

/// <summary>A stream that keeps the samples it is given and says what the test tells it.</summary>
public sealed class ScriptedRecognitionStream(RecognitionOptions options, string language, bool answersFlush) : IRecognitionStream
{
    private readonly Channel<RecognitionEvent> _events = Channel.CreateUnbounded<RecognitionEvent>();
    private readonly Lock _gate = new();
    private readonly List<short> _samples = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waits = [];
    private readonly SemaphoreSlim _commands = new(0);
    private int _session;

    public RecognitionOptions Options => options;

    public int SampleRate => options.SampleRate;

    public string Language => language;

    public bool IsDisposed { get; private set; }

    /// <summary>Called before samples are taken; it may wait, or throw.</summary>
    public Func<CancellationToken, ValueTask>? BeforeWrite { get; set; }

    /// <summary>All samples so far.</summary>
    public short[] Samples
    {
        get
        {
            lock (_gate)
            {
                return [.. _samples];
            }
        }
    }

    /// <summary>Waits until at least so many samples have come.</summary>
    public Task WaitForSamplesAsync(int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_samples.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((count, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        }
    }

    /// <summary>Waits for one flush or cancel.</summary>
    public Task WaitForCommandAsync(CancellationToken cancellationToken) => _commands.WaitAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    public void Say(RecognitionEvent e) => _events.Writer.TryWrite(e);

    /// <summary>Ends the events, as a broken engine does.</summary>
    public void Break(Exception? error = null) => _events.Writer.TryComplete(error);

    public async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        if (BeforeWrite is { } hook)
        {
            await hook(cancellationToken);
        }

        List<TaskCompletionSource> reached = [];
        lock (_gate)
        {
            _samples.AddRange(samples.Span);
            _waits.RemoveAll(w =>
            {
                if (_samples.Count < w.Count)
                {
                    return false;
                }

                reached.Add(w.Reached);
                return true;
            });
        }

        reached.ForEach(r => r.TrySetResult());
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => EndAsync(cancelled: false);

    public ValueTask CancelAsync(CancellationToken cancellationToken = default) => EndAsync(cancelled: true);

    public IAsyncEnumerable<RecognitionEvent> ReadEventsAsync(CancellationToken cancellationToken = default) => _events.Reader.ReadAllAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        _events.Writer.TryComplete();
        return default;
    }

    private ValueTask EndAsync(bool cancelled)
    {
        if (answersFlush)
        {
            Say(new SessionFlushed(TimeSpan.FromSeconds(Samples.Length / (double)SampleRate), _session++, cancelled));
        }

        _commands.Release();
        return default;
    }
}
