using Parley.Audio;

namespace Parley.VoxNexus;

/// <summary>
/// Captions of live speech: an interim line that partials replace and finals commit. Times run on across flushes and
/// reconnects and never go back. Thread-safe.
/// </summary>
/// <remarks>Committed captions are kept up to <see cref="MaxKept"/>; a writer gets every one.</remarks>
public sealed class LiveCaptions : IAsyncDisposable
{
    /// <summary>Captions kept for <see cref="Captions"/>; older ones make room.</summary>
    public const int MaxKept = 10_000;

    private readonly SpeechToTextClient _client;
    private readonly TimeProvider _timeProvider;
    private readonly CaptionWriter? _writer;
    private readonly List<IDisposable> _subscriptions = [];
    private readonly object _gate = new();
    private readonly Queue<Caption> _captions = new();
    private TimeSpan _last;
    private string _interim = string.Empty;

    /// <summary>Creates captions.</summary>
    /// <param name="options">The service; timestamps are asked for in any case, so that long captions are cut at words.</param>
    /// <param name="writer">Gets every committed caption; disposed with the captions. Null for none.</param>
    public LiveCaptions(SpeechToTextOptions options, CaptionWriter? writer = null)
    {
        _client = new SpeechToTextClient((options ?? throw new ArgumentNullException(nameof(options))) with { EnableTimestamps = true });
        _timeProvider = options.TimeProvider;
        _writer = writer;
        _subscriptions.Add(_client.On<PartialTranscript>(OnPartial));
        _subscriptions.Add(_client.On<FinalTranscript>(OnFinalAsync));
    }

    /// <summary>The interim line changed: the new text, empty when it was committed. Called in order, off the read loop.</summary>
    public event Action<string>? InterimChanged;

    /// <summary>A caption was committed. Called in order, off the read loop.</summary>
    public event Action<Caption>? Committed;

    /// <summary>The client below, for its events and its state.</summary>
    public SpeechToTextClient Client => _client;

    /// <summary>The line now being spoken; empty between utterances.</summary>
    public string Interim => Volatile.Read(ref _interim);

    /// <summary>What was committed, oldest first; a copy.</summary>
    public IReadOnlyList<Caption> Captions
    {
        get
        {
            lock (_gate)
            {
                return [.. _captions];
            }
        }
    }

    /// <summary>The committed captions as one text.</summary>
    public string Text => string.Join(" ", Captions.Select(c => c.Text));

    /// <summary>When the captions' zero was, by the clock; null before the first sample.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>Connects and captions the source until <see cref="StopAsync"/> or its end.</summary>
    /// <param name="source">Read in the background; not disposed.</param>
    /// <param name="cancellationToken">Ends the connecting.</param>
    public async Task StartAsync(IAudioSource source, CancellationToken cancellationToken = default)
    {
        await _client.ConnectAsync(cancellationToken).ConfigureAwait(false);
        StartedAt = _timeProvider.GetUtcNow();
        await _client.StartRecordingAsync(source, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the recording and waits until everything said has been committed.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _client.StopRecordingAsync(cancellationToken).ConfigureAwait(false);
        var seen = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (_client.On<FlushDone>(_ => { seen.TrySetResult(true); }))
        using (_client.On<Closed>(_ => { seen.TrySetResult(true); }))
        {
            // The handlers run behind the socket: the last caption is committed when they have seen the flush too.
            await _client.FlushAsync(cancellationToken).ConfigureAwait(false);
            await seen.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().ConfigureAwait(false);
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }

        if (_writer is not null)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void OnPartial(PartialTranscript partial) => SetInterim(partial.Text);

    private async ValueTask OnFinalAsync(FinalTranscript final)
    {
        if (string.IsNullOrWhiteSpace(final.Text))
        {
            SetInterim(string.Empty);
            return;
        }

        Caption caption;
        lock (_gate)
        {
            // A server's times may touch or slightly overlap; the captions' never go back.
            var start = final.Start > _last ? final.Start : _last;
            var end = final.End > start ? final.End : start + TimeSpan.FromMilliseconds(1);
            _last = end;
            caption = new Caption(start, end, final.Text, final.Language, final.Confidence, final.Words);
            _captions.Enqueue(caption);
            if (_captions.Count > MaxKept)
            {
                _captions.Dequeue();
            }
        }

        SetInterim(string.Empty);
        if (_writer is not null)
        {
            await _writer.WriteAsync(caption).ConfigureAwait(false);
        }

        Committed?.Invoke(caption);
    }

    private void SetInterim(string text)
    {
        Volatile.Write(ref _interim, text);
        InterimChanged?.Invoke(text);
    }
}
