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
            case MarkChat mark:
                await UpdateChatAsync(c => c with { IsFavorite = mark.IsFavorite });
                Publish(new ChatChanged(Chat) { Origin = mark.Origin });
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
            case AbandonAppTriggers:
                AbandonTriggers();
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

        // A client that sends what it was told it said: the turn began when it was said.
        var heard = send.Role == MessageRole.User ? _hearing.TakeLeft(text) : null;

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
        var draft = new ChatMessage
        {
            Id = Guid.NewGuid(),
            ChatId = ChatId,
            Sequence = 0,
            Timestamp = default,
            Role = send.Role,
            SenderName = send.Role == MessageRole.User ? PlayerName : "",
            Text = text,
            Attachments = attachments,
        };
        var message = mayFollow || send.Role == MessageRole.User ? await TakeAsync(draft, send.Origin) : await StoreAsync(draft, send.Origin);

        if (send.TriggerEvent is { Length: > 0 } trigger)
        {
            _background.Run(() => TriggerAsync(trigger, [], message.Id, 0));
        }

        if (!mayFollow)
        {
            return;
        }

        SetFlow(FlowState.ProcessingUserMessage);
        _nextPlan = new TurnPlan { Message = message, Send = send, Heard = heard is null ? null : clock => NoteHeard(clock, heard) };
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

    private async ValueTask AnswerAsync(ChatMessage? message, Guid? characterId)
    {
        _consecutive = 0;
        _nextPlan = new TurnPlan { Message = message, CharacterId = characterId is { } id && _cast.Find(id) is not null ? id : null };
        await FeedAsync(new TurnEvent.ReplyWanted());
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

    private async Task RaiseScriptEventAsync(RaiseScriptEvent raise)
    {
        var happening = await _loop.InvokeAsync(() => ValueTask.FromResult(_context.Events.FirstOrDefault(e => e.Definition.Name.Equals($"app:{raise.Name}", StringComparison.OrdinalIgnoreCase))));
        RaiseInScenario($"app:{raise.Name}", raise.Arguments);
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
