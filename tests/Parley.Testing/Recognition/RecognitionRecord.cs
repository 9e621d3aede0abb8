using System.Threading.Channels;
using Parley.Speech.Recognition;

namespace Parley.Testing.Recognition;

/// <summary>Reads a stream's events as they come, checks that their order is the documented one, and lets a test wait for them.</summary>
public sealed class RecognitionRecord : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly IRecognitionStream _stream;
    private readonly Lock _gate = new();
    private readonly List<RecognitionEvent> _events = [];
    private readonly Channel<bool> _arrived = Channel.CreateUnbounded<bool>();
    private readonly Task _reading;

    public RecognitionRecord(IRecognitionStream stream)
    {
        _stream = stream;
        _reading = Task.Run(ReadAsync);
    }

    public IRecognitionStream Stream => _stream;

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<RecognitionEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>The end of the events: faults when the stream did.</summary>
    public Task Completion => _reading;

    public IReadOnlyList<FinalTranscript> Finals => [.. Events.OfType<FinalTranscript>()];

    public string Text => string.Join(" | ", Finals.Select(f => f.Text));

    /// <summary>Writes a sound in pieces.</summary>
    public async Task WriteAsync(Sound sound, int chunk = int.MaxValue, CancellationToken cancellationToken = default)
    {
        for (var at = 0; at < sound.Samples.Length; at += Math.Min(chunk, sound.Samples.Length))
        {
            await _stream.WriteAsync(sound.Samples.Slice(at, Math.Min(chunk, sound.Samples.Length - at)), cancellationToken);
        }
    }

    /// <summary>Flushes and waits for the answer.</summary>
    public async Task<SessionFlushed> FlushAsync(CancellationToken cancellationToken = default)
    {
        var before = Events.OfType<SessionFlushed>().Count();
        await _stream.FlushAsync(cancellationToken);
        return await WaitForAsync<SessionFlushed>(before + 1, cancellationToken);
    }

    /// <summary>Waits until the n-th event of a kind is there.</summary>
    public async Task<T> WaitForAsync<T>(int count = 1, CancellationToken cancellationToken = default)
        where T : RecognitionEvent
    {
        while (true)
        {
            var found = Events.OfType<T>().ToList();
            if (found.Count >= count)
            {
                return found[count - 1];
            }

            var more = await _arrived.Reader.WaitToReadAsync(cancellationToken).AsTask().WaitAsync(Deadline, cancellationToken);
            if (!more)
            {
                await _reading;
                throw new InvalidOperationException($"The events ended before {typeof(T).Name} number {count}.");
            }

            _arrived.Reader.TryRead(out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().AsTask().WaitAsync(Deadline);
        await _reading.WaitAsync(Deadline);
        RecognitionOrder.Check(Events);
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var e in _stream.ReadEventsAsync())
            {
                lock (_gate)
                {
                    _events.Add(e);
                }

                _arrived.Writer.TryWrite(true);
            }
        }
        finally
        {
            _arrived.Writer.TryComplete();
        }
    }
}
