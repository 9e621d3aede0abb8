using Parley.Conversation.Microphones;
using Parley.Conversation.Turns;
using Parley.Speech;
using Parley.Speech.Recognition;
using HeardAgain = Parley.Speech.Recognition.SpeechResumed;

namespace Parley.Conversation.Sessions;

/// <summary>Turns what a microphone hears into utterances, and utterances into what the turn machine is told.</summary>
internal sealed class Hearing : IMicrophoneOwner, IDisposable
{
    /// <summary>How long the client has to submit a transcript before the session does (Voxta specification §4.10).</summary>
    private static readonly TimeSpan ClientDelay = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan DuplicateWindow = TimeSpan.FromSeconds(5);

    private readonly IHearingHost _host;
    private readonly ConversationServices _services;
    private readonly ConversationOptions _options;
    private readonly SessionLoop _loop;
    private readonly Backchannel _backchannel;
    private readonly LoopTimer _confirm;
    private readonly LoopTimer _overdue;
    private readonly LoopTimer _submit;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly List<Utterance> _utterances = [];
    private readonly Dictionary<long, Utterance> _finished = [];
    private Microphone? _microphone;
    private Utterance? _waiting;
    private (string Text, long At)? _submitted;
    private (Utterance Utterance, long At)? _left;
    private long _lastUtterance;
    private bool _isGated;
    private bool _isClosed;

    public Hearing(IHearingHost host, ConversationServices services, ConversationOptions options, SessionLoop loop)
    {
        _host = host;
        _services = services;
        _options = options;
        _loop = loop;
        _backchannel = new Backchannel(options.Interruption.Backchannels);
        _confirm = new LoopTimer(services.TimeProvider, loop, ConfirmAsync);
        _overdue = new LoopTimer(services.TimeProvider, loop, OverdueAsync);
        _submit = new LoopTimer(services.TimeProvider, loop, SubmitAsync);
    }

    public bool IsListening { get; private set; }

    public async ValueTask<Microphone> OpenAsync(MicrophoneOptions options, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            var names = _host.KeyTerms;
            var stream = await _services.Speech.Recognizer.OpenAsync(
                new RecognitionOptions
                {
                    SampleRate = options.SampleRate,
                    Language = options.Language ?? _host.Language,
                    Endpointing = Endpointing(options),
                    KeyTerms = [.. options.KeyTerms, .. names],
                },
                cancellationToken);
            var microphone = new Microphone(options, stream, this);
            Microphone? replaced = null;
            try
            {
                await _loop.InvokeAsync(async () =>
                {
                    if (_isClosed)
                    {
                        throw SessionLoop.Ended();
                    }

                    replaced = _microphone;
                    await DropUtterancesAsync();
                    _microphone = microphone;
                    microphone.Gate(_isGated && !BargeIn(microphone));
                    UpdateListening();
                });
            }
            catch (Exception)
            {
                await stream.DisposeAsync();
                throw;
            }

            if (replaced is not null)
            {
                await replaced.EndAsync(MicrophoneEnd.Replaced);
            }

            microphone.Start();
            return microphone;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>A reply is being spoken, or no longer: microphones that may not interrupt are deaf meanwhile.</summary>
    public void SetSpeaking(bool isSpeaking)
    {
        _isGated = isSpeaking;
        if (_microphone is { } microphone)
        {
            microphone.Gate(isSpeaking && !BargeIn(microphone));
            UpdateListening();
        }
    }

    /// <summary>The utterance whose transcript is to become a message; it is handed out once.</summary>
    public Utterance? Take(long utterance) => _finished.Remove(utterance, out var found) ? found : null;

    /// <summary>
    /// The client sent a message: a transcript that waits for it is settled. True when the message repeats a transcript that the session
    /// submitted just before.
    /// </summary>
    public async ValueTask<bool> OnClientMessageAsync(string? text)
    {
        if (_waiting is { } waiting)
        {
            _waiting = null;
            _submit.Stop();
            _finished.Remove(waiting.Id);
            await _host.FeedAsync(new TurnEvent.UtteranceLost(waiting.Id));
            return false;
        }

        if (_submitted is { } submitted && _services.TimeProvider.GetElapsedTime(submitted.At) < DuplicateWindow
            && string.Equals(submitted.Text.Trim(), text?.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            _submitted = null;
            return true;
        }

        return false;
    }

    /// <summary>The session ends: takes the microphone away and opens no other.</summary>
    public Microphone? Detach()
    {
        _isClosed = true;
        var microphone = _microphone;
        _microphone = null;
        UpdateListening();
        return microphone;
    }

    public void Dispose()
    {
        _confirm.Dispose();
        _overdue.Dispose();
        _submit.Dispose();
        _opening.Dispose();
    }

    void IMicrophoneOwner.OnHeard(Microphone microphone, RecognitionEvent item) => _loop.Post(() => HeardAsync(microphone, item));

    void IMicrophoneOwner.OnDropped(Microphone microphone, int samples) => _services.Metrics?.Dropped(samples);

    void IMicrophoneOwner.OnKeyDown(Microphone microphone) => _loop.Post(async () =>
    {
        if (microphone == _microphone && Current is not { IsKey: true })
        {
            var utterance = await BeginAsync(microphone, isKey: true);
            await _host.FeedAsync(new TurnEvent.SpeechConfirmed(utterance.Id));
        }
    });

    void IMicrophoneOwner.OnBroken(Microphone microphone, Exception error) => _loop.Post(() =>
    {
        var engine = error as EngineException;
        _host.Raise(ConversationErrors.RecognitionFailed, engine?.Message ?? "The recogniser failed.", engine?.IsTransient ?? false, engine?.EngineId);
        _host.Run(() => microphone.EndAsync(MicrophoneEnd.Failed));
    });

    void IMicrophoneOwner.OnEnded(Microphone microphone, MicrophoneEnd end) => _loop.Post(async () =>
    {
        if (microphone == _microphone)
        {
            _microphone = null;
            await DropUtterancesAsync();
            UpdateListening();
        }

        _host.Publish(new MicrophoneClosed(microphone.Id, end));
    });

    async Task IMicrophoneOwner.WaitForFlushAsync(Task flushed, CancellationToken cancellationToken)
    {
        try
        {
            await flushed.WaitAsync(_options.TranscriptTimeout, _services.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The key's utterance must not wait for ever for a recogniser that is stuck.
            _loop.Post(async () =>
            {
                if (Current is { IsKey: true } key)
                {
                    await ConcludeAsync(key, Joined(key));
                }
            });
            throw;
        }
    }

    private Utterance? Current => _utterances.Count > 0 ? _utterances[^1] : null;

    private EndpointingOptions Endpointing(MicrophoneOptions options)
    {
        var endpointing = options.Endpointing ?? _options.Endpointing;
        return options.PushToTalk && endpointing.Automatic ? endpointing with { Automatic = false } : endpointing;
    }

    private bool BargeIn(Microphone microphone) => microphone.Options.BargeIn ?? _options.Interruption.Enabled;

    private void UpdateListening()
    {
        var isListening = _microphone is { } microphone && !(_isGated && !BargeIn(microphone));
        if (isListening != IsListening)
        {
            IsListening = isListening;
            _host.Publish(new ListeningChanged(isListening));
        }
    }

    private async ValueTask HeardAsync(Microphone microphone, RecognitionEvent item)
    {
        if (microphone != _microphone)
        {
            if (item is SessionFlushed)
            {
                microphone.Flushed();
            }

            return;
        }

        switch (item)
        {
            case SpeechStarted when Current is not { IsKey: true }:
                await BeginAsync(microphone, isKey: false);
                _confirm.Start(_options.Interruption.ConfirmAfter);
                break;
            case SpeechPaused:
                _confirm.Stop();
                break;
            case HeardAgain when Current is not null:
                _confirm.Start(_options.Interruption.ConfirmAfter);
                break;
            case PartialTranscript running when Current is { } utterance:
                await PartialAsync(utterance, running.Text);
                break;
            case SpeechEnded ended when Oldest is { } spoken:
                _confirm.Stop();
                spoken.EndpointAt = _services.TimeProvider.GetTimestamp();
                spoken.SpeechEndAt = spoken.EndpointAt - Ticks(ended.Reason == EndpointReason.Silence ? Endpointing(microphone.Options).Silence : TimeSpan.Zero);
                if (!spoken.IsKey)
                {
                    _overdue.Start(_options.TranscriptTimeout);
                }

                break;
            case FinalTranscript final when Oldest is { } heard:
                await FinalAsync(heard, final);
                break;
            case RecognitionFailed failed:
                _host.Raise(ConversationErrors.RecognitionFailed, failed.Error.Message, failed.Error.IsTransient, failed.Error.EngineId);
                await LoseOldestAsync();
                break;
            case UtteranceRejected:
                await LoseOldestAsync();
                break;
            case SessionFlushed:
                if (Current is { IsKey: true } key)
                {
                    await ConcludeAsync(key, Joined(key));
                }

                microphone.Flushed();
                break;
        }
    }

    private Utterance? Oldest => _utterances.Count > 0 ? _utterances[0] : null;

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _services.TimeProvider.TimestampFrequency);

    private async ValueTask<Utterance> BeginAsync(Microphone microphone, bool isKey)
    {
        var utterance = new Utterance(++_lastUtterance, microphone, isKey);
        _utterances.Add(utterance);
        _host.Publish(new UserSpeechStarted(microphone.Id));
        await _host.FeedAsync(new TurnEvent.SpeechBegan(utterance.Id));
        return utterance;
    }

    private async ValueTask PartialAsync(Utterance utterance, string text)
    {
        utterance.Text = utterance.Pieces.Count == 0 ? text : $"{string.Join(' ', utterance.Pieces.Select(p => p.Text))} {text}";
        _host.Publish(new UserSpeechPartial(utterance.Microphone.Id, utterance.Text));
        if (_backchannel.CountWords(text) >= _options.Interruption.ConfirmWords)
        {
            _confirm.Stop();
            await _host.FeedAsync(new TurnEvent.SpeechConfirmed(utterance.Id));
        }
    }

    private async ValueTask ConfirmAsync()
    {
        if (Current is not { } utterance)
        {
            return;
        }

        if (_backchannel.Is(utterance.Text))
        {
            _confirm.Start(_options.Interruption.ConfirmAfter);
            return;
        }

        await _host.FeedAsync(new TurnEvent.SpeechConfirmed(utterance.Id));
    }

    private async ValueTask FinalAsync(Utterance utterance, FinalTranscript final)
    {
        utterance.FinalAt = _services.TimeProvider.GetTimestamp();
        if (utterance.IsKey)
        {
            utterance.Pieces.Add(final);
            return;
        }

        await ConcludeAsync(utterance, final);
    }

    private async ValueTask LoseOldestAsync()
    {
        if (Oldest is { IsKey: false } utterance)
        {
            await ConcludeAsync(utterance, null);
        }
    }

    private async ValueTask ConcludeAsync(Utterance utterance, FinalTranscript? final)
    {
        _utterances.Remove(utterance);
        if (_utterances.Count == 0)
        {
            _confirm.Stop();
            _overdue.Stop();
        }

        var submission = utterance.Microphone.Options.Submission;
        var isBackchannel = final is not null && !utterance.IsKey && _backchannel.Is(final.Text);
        var isIgnored = isBackchannel && _host.HasTurn;
        var isOurs = final is not null && !isIgnored && submission == TranscriptSubmission.Session;
        var isRefused = isOurs && utterance.Microphone.Options.Admits?.Invoke() == false;
        _host.Publish(new UserSpeechEnded(utterance.Microphone.Id, final?.Text)
        {
            Confidence = final?.Confidence,
            Words = final?.Words ?? [],
            Language = final?.Language,
            IsSubmitted = isOurs && !isRefused,
            IsRefused = isRefused,
        });
        if (final is null || isRefused)
        {
            await _host.FeedAsync(new TurnEvent.UtteranceLost(utterance.Id));
            return;
        }

        utterance.Text = final.Text;
        if (submission == TranscriptSubmission.Session || isIgnored)
        {
            if (!isIgnored)
            {
                _finished[utterance.Id] = utterance;
            }

            await _host.FeedAsync(new TurnEvent.TranscriptFinal(utterance.Id, isBackchannel));
            return;
        }

        _left = (utterance, _services.TimeProvider.GetTimestamp());

        // The words mean to be answered, whoever sends them: what is being said gives way.
        await _host.FeedAsync(new TurnEvent.SpeechConfirmed(utterance.Id));
        if (submission == TranscriptSubmission.ClientOrSession)
        {
            _waiting = utterance;
            _finished[utterance.Id] = utterance;
            _submit.Start(ClientDelay);
            return;
        }

        await _host.ForgetUtteranceAsync(utterance.Id);
    }

    /// <summary>The utterance that was left to a client which now sends its words; null when the words are its own.</summary>
    public Utterance? TakeLeft(string text)
    {
        if (_left is not { } left || _services.TimeProvider.GetElapsedTime(left.At) > DuplicateWindow
            || !string.Equals(left.Utterance.Text.Trim(), text, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        _left = null;
        return left.Utterance;
    }

    private async ValueTask SubmitAsync()
    {
        if (_waiting is { } utterance)
        {
            _waiting = null;
            _submitted = (utterance.Text, _services.TimeProvider.GetTimestamp());
            await _host.FeedAsync(new TurnEvent.TranscriptFinal(utterance.Id, IsBackchannel: false));
        }
    }

    private async ValueTask OverdueAsync()
    {
        if (Oldest is { IsKey: false } utterance)
        {
            await _host.FeedAsync(new TurnEvent.TranscriptOverdue(utterance.Id));
        }
    }

    private async ValueTask DropUtterancesAsync()
    {
        _confirm.Stop();
        _overdue.Stop();
        while (Oldest is { } utterance)
        {
            await ConcludeAsync(utterance, null);
        }
    }

    private static FinalTranscript? Joined(Utterance utterance) => utterance.Pieces.Count == 0 ? null : utterance.Pieces[^1] with
    {
        Text = string.Join(' ', utterance.Pieces.Select(p => p.Text)),
        Offset = utterance.Pieces[0].Offset,
        Duration = utterance.Pieces[^1].Offset + utterance.Pieces[^1].Duration - utterance.Pieces[0].Offset,
        Words = [.. utterance.Pieces.SelectMany(p => p.Words)],
        Confidence = utterance.Pieces.Average(p => p.Confidence),
    };
}
