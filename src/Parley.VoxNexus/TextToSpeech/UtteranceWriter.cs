namespace Parley.VoxNexus;

/// <summary>
/// An utterance whose text is still being written, e.g. by a language model. Small pieces are sent together: at the end of
/// a sentence, from 80 characters on, or 100 ms after the first waiting piece. White space is kept as it is.
/// </summary>
/// <remarks>One caller at a time. While it is open, other utterances of the client wait. Disposing completes it.</remarks>
public sealed class UtteranceWriter : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private readonly TextToSpeechClient _client;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TextBatch _batch = new();
    private readonly ITimer _timer;
    private bool _waiting;
    private bool _completed;
    private int _length;

    internal UtteranceWriter(TextToSpeechClient client, SpeechUtterance utterance, TimeProvider timeProvider)
    {
        _client = client;
        Utterance = utterance;
        _timer = timeProvider.CreateTimer(static s => _ = ((UtteranceWriter)s!).OnTimerAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its audio, to be read while text is still written.</summary>
    public SpeechUtterance Utterance { get; }

    /// <summary>Adds text.</summary>
    /// <param name="text">The next piece with its own white space; empty is fine.</param>
    /// <param name="cancellationToken">Ends the wait for room in the send queue.</param>
    /// <exception cref="ArgumentException">The utterance would pass 50,000 characters.</exception>
    /// <exception cref="InvalidOperationException">It was completed.</exception>
    public async ValueTask AppendTextAsync(string text, CancellationToken cancellationToken = default)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_completed)
            {
                throw new InvalidOperationException("The utterance was completed.");
            }

            var length = _length + Wire.WireRanges.TextLength(text);
            if (length > Wire.WireRanges.MaxUtteranceTextLength)
            {
                throw new ArgumentException($"An utterance holds at most {Wire.WireRanges.MaxUtteranceTextLength} characters.", nameof(text));
            }

            _length = length;
            _batch.Append(text);
            if (_batch.IsDue)
            {
                await SendCutAsync(cancellationToken).ConfigureAwait(false);
            }

            if (_batch.Length > 0 && !_waiting)
            {
                _waiting = true;
                _timer.Change(LongestWait, Timeout.InfiniteTimeSpan);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Sends what waits and ends the utterance. Idempotent.</summary>
    /// <param name="cancellationToken">Ends the wait for room in the send queue.</param>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_completed)
            {
                return;
            }

            _completed = true;
            await _timer.DisposeAsync().ConfigureAwait(false);
            await _client.SendTextAsync(Utterance, _batch.TakeAll(), isFinal: true, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => CompleteAsync();

    /// <summary>Says that the client has sent all of it.</summary>
    internal void MarkCompleted()
    {
        _completed = true;
        _timer.Dispose();
    }

    /// <summary>Appends a stream of text in the background. However it ends, the utterance is completed.</summary>
    internal void Follow(IAsyncEnumerable<string> pieces, CancellationToken cancellationToken) =>
        _ = Task.Run(() => FollowAsync(pieces, cancellationToken), CancellationToken.None);

    private async Task FollowAsync(IAsyncEnumerable<string> pieces, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = CancelWhenEndedAsync(ended);
        try
        {
            await foreach (var piece in pieces.WithCancellation(ended.Token).ConfigureAwait(false))
            {
                await AppendTextAsync(piece, ended.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Utterance.Fail(e);
        }

        await CompleteAsync(CancellationToken.None).ConfigureAwait(false);
        await watch.ConfigureAwait(false);
    }

    // A cancelled or failed utterance needs no more text: its source is let go, however long it would take.
    private async Task CancelWhenEndedAsync(CancellationTokenSource source)
    {
        try
        {
            await Utterance.Completion.ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            source.Cancel();
        }
    }

    private async Task OnTimerAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            _waiting = false;
            if (!_completed)
            {
                await SendCutAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask SendCutAsync(CancellationToken cancellationToken)
    {
        if (_batch.TakeCut() is { } text)
        {
            await _client.SendTextAsync(Utterance, text, isFinal: false, cancellationToken).ConfigureAwait(false);
        }
    }
}
