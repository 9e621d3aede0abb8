using Parley.Conversation.Chats;
using Parley.Conversation.Messages;
using Parley.Conversation.Microphones;
using Parley.Conversation.Speakers;
using Parley.Conversation.Turns;

namespace Parley.Conversation.Sessions;

/// <content>Drives the turn machine and carries its effects out. On the loop.</content>
public sealed partial class ConversationSession
{
    // Below this a cut is not worth an edit: the last syllable of a message.
    private const int MinCut = 5;

    private static readonly TimeSpan TypingPause = TimeSpan.FromSeconds(30);

    private readonly Queue<TurnPlan> _queue = new();
    private TurnState _state;
    private Turn? _turn;
    private TurnPlan? _nextPlan;
    private InterruptReason _interruptReason = InterruptReason.NewMessage;
    private bool _isSilentInterrupt;
    private bool _isPaused;
    private bool _mayContinue;

    // While a command interrupts only to go on at once, the flow does not rest in between.
    private bool _isFollowed;
    private int _consecutive;

    private async ValueTask FeedAsync(TurnEvent item)
    {
        var (next, effects) = TurnMachine.Next(_state, item);
        _state = next;
        var isTaken = true;
        foreach (var effect in effects)
        {
            try
            {
                if (effect is TurnEffect.BeginTurn && !isTaken)
                {
                    continue;
                }

                await DoAsync(effect);
            }
            catch (Exception error)
            {
                // The machine has moved on; the rest of what it asked for is still done, and a turn that could not begin ends below.
                isTaken &= effect is not TurnEffect.TakeUtterance;
                Report(error);
            }
        }

        if (_state.Turn != 0 && _turn?.Id != _state.Turn)
        {
            await FeedAsync(new TurnEvent.TurnFailed(_state.Turn));
        }

        if (!_isFollowed && _turn is null && _state.Phase is TurnPhase.Listening or TurnPhase.UserSpeaking)
        {
            SetFlow(FlowState.WaitingForUserInput);
        }
    }

    private async ValueTask DoAsync(TurnEffect effect)
    {
        switch (effect)
        {
            case TurnEffect.TakeUtterance taken:
                await TakeUtteranceAsync(taken.Utterance);
                break;
            case TurnEffect.BeginTurn begun:
                BeginTurn(begun.Turn);
                break;
            case TurnEffect.BeginOutput when _turn is { } turn:
                turn.Gate.TrySetResult();
                break;
            case TurnEffect.HoldOutput:
                Hold();
                break;
            case TurnEffect.ResumeOutput:
                Resume();
                break;
            case TurnEffect.CancelTurn cancelled:
                await CancelTurnAsync(cancelled.BySpeech ? InterruptReason.UserSpeech : _interruptReason);
                break;
            case TurnEffect.EndTurn ended:
                EndTurn(ended.Failed);
                break;
            case TurnEffect.Rest:
                await RestAsync();
                break;
        }
    }

    private void Report(Exception error, object? origin = null)
    {
        SessionLog.BackgroundFailed(_logger, Id, error);
        var known = error as ConversationException;
        Raise(known?.Code ?? ConversationErrors.StorageFailed, known?.Message ?? "The chat could not be stored.", known?.IsTransient ?? true, origin: origin);
    }

    private async ValueTask TakeUtteranceAsync(long id)
    {
        if (_hearing.Take(id) is not { } utterance)
        {
            return;
        }

        _consecutive = 0;
        Unpause();
        var text = utterance.Text.Length > TextLimits.MaxMessageLength ? Replies.ReplyShaper.CutAtGrapheme(utterance.Text, TextLimits.MaxMessageLength) : utterance.Text;
        var message = await TakeAsync(new ChatMessage { Id = Guid.NewGuid(), ChatId = ChatId, Sequence = 0, Timestamp = default, Role = MessageRole.User, SenderName = PlayerName, Text = text });
        SetFlow(FlowState.ProcessingUserMessage);
        _nextPlan = new TurnPlan { Message = message, Heard = clock => NoteHeard(clock, utterance) };
    }

    private static void NoteHeard(TurnClock clock, Utterance utterance)
    {
        Note(TurnMark.SpeechEnd, utterance.SpeechEndAt);
        Note(TurnMark.Endpoint, utterance.EndpointAt);
        Note(TurnMark.FinalTranscript, utterance.FinalAt);

        void Note(TurnMark mark, long? at)
        {
            if (at is { } timestamp)
            {
                clock.Note(mark, timestamp);
            }
        }
    }

    private void BeginTurn(long id)
    {
        // Without a plan it is an answer that was cancelled before anything of it was heard.
        var plan = _nextPlan ?? new TurnPlan { Message = _history.LastOf(m => m.Role == MessageRole.User) };
        _nextPlan = null;
        var clock = new TurnClock(_services.TimeProvider);
        plan.Heard?.Invoke(clock);
        var activity = ConversationMetrics.Activities.StartActivity("parley.turn");
        activity?.SetTag("parley.session", Id).SetTag("parley.turn", id);
        var turn = new Turn(id, plan, clock, activity);
        _turn = turn;
        _pauseTimer.Stop();
        Publish(new TurnStarted(id));
        _background.Run(() => RunTurnAsync(turn));
    }

    private void Hold()
    {
        _holdTimer.Start(Options.Interruption.HoldTimeout);
        if (_turn is { Speech: not null } turn && _state.IsOut)
        {
            _voice.Hold();
            Publish(new SpeechHeld(turn.Id, turn.MessageId));
        }
    }

    private void Resume()
    {
        _holdTimer.Stop();
        if (_turn is { Speech: not null } turn)
        {
            _voice.Resume();
            Publish(new SpeechResumed(turn.Id, turn.MessageId));
        }
    }

    private ValueTask HoldElapsedAsync() => FeedAsync(new TurnEvent.HoldElapsed(_state.Utterance));

    /// <summary>Ends the turn at once. History keeps what was heard of it.</summary>
    private async ValueTask CancelTurnAsync(InterruptReason reason)
    {
        if (_turn is not { } turn)
        {
            return;
        }

        var decided = _services.TimeProvider.GetTimestamp();
        _turn = null;
        turn.IsOver = true;
        turn.Gate.TrySetCanceled();
        int? heard = turn.Speech is null ? null : _voice.Cancel();
        var wasPlayed = turn.IsPlayed;
        turn.Clock.Note(TurnMark.Played);
        var isSilent = _isSilentInterrupt;
        _isSilentInterrupt = false;
        _interruptReason = InterruptReason.NewMessage;
        if (!isSilent && !wasPlayed && (turn.IsGenerating || turn.IsStarted))
        {
            Publish(new SpeechInterrupted(turn.Id, turn.MessageId, reason) { HeardLength = Math.Min(heard ?? turn.Text.Length, turn.Text.Length) });
        }

        _services.Metrics?.Interrupted(reason, _services.TimeProvider.GetElapsedTime(decided));
        _background.Run(() => turn.Stop.CancelAsync());
        _holdTimer.Stop();
        try
        {
            await KeepHeardAsync(turn, wasPlayed ? null : heard, isSilent);
        }
        finally
        {
            Finish(turn, TurnOutcome.Interrupted);
        }
    }

    private async ValueTask KeepHeardAsync(Turn turn, int? heard, bool isSilent)
    {
        var text = turn.Text.ToString();
        if (turn.IsGenerating)
        {
            turn.IsGenerating = false;
            var kept = (heard is { } length ? Cut(text, length) : text).TrimEnd();
            await EndReplyAsync(turn, kept, isPartial: true, Rest(text, kept));
            return;
        }

        if (turn.Stored is not { } stored || heard is not { } end || isSilent || end >= text.Length - MinCut)
        {
            return;
        }

        var cut = Cut(stored.Text, end).TrimEnd();
        if (cut.Length == 0)
        {
            foreach (var deleted in await _history.DeleteAsync(m => m.Id == stored.Id))
            {
                Publish(new MessageDeleted(deleted));
            }
        }
        else if (await _history.ReplaceAsync(stored.Id, m => m with { Text = cut + "…", IsInterrupted = true, Unheard = Rest(stored.Text, cut) }) is { } changed)
        {
            Publish(new MessageChanged(changed, MessageChange.CutToHeard));
        }
    }

    private static string Cut(string text, int length) => Replies.ReplyShaper.CutAtGrapheme(text, Math.Clamp(length, 0, text.Length));

    private static string? Rest(string text, string kept) => text.Length > kept.Length && text[kept.Length..].Trim() is { Length: > 0 } rest ? rest : null;

    private void EndTurn(bool failed)
    {
        if (_turn is not { } turn)
        {
            return;
        }

        _turn = null;
        turn.IsOver = true;
        _holdTimer.Stop();
        if (turn.Speech is not null && !turn.IsPlayed)
        {
            _voice.Cancel();
        }

        turn.Clock.Note(TurnMark.Played);
        _mayContinue = !failed && !turn.IsFailed && !turn.IsSuppressed && turn.Stored is not null;
        Finish(turn, failed || turn.IsFailed ? TurnOutcome.Failed : turn.IsSuppressed ? TurnOutcome.Suppressed : TurnOutcome.Completed);
    }

    private void Finish(Turn turn, TurnOutcome outcome)
    {
        _hearing.SetSpeaking(false);
        var timings = turn.Clock.Timings();
        turn.Activity?.SetTag("parley.outcome", outcome.ToString()).Dispose();
        _services.Metrics?.TurnEnded(outcome, timings);
        var report = new TurnReport(turn.Id, outcome, timings, turn.Excerpt);
        _turnLog.Add(report);
        _services.TurnEnded?.Invoke(Player, report);
        SessionLog.TurnEnded(_logger, turn.Id, outcome);
        Publish(new TurnEnded(turn.Id, outcome, timings));
        LearnInBackground();
    }

    /// <summary>Nothing is going on: what waits is done, or the characters go on by themselves.</summary>
    private async ValueTask RestAsync()
    {
        if (_isEnding || _state.Phase != TurnPhase.Listening)
        {
            return;
        }

        if (_context.Flags.Expire(_history.ChatTime, _history.ConversationCount))
        {
            await SaveStateAsync();
            Publish(new ContextChanged(ContextSnapshot()));
        }

        while (_bootstrap.TryDequeue(out var bootstrap))
        {
            if (await BootstrapAsync(bootstrap) is { } plan)
            {
                _queue.Enqueue(plan);
                break;
            }
        }

        if (!_queue.TryDequeue(out var next))
        {
            next = Continuation();
        }

        if (next is null)
        {
            SetFlow(FlowState.WaitingForUserInput);
            SummarizeWhenLong();
            return;
        }

        _nextPlan = next;
        await FeedAsync(new TurnEvent.ReplyWanted());
    }

    private TurnPlan? Continuation()
    {
        var mayContinue = _mayContinue;
        _mayContinue = false;
        if (!mayContinue || _isPaused || _consecutive + 1 >= (IsStory ? 20 : Options.MaxConsecutiveReplies))
        {
            return null;
        }

        if (_pauseTimer.IsRunning)
        {
            // Somebody types or plays something of their own: later.
            _mayContinue = true;
            return null;
        }

        var speaking = _cast.Speaking;
        if (speaking.Count <= 1 && !IsStory)
        {
            return null;
        }

        // A model decides in the turn itself, which it may leave to the player.
        var isInferred = speaking.Count > 1 && _services.Replies.IsLanguageModel && _history.Last is { Role: MessageRole.Assistant };
        var next = isInferred ? null : SpeakerSelection.AfterReply(speaking, _history.Messages, PlayerName, IsStory);
        if (next is null && !isInferred)
        {
            return null;
        }

        _consecutive++;
        return new TurnPlan { CharacterId = next?.Character.Id, IsContinuation = true };
    }

    private bool IsStory => _setup.Scenario?.IsStory == true;

    private ValueTask PauseElapsedAsync() => RestAsync();

    private void OnFirstFrame(MessageSpeech speech, long at)
    {
        if (_turn is { } turn && turn.Speech == speech)
        {
            turn.Clock.Note(TurnMark.FirstAudio, at);
            Publish(new PlaybackStarted(turn.MessageId, 0, 0, TimeSpan.Zero));
        }
    }

    private void OnPlayed(MessageSpeech speech)
    {
        if (_turn is { } turn && turn.Speech == speech && !turn.IsPlayed)
        {
            turn.IsPlayed = true;
            turn.Clock.Note(TurnMark.Played);
            _loop.Post(() => CompleteTurnAsync(turn));
        }
    }

    /// <summary>Ends the turn once its text is complete, what follows the text is done, and it has been played.</summary>
    private async ValueTask CompleteTurnAsync(Turn turn)
    {
        if (turn.IsOver || !turn.IsRun || (turn.Speech is not null && !turn.IsPlayed))
        {
            return;
        }

        if (turn.IsStarted)
        {
            Publish(new PlaybackCompleted(turn.MessageId) { IsReported = turn.IsReportedDone });
        }

        await FeedAsync(new TurnEvent.TurnDone(turn.Id));
    }

    private void Unpause()
    {
        if (_isPaused)
        {
            _isPaused = false;
            Publish(new PausedChanged(false));
        }
    }

    /// <summary>Takes a message that is answered: the turn begins while the store writes it.</summary>
    private async ValueTask<ChatMessage> TakeAsync(ChatMessage draft, object? origin = null)
    {
        PreloadMemories();
        var message = await _history.BeginAppendAsync(draft);
        if (message.Role == MessageRole.User)
        {
            _memory.Hear(message);
        }

        var commit = _history.Commit;
        Publish(new MessageStored(message) { Origin = origin, Committed = commit.IsCompleted ? Task.FromResult(true) : IsCommittedAsync(commit) });
        if (!commit.IsCompleted)
        {
            _background.Run(async () =>
            {
                try
                {
                    await commit;
                }
                catch (Exception error)
                {
                    await _loop.InvokeAsync(() => TakeBackAsync(message, error, origin));
                }
            });
        }

        return message;
    }

    private static async Task<bool> IsCommittedAsync(Task commit)
    {
        await commit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return commit.IsCompletedSuccessfully;
    }

    /// <summary>A message could not be stored: nobody has said it, and nothing answers it.</summary>
    private async ValueTask TakeBackAsync(ChatMessage message, Exception error, object? origin)
    {
        await _history.SettleAsync();
        _memory.Forget(message);
        Report(error, origin);
        if (_nextPlan?.Message?.Id == message.Id)
        {
            _nextPlan = null;
        }

        if (_turn is { } turn && turn.Plan.Message?.Id == message.Id)
        {
            var stopped = turn.Stop.CancelAsync();
            _background.Run(() => stopped);
            await FailOnLoopAsync(turn);
        }
    }

    private async ValueTask<ChatMessage> StoreAsync(ChatMessage draft, object? origin = null)
    {
        var message = await _history.AppendAsync(draft);
        Publish(new MessageStored(message) { Origin = origin });
        return message;
    }

    private string Fill(string text) => TextTemplate.Fill(text, _cast.Main.DisplayName, PlayerName);
}
