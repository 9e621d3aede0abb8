using Parley.Server.VoxNexus.Connections;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.Speech.Recognition;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>
/// One recognition stream and the loop that puts its events on the wire. When the stream breaks, the error is sent and every flush that
/// it still owed is answered, so that no client waits for ever. Commands come from one caller.
/// </summary>
internal sealed class RecognitionLink : IAsyncDisposable
{
    private readonly ConnectionContext _context;
    private readonly IRecognitionStream _stream;
    private readonly RecognitionSettings _settings;
    private readonly TranscriptSender _transcripts;
    private readonly CancellationTokenSource _stop;
    private readonly Lock _gate = new();
    private readonly Queue<bool> _owed = new();
    private readonly Task _reading;
    private TaskCompletionSource? _answered;
    private bool _inSpeech;
    private bool _broken;

    public RecognitionLink(ConnectionContext context, IRecognitionStream stream, RecognitionSettings settings, TranscriptSender transcripts, CancellationToken ending)
    {
        _context = context;
        _stream = stream;
        _settings = settings;
        _transcripts = transcripts;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(ending);
        _reading = Task.Run(ReadAsync, CancellationToken.None);
    }

    /// <summary>The language the engine uses.</summary>
    public string Language => _stream.Language;

    /// <summary>Whether speech is being recognised or an answer is due.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _inSpeech || _owed.Count > 0;
            }
        }
    }

    /// <returns>False when the stream is broken: open another one.</returns>
    public async ValueTask<bool> TryWriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _broken))
        {
            return false;
        }

        try
        {
            await _stream.WriteAsync(samples, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is EngineException or ObjectDisposedException)
        {
            await BreakAsync(e).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>Flushes or cancels; the answer comes with the events.</summary>
    /// <returns>False when the stream is broken and nothing will answer.</returns>
    public async ValueTask<bool> TryEndSessionAsync(bool cancelled, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_broken)
            {
                return false;
            }

            _owed.Enqueue(cancelled);
        }

        try
        {
            await (cancelled ? _stream.CancelAsync(cancellationToken) : _stream.FlushAsync(cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EngineException or ObjectDisposedException)
        {
            await BreakAsync(e).ConfigureAwait(false); // Answers what is owed.
        }

        return true;
    }

    /// <summary>Waits until every flush and cancel so far is answered.</summary>
    public Task AnsweredAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_owed.Count == 0)
            {
                return Task.CompletedTask;
            }

            _answered ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _answered.Task.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var e in _stream.ReadEventsAsync(_stop.Token).ConfigureAwait(false))
            {
                await SendAsync(e).ConfigureAwait(false);
            }

            if (!_stop.IsCancellationRequested)
            {
                await BreakAsync(null).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed.
        }
        catch (Realtime.RealtimeException)
        {
            // The client is gone.
        }
        catch (Exception e)
        {
            await BreakAsync(e).ConfigureAwait(false);
        }
    }

    private ValueTask SendAsync(RecognitionEvent e)
    {
        switch (e)
        {
            case PartialTranscript partial:
                if (_settings.Options.Partials)
                {
                    _transcripts.Partial(partial);
                }

                return default;
            case FinalTranscript final:
                SetSpeech(false);
                return _transcripts.FinalAsync(final, _settings.Words);
            case SpeechStarted:
                SetSpeech(true);
                return _settings.VadEvents ? _transcripts.VoiceActivityAsync(started: true, e.Offset) : default;
            case SpeechEnded:
                return _settings.VadEvents ? _transcripts.VoiceActivityAsync(started: false, e.Offset) : default;
            case UtteranceRejected:
                SetSpeech(false);
                _transcripts.EndUtterance();
                return default;
            case RecognitionFailed failed:
                SetSpeech(false);
                _transcripts.EndUtterance();
                SessionLog.EngineFailed(_context.Log, failed.Error, _context.RequestId);
                return _transcripts.ErrorAsync(ApiError.FromEngine(failed.Error, VoxNexusErrorCode.RecognitionFailed));
            case SessionFlushed flushed:
                return AnswerAsync(flushed);
            default:
                return default;
        }
    }

    private async ValueTask AnswerAsync(SessionFlushed flushed)
    {
        await _transcripts.SessionEndedAsync(flushed.Offset, flushed.Cancelled).ConfigureAwait(false);
        TaskCompletionSource? answered = null;
        lock (_gate)
        {
            _inSpeech = false;
            _owed.TryDequeue(out _);
            if (_owed.Count == 0)
            {
                answered = _answered;
                _answered = null;
            }
        }

        answered?.TrySetResult();
    }

    private async ValueTask BreakAsync(Exception? cause)
    {
        bool[] owed;
        TaskCompletionSource? answered;
        lock (_gate)
        {
            if (_broken)
            {
                return;
            }

            _broken = true;
            _inSpeech = false;
            owed = [.. _owed];
            _owed.Clear();
            answered = _answered;
            _answered = null;
        }

        var failure = cause as EngineException ?? new EngineException(_settings.Recognizer.Id, EngineFailure.Failed, "The recognition stream ended.", cause);
        SessionLog.EngineFailed(_context.Log, failure, _context.RequestId);
        try
        {
            _transcripts.EndUtterance();
            await _transcripts.ErrorAsync(ApiError.FromEngine(failure, VoxNexusErrorCode.RecognitionFailed)).ConfigureAwait(false);
            foreach (var cancelled in owed)
            {
                await _transcripts.SessionEndedAsync(TimeSpan.Zero, cancelled).ConfigureAwait(false);
            }
        }
        catch (Realtime.RealtimeException)
        {
            // The client is gone.
        }

        answered?.TrySetResult();
    }

    private void SetSpeech(bool value)
    {
        lock (_gate)
        {
            _inSpeech = value;
        }
    }
}
