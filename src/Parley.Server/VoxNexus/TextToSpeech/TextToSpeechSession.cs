using Parley.Server.VoxNexus.Connections;
using Parley.Server.VoxNexus.Protocol;
using Parley.Speech;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>One socket of <c>/v1/tts/realtime</c>: text comes in here; <see cref="UtteranceSpeaker"/> sends the audio.</summary>
internal sealed class TextToSpeechSession : Session
{
    private readonly SpeechSettingsReader _settingsReader;
    private readonly UtteranceQueue _queue;
    private readonly UtteranceSpeaker _speaker;
    private readonly Task _speaking;
    private readonly ITimer _autoFlush;

    // Guards the queue's writing side and the open utterance against the auto-flush timer and the drain.
    private readonly Lock _gate = new();
    private CancellationTokenSource _work = new();
    private RealtimeSettings? _settings;
    private Utterance? _open;

    public TextToSpeechSession(ConnectionContext context, ISpeechEngines engines)
        : base(context)
    {
        _settingsReader = new SpeechSettingsReader(engines, context.Options);
        _queue = new UtteranceQueue(context.Options.MaxWaitingUtterances);
        _speaker = new UtteranceSpeaker(context, engines, Sender, () => RequestId);
        _autoFlush = context.Time.CreateTimer(static s => ((TextToSpeechSession)s!).FlushOpen(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _speaking = SpeakAsync();
    }

    protected override bool IsBusy => _queue.IsBusy;

    protected override ValueTask HandleBinaryAsync(ReadOnlyMemory<byte> message) => RefuseMessageAsync("this endpoint takes text messages only");

    protected override ValueTask HandleAudioAsync(WireFrame frame) => RefuseUnknownTypeAsync();

    protected override ValueTask HandleAsync(WireMessageKind kind, ReadOnlyMemory<byte> message) => kind switch
    {
        WireMessageKind.Init => HandleInitAsync(message.Span),
        WireMessageKind.Text => HandleTextAsync(message.Span),
        WireMessageKind.Command => HandleCommandAsync(message.Span),
        WireMessageKind.Cancel => CancelAsync(),
        _ => FinishAsync(),
    };

    protected override void Drain(ConnectionEnd end)
    {
        lock (_gate)
        {
            _open?.Complete();
            _open = null;
            _queue.Add(() => EndWith(end));
        }
    }

    protected override async ValueTask StopAsync()
    {
        await _autoFlush.DisposeAsync().ConfigureAwait(false);
        await _work.CancelAsync().ConfigureAwait(false);
        await _speaking.ConfigureAwait(false);
        _work.Dispose();
    }

    private ValueTask HandleInitAsync(ReadOnlySpan<byte> json)
    {
        Understood();
        var problems = new Problems();
        var settings = RealtimeSettings.Read(json, _settingsReader, problems);
        return problems.ToError() is { } error ? RefuseInitAsync(error) : TryInit(settings) is { } refusal ? SendErrorAsync(refusal) : default;
    }

    /// <returns>Why not; null when it takes effect after what was sent before.</returns>
    private ApiError? TryInit(RealtimeSettings settings)
    {
        lock (_gate)
        {
            if (_open is not null)
            {
                return new ApiError(VoxNexusErrorCode.AlreadyInitialized, "finish the open utterance first");
            }

            if (!_queue.HasRoomForAnswer)
            {
                return TooMuchWaits();
            }

            _settings = settings;
            _queue.Add(() => SendReadyAsync(settings));
            return null;
        }
    }

    private ValueTask SendReadyAsync(RealtimeSettings settings) => Sender.SendAsync(_speaker.Ready(settings, AcceptInit(), Options), cancellationToken: Ending);

    private ValueTask HandleTextAsync(ReadOnlySpan<byte> json)
    {
        Understood();
        if (_settings is null)
        {
            return RefuseUninitializedAsync();
        }

        var problems = new Problems();
        var message = TextMessage.Read(json, problems.All);
        var error = problems.ToError() ?? Accept(message.Text!, message.IsFinal, message.UtteranceId);
        return error is null ? default : SendErrorAsync(error);
    }

    /// <summary>Takes a text message whole or not at all.</summary>
    private ApiError? Accept(string text, bool isFinal, string? id)
    {
        var clean = SpokenText.Clean(text, out var length);
        if (length > Options.MaxTextLength)
        {
            return new ApiError(VoxNexusErrorCode.TextTooLong, $"text may hold at most {Options.MaxTextLength} characters a message");
        }

        lock (_gate)
        {
            var utterance = _open;
            if ((utterance?.Length ?? 0) + length > Options.MaxUtteranceLength)
            {
                return new ApiError(VoxNexusErrorCode.TextTooLong, $"an utterance may hold at most {Options.MaxUtteranceLength} characters");
            }

            if (isFinal && utterance is not { HasStarted: true } && _queue.IsFull)
            {
                return TooMuchWaits();
            }

            if (utterance is null)
            {
                utterance = _open = new Utterance(_settings!, id, _work.Token);
                _queue.Add(utterance);
            }

            utterance.Length += length;
            Feed(utterance, clean, isFinal);
        }

        return null;
    }

    private void Feed(Utterance utterance, string text, bool isFinal)
    {
        if (isFinal)
        {
            utterance.BeginFinal();
        }

        // A blank final only closes: its white space says nothing of how the client joins words.
        if (!isFinal || !string.IsNullOrWhiteSpace(text))
        {
            utterance.Text.Append(text);
        }

        if (isFinal || Options.SynthesisStart == SynthesisStart.Sentence)
        {
            TakeSentences(utterance);
        }

        if (isFinal)
        {
            TakeRest(utterance);
            _queue.Finish(utterance);
            _open = null;
        }

        var pause = isFinal || Options.SynthesisStart == SynthesisStart.Final ? null : utterance.Settings.AutoFlush;
        _autoFlush.Change(pause ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private static void TakeSentences(Utterance utterance)
    {
        while (utterance.Text.TryTakeSentence(out var sentence))
        {
            utterance.Add(new Utterance.Piece(sentence));
        }
    }

    private static void TakeRest(Utterance utterance)
    {
        TakeSentences(utterance);
        if (utterance.Text.TakeRest() is { } rest)
        {
            utterance.Add(new Utterance.Piece(rest));
        }
    }

    /// <summary>The text has paused: what is buffered is spoken, the utterance stays open.</summary>
    private void FlushOpen()
    {
        lock (_gate)
        {
            if (_open is { } utterance)
            {
                TakeRest(utterance);
            }
        }
    }

    private ValueTask HandleCommandAsync(ReadOnlySpan<byte> json)
    {
        var command = CommandMessage.Read(json).Command;
        if (command is null)
        {
            return RefuseMessageAsync("command must be a string");
        }

        Understood();
        return command switch
        {
            _ when _settings is null => RefuseUninitializedAsync(),
            "flush" => FlushAsync(),
            "cancel" => CancelAsync(),
            _ => SendErrorAsync(new ApiError(VoxNexusErrorCode.UnknownCommand, "this command is not known")),
        };
    }

    private ValueTask FlushAsync()
    {
        lock (_gate)
        {
            if (!_queue.HasRoomForAnswer)
            {
                return SendErrorAsync(TooMuchWaits());
            }

            if (_open is { } utterance)
            {
                TakeRest(utterance);
                utterance.Add(new Utterance.Piece(null));
            }
            else
            {
                _queue.Add(_speaker.SendFlushDoneAsync);
            }
        }

        return default;
    }

    private ValueTask CancelAsync()
    {
        Understood();
        if (_settings is null)
        {
            return RefuseUninitializedAsync();
        }

        CancellationTokenSource cancelled;
        lock (_gate)
        {
            if (!_queue.HasRoomForAnswer)
            {
                return SendErrorAsync(TooMuchWaits());
            }

            cancelled = _work;
            _work = new CancellationTokenSource();
            _open?.Complete();
            _open = null;
            _queue.Add(_speaker.SendCancelledAsync);
        }

        cancelled.Cancel();
        cancelled.Dispose();
        return default;
    }

    /// <summary>The client's <c>close</c>: everything sent so far is spoken, then the socket closes.</summary>
    private ValueTask FinishAsync()
    {
        Understood();
        lock (_gate)
        {
            if (_open is { } utterance)
            {
                utterance.BeginFinal();
                TakeRest(utterance);
                _queue.Finish(utterance);
                _open = null;
            }

            if (_queue.HasRoomForAnswer)
            {
                _queue.Add(() => EndWith(ConnectionEnd.Normal));
            }
        }

        return default;
    }

    private ValueTask EndWith(ConnectionEnd end)
    {
        End(end);
        return default;
    }

    private static ApiError TooMuchWaits() => new(VoxNexusErrorCode.QueueFull, "too much waits to be spoken; send the message again later");

    private async Task SpeakAsync()
    {
        await Task.Yield();
        try
        {
            await foreach (var (utterance, answer) in _queue.Reader.ReadAllAsync(Ending).ConfigureAwait(false))
            {
                await (answer is null ? SpeakAsync(utterance!) : answer()).ConfigureAwait(false);
                _queue.Done();
            }
        }
        catch (OperationCanceledException) when (Ending.IsCancellationRequested)
        {
            // The socket ends.
        }
        catch (Realtime.RealtimeException)
        {
            // The client is gone; the receive loop sees it too.
        }
        catch (Exception e)
        {
            SessionLog.Failed(Context.Log, e, RequestId);
            End(ConnectionEnd.InternalError);
        }
    }

    private ValueTask SpeakAsync(Utterance utterance)
    {
        lock (_gate)
        {
            _queue.Start(utterance);
        }

        return _speaker.SpeakAsync(utterance, Ending);
    }
}
