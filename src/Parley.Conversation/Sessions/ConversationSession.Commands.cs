using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Messages;
using Parley.Conversation.Turns;

namespace Parley.Conversation.Sessions;

/// <content>What the commands do. On the loop.</content>
public sealed partial class ConversationSession
{
    private async ValueTask HandleAsync(ConversationCommand command)
    {
        if (_isEnding)
        {
            throw SessionLoop.Ended();
        }

        switch (command)
        {
            case SendMessage send:
                await SendAsync(send);
                break;
            case EditMessage edit:
                await EditAsync(edit);
                break;
            case DeleteMessage delete:
                await DeleteAsync(delete.MessageId, delete.Origin);
                break;
            case RevertMessages revert:
                await RevertAsync(revert);
                break;
            case RetryReply:
                await RetryAsync(command.Origin);
                break;
            case RequestReply request:
                await RequestReplyAsync(new TurnPlan { CharacterId = request.CharacterId, Speak = request.Speak });
                break;
            case SpeakText speak:
                await SpeakAsync(speak);
                break;
            case RepeatMessage repeat:
                await RepeatAsync(repeat.MessageId);
                break;
            case InterruptReply interrupt:
                if (interrupt.MessageId is null || interrupt.MessageId == _turn?.MessageId)
                {
                    _queue.Clear();
                    await InterruptAsync(interrupt.Reason);
                }

                break;
            case SetPaused pause:
                await PauseAsync(pause);
                break;
            case ReportPlaybackStarted started:
                ReportStarted(started);
                break;
            case ReportPlaybackCompleted completed:
                await ReportCompletedAsync(completed);
                break;
            case StartTyping:
                _pauseTimer.Start(TypingPause);
                break;
            case EndTyping:
                _pauseTimer.Stop();
                await RestWhenListeningAsync();
                break;
            case RequestSuggestions request:
                _background.Run(() => SuggestAsync(request));
                break;
            case UpdateContext update:
                await UpdateContextAsync(update);
                break;
            case TriggerAction trigger when string.IsNullOrWhiteSpace(trigger.Name):
                await RequestReplyAsync(new TurnPlan());
                break;
            case TriggerAction trigger:
                _background.Run(() => TriggerAsync(trigger.Name, trigger.Arguments, trigger.MessageId, 0));
                break;
            case AddParticipant add:
                await AddParticipantAsync(add);
                break;
            case RemoveParticipant remove:
                await RemoveParticipantAsync(remove);
                break;
            case UpdateChat update:
                await UpdateChatAsync(c => c with { Title = string.IsNullOrWhiteSpace(update.Title) ? null : update.Title.Trim() });
                Publish(new ChatChanged(Chat) { Origin = update.Origin });
                break;
            case UpdateDocument update:
                var document = _context.UpdateDocument(update.DocumentId, update.Title, update.Content);
                await SaveStateAsync();
                Publish(new DocumentChanged(document.Id, document.Title, document.Content) { Origin = update.Origin });
                break;
            case SummarizeChat summarize:
                _background.Run(() => SummarizeAsync(summarize.All));
                break;
            case RunScript run:
                _background.Run(() => RunScriptAsync(run.Script, "runScript", null, [], work => _loop.InvokeAsync(work)));
                break;
            case RaiseScriptEvent raise:
                _background.Run(() => RaiseScriptEventAsync(raise));
                break;
            case CompleteAppTrigger complete:
                if (complete.TriggerId is not null || complete.Name is not null)
                {
                    CompleteTrigger(complete.TriggerId, complete.Name);
                }

                break;
            case CompleteCapture capture:
                await CompleteCaptureAsync(capture);
                break;
            default:
                throw new ConversationException(ConversationErrors.InvalidArgument, "The session does not know this command.");
        }
    }

    private async ValueTask SendAsync(SendMessage send)
    {
        var text = send.Text?.Trim() is "*" ? "" : send.Text?.Trim() ?? "";
        if (text.Length == 0 && send.Attachments.Count == 0)
        {
            await RequestReplyAsync(new TurnPlan { Send = send, Message = _history.Last is { Role: MessageRole.User } last ? last : null });
            return;
        }

        if (send is { AllowSlashCommands: true, Role: MessageRole.User } && SlashCommand.Parse(text) is { } slash)
        {
            await ObeyAsync(slash, send);
            return;
        }

        if (await _hearing.OnClientMessageAsync(text))
        {
            return;
        }

        if (send.Role == MessageRole.Assistant)
        {
            await SpeakAsync(new SpeakText(text, send.CharacterId) { Speak = send.Speak, Origin = send.Origin });
            return;
        }

        // Notes, secrets and the like are told, not answered.
        var isAnswered = send.Role is MessageRole.User or MessageRole.Event;
        var mayFollow = isAnswered && send.DoContinue && (send.DoReply || send.InferUserActions || send.InferCharacterActions);
        _consecutive = 0;
        Unpause();
        if (mayFollow)
        {
            await InterruptAsync(InterruptReason.NewMessage, isFollowed: true);
        }

        var attachments = await KeepAsync(send.Attachments);
        var message = await StoreAsync(
            new ChatMessage
            {
                Id = Guid.NewGuid(),
                ChatId = ChatId,
                Sequence = 0,
                Timestamp = default,
                Role = send.Role,
                SenderName = send.Role == MessageRole.User ? PlayerName : "",
                Text = text,
                Attachments = attachments,
            },
            send.Origin);
        if (send.Role == MessageRole.User)
        {
            _memory.Hear(message);
        }

        if (send.TriggerEvent is { Length: > 0 } trigger)
        {
            _background.Run(() => TriggerAsync(trigger, [], message.Id, 0));
        }

        if (!mayFollow)
        {
            return;
        }

        SetFlow(FlowState.ProcessingUserMessage);
        _nextPlan = new TurnPlan { Message = message, Send = send };
        await FeedAsync(new TurnEvent.ReplyWanted());
    }

    private async ValueTask<IReadOnlyList<ChatAttachment>> KeepAsync(IReadOnlyList<AttachmentUpload> uploads)
    {
        if (uploads.Count == 0)
        {
            return [];
        }

        var kept = new List<ChatAttachment>(uploads.Count);
        foreach (var upload in uploads)
        {
            var attachment = new ChatAttachment { Id = Guid.NewGuid(), ContentType = upload.ContentType, Source = upload.Source, FileName = upload.FileName, Label = upload.Label };
            await _setup.Chats.WriteAttachmentAsync(_chat.Player, ChatId, attachment, upload.Data);
            kept.Add(attachment);
        }

        return kept;
    }

    private async ValueTask ObeyAsync(SlashCommand command, SendMessage send)
    {
        switch (command)
        {
            case AddMessageCommand { Role: MessageRole.Assistant } say:
                await SpeakAsync(new SpeakText(say.Text, Named(say)) { Speak = send.Speak, Origin = send.Origin });
                break;
            case AddMessageCommand add:
                await SendAsync(send with
                {
                    Text = add.Text,
                    Role = add.Role,
                    AllowSlashCommands = false,
                    DoReply = add.Reply,
                    DoContinue = add.Reply,
                    CharacterId = Named(add) ?? send.CharacterId,
                    MaxTokens = add.MaxTokens ?? send.MaxTokens,
                    MaxSentences = add.MaxSentences ?? send.MaxSentences,
                    UseStoryWriter = add.UseStoryWriter || add.Narrate || send.UseStoryWriter,
                });
                break;
            case WriteStoryCommand story:
                await InterruptAsync(InterruptReason.NewMessage);
                await TellStoryAsync(story.Prompt, isInTurn: false);
                break;
            case TriggerCommand trigger:
                _background.Run(() => TriggerAsync(trigger.Name, [], null, 0));
                break;
            case SetFlagsCommand flags:
                await UpdateContextAsync(new UpdateContext(new ContextPayload { SetFlags = flags.Flags }) { Origin = send.Origin });
                break;
            case SetContextCommand context:
                IReadOnlyList<ContextDefinition> sentences = context.Text.Length == 0 ? [] : [new ContextDefinition { Text = context.Text }];
                await UpdateContextAsync(new UpdateContext(new ContextPayload { Key = "__command", Contexts = sentences }) { Origin = send.Origin });
                break;
            case SummarizeCommand summarize:
                _background.Run(() => SummarizeAsync(summarize.All));
                break;
            case RepeatCommand repeat:
                await RepeatAsync(repeat.MessageId);
                break;
            case RegenerateCommand:
                await RetryAsync(send.Origin);
                break;
            case RollbackCommand:
                await RevertAsync(new RevertMessages { Origin = send.Origin });
                break;
            case CaptureCommand capture:
                RequestCapture(capture.Source);
                break;
            default:
                throw new ConversationException(ConversationErrors.InvalidState, "This server makes no pictures.");
        }
    }

    private Guid? Named(AddMessageCommand command) => (command.CharacterName is { } name ? _cast.FindByName(name) : command.ScenarioRole is { } role ? _cast.FindByRole(role) : null)?.Character.Id;

    private async ValueTask RequestReplyAsync(TurnPlan plan)
    {
        if (_turn is not null || _state.Phase != TurnPhase.Listening)
        {
            return;
        }

        if (plan.CharacterId is { } id && _cast.Find(id) is null)
        {
            throw new ConversationException(ConversationErrors.NotFound, "The character is not in this chat.");
        }

        _nextPlan = plan.Message is null && _history.Last is { Role: MessageRole.User } last ? plan with { Message = last } : plan;
        await FeedAsync(new TurnEvent.ReplyWanted());
    }

    /// <param name="reason">Why.</param>
    /// <param name="isFollowed">Whether another turn follows at once.</param>
    private async ValueTask InterruptAsync(InterruptReason reason, bool isFollowed = false)
    {
        _mayContinue = false;
        _interruptReason = reason;
        _isFollowed = isFollowed;
        await FeedAsync(new TurnEvent.InterruptWanted());
        _isFollowed = false;
        _interruptReason = InterruptReason.NewMessage;
    }

    private async ValueTask SpeakAsync(SpeakText speak)
    {
        if (string.IsNullOrWhiteSpace(speak.Text))
        {
            return;
        }

        if (speak.CharacterId is { } id && _cast.Find(id) is null)
        {
            throw new ConversationException(ConversationErrors.NotFound, "The character is not in this chat.");
        }

        _isSilentInterrupt = speak.ReplaceSilently && _turn is { IsTextComplete: true };
        await InterruptAsync(InterruptReason.SpeakText, isFollowed: true);
        _isSilentInterrupt = false;
        _nextPlan = new TurnPlan { Line = speak.Text.Trim(), CharacterId = speak.CharacterId, Store = speak.Store, Speak = speak.Speak };
        await FeedAsync(new TurnEvent.ReplyWanted());
    }

    private async ValueTask RepeatAsync(Guid? messageId)
    {
        var message = messageId is { } id
            ? _history.Find(id)
            : _history.LastOf(m => m.Role is MessageRole.Assistant or MessageRole.Event or MessageRole.Note);
        if (message is null)
        {
            throw new ConversationException(ConversationErrors.NotFound, "There is no such message.");
        }

        await InterruptAsync(InterruptReason.SpeakText, isFollowed: true);
        _nextPlan = new TurnPlan { Repeat = message };
        await FeedAsync(new TurnEvent.ReplyWanted());
    }

    private async ValueTask EditAsync(EditMessage edit)
    {
        if (string.IsNullOrWhiteSpace(edit.Text))
        {
            await DeleteAsync(edit.MessageId, edit.Origin);
            return;
        }

        if (_turn?.MessageId == edit.MessageId)
        {
            await InterruptAsync(InterruptReason.HistoryChanged);
        }

        var changed = await _history.ReplaceAsync(edit.MessageId, m => m with { Text = edit.Text })
            ?? throw new ConversationException(ConversationErrors.NotFound, "There is no such message.");
        Publish(new MessageChanged(changed, MessageChange.Edited) { Origin = edit.Origin });
    }

    private async ValueTask DeleteAsync(Guid messageId, object? origin)
    {
        if (_turn?.MessageId == messageId)
        {
            await InterruptAsync(InterruptReason.HistoryChanged);
        }

        if (await DeleteAsync(m => m.Id == messageId, origin) == 0)
        {
            throw new ConversationException(ConversationErrors.NotFound, "There is no such message.");
        }
    }

    private async ValueTask<int> DeleteAsync(Predicate<ChatMessage> condition, object? origin)
    {
        var deleted = await _history.DeleteAsync(condition);
        foreach (var message in deleted)
        {
            Publish(new MessageDeleted(message) { Origin = origin });
        }

        return deleted.Count;
    }

    private async ValueTask RevertAsync(RevertMessages revert)
    {
        var from = revert.MessageId is { } id
            ? (_history.Find(id) ?? throw new ConversationException(ConversationErrors.NotFound, "There is no such message.")).Sequence + 1
            : _history.LastOf(m => m.Role == MessageRole.User)?.Sequence ?? long.MaxValue;
        await InterruptAsync(InterruptReason.HistoryChanged);
        await DeleteAsync(m => m.Sequence >= from, revert.Origin);
        if (_history.Last is { Role: MessageRole.User } last)
        {
            await AnswerAsync(last, null);
        }
    }

    private async ValueTask RetryAsync(object? origin)
    {
        await InterruptAsync(InterruptReason.HistoryChanged, isFollowed: true);
        var last = _history.LastOf(m => m.Role is MessageRole.User or MessageRole.Assistant);
        Guid? speaker = null;
        if (last is { Role: MessageRole.Assistant })
        {
            speaker = last.CharacterId;
            await DeleteAsync(m => m.Id == last.Id, origin);
        }

        await AnswerAsync(_history.LastOf(m => m.Role == MessageRole.User), speaker);
    }

    private async ValueTask AnswerAsync(ChatMessage? message, Guid? characterId)
    {
        _consecutive = 0;
        _nextPlan = new TurnPlan { Message = message, CharacterId = characterId is { } id && _cast.Find(id) is not null ? id : null };
        await FeedAsync(new TurnEvent.ReplyWanted());
    }

    private async ValueTask PauseAsync(SetPaused pause)
    {
        _isPaused = pause.Paused;
        Publish(new PausedChanged(pause.Paused) { Origin = pause.Origin });
        if (pause is { Paused: true, Interrupt: true })
        {
            await InterruptAsync(InterruptReason.Client);
        }
        else if (!pause.Paused && _state.Phase == TurnPhase.Listening)
        {
            _consecutive = 0;
            if (_history.Last is { Role: MessageRole.User } last)
            {
                await AnswerAsync(last, null);
            }
            else if (_setup.Scenario?.IsStory == true || _cast.Speaking.Count > 1)
            {
                _mayContinue = true;
                await RestAsync();
            }
        }
    }

    private void ReportStarted(ReportPlaybackStarted report)
    {
        Publish(new PlaybackStarted(report.MessageId, report.StartIndex, report.EndIndex, report.Duration) { IsNarration = report.IsNarration, IsReported = true, Origin = report.Origin });
        if (_voice.ReportStarted(report.MessageId, report.StartIndex, report.EndIndex, report.Duration))
        {
            _turn?.Clock.Note(TurnMark.FirstAudio);
        }
        else if (report.Duration == TimeSpan.Zero && _turn is null)
        {
            // A client plays something of its own: the characters wait (Voxta specification §4.8.4).
            _pauseTimer.Start(TimeSpan.FromSeconds(60));
        }
    }

    private async ValueTask ReportCompletedAsync(ReportPlaybackCompleted report)
    {
        if (_turn is { } turn && (report.MessageId is null || report.MessageId == turn.MessageId) && turn.Speech is not null)
        {
            turn.IsReportedDone = true;
            _voice.ReportCompleted(report.MessageId);
            return;
        }

        if (report.MessageId is { } id)
        {
            Publish(new PlaybackCompleted(id) { IsReported = true, Origin = report.Origin });
        }

        if (_turn is null)
        {
            _pauseTimer.Stop();
            await RestWhenListeningAsync();
        }
    }

    private async ValueTask RestWhenListeningAsync()
    {
        if (_state.Phase == TurnPhase.Listening && _turn is null)
        {
            await RestAsync();
        }
    }

    private async ValueTask UpdateContextAsync(UpdateContext update)
    {
        var errors = _context.Apply(update.Payload, _history.ChatTime, _history.ConversationCount);
        await ContextChangedAsync(update.Origin);
        foreach (var error in errors)
        {
            Raise(ConversationErrors.InvalidArgument, error, origin: update.Origin);
        }
    }

    private async ValueTask AddParticipantAsync(AddParticipant add)
    {
        if (_cast.Find(add.CharacterId) is null)
        {
            if (_cast.Participants.Count >= Options.MaxParticipants)
            {
                throw new ConversationException(ConversationErrors.LimitReached, $"A chat may have at most {Options.MaxParticipants} characters.");
            }

            var character = await _services.Characters.FindAsync(Player.Tenant, add.CharacterId)
                ?? throw new ConversationException(ConversationErrors.NotFound, "The character does not exist.");
            _cast.Add(new SessionParticipant(character, add.ScenarioRole, true));
            await UpdateChatAsync(c => c with { Participants = _cast.ForChat() });
            Publish(new ParticipantsChanged(_cast.Participants) { Origin = add.Origin });
            if (add.ScenarioRole is null)
            {
                await AddAsync(MessageRole.Event, $"{character.DisplayName} joined the conversation.");
            }
            else
            {
                Publish(new ContextChanged(ContextSnapshot()));
            }

            return;
        }

        Publish(new ParticipantsChanged(_cast.Participants) { Origin = add.Origin });
    }

    private async ValueTask RemoveParticipantAsync(RemoveParticipant remove)
    {
        if (_cast.Find(remove.CharacterId) is { } participant)
        {
            if (_cast.Participants.Count == 1)
            {
                throw new ConversationException(ConversationErrors.InvalidState, "The last character cannot be removed.");
            }

            if (_turn?.CharacterId == remove.CharacterId)
            {
                await InterruptAsync(InterruptReason.HistoryChanged);
            }

            _cast.Remove(remove.CharacterId);
            await UpdateChatAsync(c => c with { Participants = _cast.ForChat() });
            Publish(new ParticipantsChanged(_cast.Participants) { Origin = remove.Origin });
            if (participant.ScenarioRole is null)
            {
                await AddAsync(MessageRole.Event, $"{participant.Character.DisplayName} left the conversation.");
            }

            return;
        }

        Publish(new ParticipantsChanged(_cast.Participants) { Origin = remove.Origin });
    }

    private async ValueTask UpdateChatAsync(Func<Chat, Chat> change)
    {
        var changed = change(Chat);
        await _setup.Chats.UpdateAsync(changed);
        Volatile.Write(ref _chat, changed);
    }

    private void RequestCapture(string source)
    {
        var id = Guid.NewGuid();
        _captures.Enqueue(id);
        if (_captures.Count > 8)
        {
            _captures.Dequeue();
        }

        Publish(new CaptureRequested(id, source, _history.LastOf(m => m.Role == MessageRole.User)?.Text));
    }

    private async ValueTask CompleteCaptureAsync(CompleteCapture capture)
    {
        if (!_captures.Contains(capture.RequestId))
        {
            throw new ConversationException(ConversationErrors.NotFound, "No picture was asked for under this id.");
        }

        _captures = new Queue<Guid>(_captures.Where(id => id != capture.RequestId));
        if (capture.Picture is { } picture)
        {
            await SendAsync(new SendMessage { Attachments = [picture], Origin = capture.Origin });
        }
    }

    private async Task RaiseScriptEventAsync(RaiseScriptEvent raise)
    {
        var happening = await _loop.InvokeAsync(() => ValueTask.FromResult(_context.Events.FirstOrDefault(e => e.Definition.Name.Equals($"app:{raise.Name}", StringComparison.OrdinalIgnoreCase))));
        if (happening is null)
        {
            return;
        }

        if (happening.Definition.Effect.Script is { Length: > 0 } script)
        {
            await RunScriptAsync(script, happening.Definition.Name, $"app:{raise.Name}", raise.Arguments, work => _loop.InvokeAsync(work));
            return;
        }

        await FireAsync(happening, ActionTiming.Manual, work => _loop.InvokeAsync(work));
    }
}
