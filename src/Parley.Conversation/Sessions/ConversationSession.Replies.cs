using Microsoft.Extensions.AI;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Replies;
using Parley.Conversation.Speakers;
using Parley.Conversation.Turns;
using Parley.Speech;
using ChatMessage = Parley.Conversation.Chats.ChatMessage;

namespace Parley.Conversation.Sessions;

/// <content>Runs a turn outside the loop; whatever it changes or tells, it does on the loop and only while the turn lasts.</content>
public sealed partial class ConversationSession
{
    private async Task RunTurnAsync(Turn turn)
    {
        try
        {
            var plan = turn.Plan;
            if (plan.Repeat is { } repeat)
            {
                await RepeatAsync(turn, repeat);
            }
            else if (plan.Line is { } line)
            {
                await SayAsync(turn, line);
            }
            else
            {
                await AnswerAsync(turn);
            }

            await OnLoopAsync(turn, () =>
            {
                turn.IsRun = true;
                return CompleteTurnAsync(turn);
            });
        }
        catch (Exception error) when (error is OperationCanceledException or ConversationException && (turn.IsOver || turn.Stop.IsCancellationRequested))
        {
        }
        catch (EngineException error)
        {
            SessionLog.StageFailed(_logger, "The reply", error);
            await FailAsync(turn, ConversationErrors.ReplyFailed, error.Message, error.IsTransient, error.EngineId);
        }
        catch (ConversationException error) when (error.Code != ConversationErrors.SessionEnded)
        {
            await FailAsync(turn, error.Code, error.Message, error.IsTransient, null);
        }
        catch (Exception error) when (error is not (ConversationException or OperationCanceledException))
        {
            SessionLog.StageFailed(_logger, "The reply", error);
            await FailAsync(turn, ConversationErrors.ReplyFailed, "The reply failed inside the server.", false, null);
        }
    }

    /// <summary>Runs work on the loop if the turn lasts.</summary>
    /// <exception cref="OperationCanceledException">It is over.</exception>
    private Task OnLoopAsync(Turn turn, Func<ValueTask> work) => OnLoopAsync(turn, async () =>
    {
        await work();
        return true;
    });

    private Task<T> OnLoopAsync<T>(Turn turn, Func<ValueTask<T>> work) => _loop.InvokeAsync(() => turn.IsOver ? throw new OperationCanceledException() : work());

    private async Task FailAsync(Turn turn, string code, string message, bool isTransient, string? engineId)
    {
        await _loop.InvokeAsync(async () =>
        {
            if (turn.IsOver)
            {
                return;
            }

            Raise(code, message, isTransient, engineId, turn.Id);
            if (turn.IsGenerating && code != ConversationErrors.StorageFailed)
            {
                try
                {
                    await EndReplyAsync(turn, turn.Text.ToString().TrimEnd(), isPartial: true);
                }
                catch (Exception error)
                {
                    Report(error);
                }
            }

            await FailOnLoopAsync(turn);
        });
    }

    /// <summary>Ends a turn that failed and was reported.</summary>
    private async ValueTask FailOnLoopAsync(Turn turn)
    {
        turn.IsFailed = turn.IsRun = true;
        if (turn.IsGenerating)
        {
            turn.IsGenerating = false;
            Publish(new ReplyCancelled(turn.Id, turn.MessageId));
        }

        turn.Speech?.Complete();
        if (turn.IsStarted && turn.Speech is not null)
        {
            // What was said before the failure is still played.
            await CompleteTurnAsync(turn);
        }
        else
        {
            await FeedAsync(new TurnEvent.TurnFailed(turn.Id));
        }
    }

    private async Task AnswerAsync(Turn turn)
    {
        var plan = turn.Plan;
        var send = plan.Send;
        if (plan.Message is { Role: MessageRole.User } message && send?.InferUserActions != false)
        {
            var outcome = await ActAsync(turn, ActionTiming.AfterUserMessage, message, MessageRole.User, null);
            if (outcome.CancelsReply)
            {
                turn.IsSuppressed = true;
                return;
            }

            turn.Limits = outcome.Limits;
        }

        if (send is { DoContinue: false })
        {
            turn.IsSuppressed = true;
            return;
        }

        var participant = await SelectSpeakerAsync(turn);
        if (participant is null || send is { DoReply: false })
        {
            if (participant is not null && send is { InferCharacterActions: true } && plan.Message is { } silent)
            {
                await ActAsync(turn, ActionTiming.BeforeAssistantMessage, silent, MessageRole.Assistant, participant);
                await ActAsync(turn, ActionTiming.AfterAssistantMessage, silent, MessageRole.Assistant, participant);
            }

            turn.IsSuppressed = true;
            return;
        }

        await OnLoopAsync(turn, () => BeginReplyAsync(turn, participant));
        if (plan.Message is { } before && send?.InferCharacterActions != false)
        {
            var outcome = await ActAsync(turn, ActionTiming.BeforeAssistantMessage, before, MessageRole.Assistant, participant);
            if (outcome.CancelsReply)
            {
                await OnLoopAsync(turn, () =>
                {
                    turn.IsGenerating = false;
                    turn.IsSuppressed = true;
                    Publish(new ReplyCancelled(turn.Id, turn.MessageId));
                    return ValueTask.CompletedTask;
                });
                return;
            }

            turn.Limits = outcome.Limits.Over(turn.Limits);
        }

        await GenerateAsync(turn, participant);
        if (turn.Stored is { } stored && send?.InferCharacterActions != false)
        {
            await ActAsync(turn, ActionTiming.AfterAssistantMessage, stored, MessageRole.Assistant, participant);
        }
    }

    private async ValueTask BeginReplyAsync(Turn turn, SessionParticipant participant)
    {
        SetFlow(FlowState.ProcessingAssistantReply);
        turn.MessageId = Guid.NewGuid();
        turn.CharacterId = participant.Character.Id;
        turn.IsGenerating = true;
        Publish(new ReplyGenerating(turn.Id, turn.MessageId, turn.CharacterId)
        {
            Role = turn.Plan.StoryPrompt is null ? MessageRole.Assistant : MessageRole.Event,
            IsNarration = IsNarration(turn),
            IsUnprompted = turn.Plan.Message is null,
        });
        if (Options.Memory)
        {
            await _memory.LoadAsync(turn.CharacterId, Chat.UseChatMemory);
        }
    }

    private bool IsNarration(Turn turn) => turn.CharacterId == _setup.Scenario?.NarratorId || turn.Plan.Send is { UseStoryWriter: true } || turn.Plan.StoryPrompt is not null;

    private async Task GenerateAsync(Turn turn, SessionParticipant participant)
    {
        var (client, (prompt, recalled), names) = await OnLoopAsync(turn, () => ValueTask.FromResult((ClientFor(participant.Character), Prompt(turn, participant), Names(participant))));
        turn.Clock.Note(TurnMark.ReplyRequested);
        var reader = new ReplyReader(client, _services.Replies.Id, _services.TimeProvider);
        var limits = new ReplyLimits(Options.FirstTokenTimeout, Options.TokenTimeout, Options.MaxReplyLength, turn.Limits.MaxSentences ?? turn.Plan.Send?.MaxSentences);
        await foreach (var piece in reader.ReadAsync(prompt.Messages, prompt.Options, limits, names, turn.Stop.Token))
        {
            if (reader.FirstTokenAt is { } first)
            {
                turn.Clock.Note(TurnMark.FirstToken, first);
            }

            if (piece.IsThought)
            {
                await OnLoopAsync(turn, () =>
                {
                    Publish(new ReplyThought(turn.Id, turn.MessageId, turn.CharacterId, piece.Text));
                    return ValueTask.CompletedTask;
                });
                continue;
            }

            turn.Clock.Note(TurnMark.FirstSentence);
            await PutOutAsync(turn, participant.Character, piece.Text);
        }

        turn.Clock.Note(TurnMark.ReplyEnd);
        await OnLoopAsync(turn, () => EndReplyAsync(turn, turn.Text.ToString().TrimEnd(), isPartial: false));
        if (recalled.Count > 0)
        {
            _background.Run(() => _memory.TouchAsync(participant.Character.Id, recalled).AsTask());
        }
    }

    /// <summary>Publishes a piece and has it spoken; the first one waits until the turn may begin.</summary>
    private async Task PutOutAsync(Turn turn, Character character, string piece)
    {
        var isOut = await OnLoopAsync(turn, async () =>
        {
            if (!turn.Gate.Task.IsCompleted)
            {
                await FeedAsync(new TurnEvent.OutputReady(turn.Id));
            }

            return !turn.Gate.Task.IsCompleted || Put(turn, character, piece);
        });
        if (isOut && !turn.Gate.Task.IsCompletedSuccessfully)
        {
            await turn.Gate.Task.WaitAsync(turn.Stop.Token);
            await OnLoopAsync(turn, () => ValueTask.FromResult(Put(turn, character, piece)));
        }
    }

    private bool Put(Turn turn, Character character, string piece)
    {
        if (!turn.IsStarted)
        {
            turn.IsStarted = true;
            Publish(new ReplyStarted(turn.Id, turn.MessageId, turn.CharacterId, _history.ChatTime));
            if (turn.Plan is { Speak: true } && turn.Plan.Send?.Speak != false && _voice.Begin(turn.Id, turn.MessageId) is { } speech)
            {
                turn.Speech = speech;
                _hearing.SetSpeaking(true);
                _background.Run(() => SynthesizeAsync(turn, speech, character));
            }
        }

        var start = turn.Text.Length;
        turn.Text.Append(piece);
        if (start < ExcerptLength)
        {
            turn.Excerpt = Excerpt(turn.Text.ToString());
        }

        SpeechClip? clip = null;
        if (turn.Speech is { } spoken && SpokenText.IsSpeakable(piece))
        {
            var index = spoken.Count;
            clip = new SpeechClip(turn.Id, turn.MessageId, start, piece, _ => spoken.Want(index));
            spoken.Add(clip);
        }

        Publish(new ReplyChunk(turn.Id, turn.MessageId, turn.CharacterId, start, turn.Text.Length, piece) { Clip = clip, IsNarration = IsNarration(turn) });
        return true;
    }

    private Task SynthesizeAsync(Turn turn, MessageSpeech speech, Character character)
    {
        var synthesis = new SpeechSynthesis(_services.Speech, _services.TimeProvider, Options.SynthesisTimeout);
        return synthesis.RunAsync(
            speech,
            character,
            (progress, clip) =>
            {
                switch (progress)
                {
                    case SynthesisProgress.Requested:
                        turn.Clock.Note(TurnMark.SynthesisRequested);
                        break;
                    case SynthesisProgress.FirstSamples:
                        turn.Clock.Note(TurnMark.FirstSamples);
                        break;
                    default:
                        _loop.Post(() =>
                        {
                            if (_voice.Current == speech)
                            {
                                _voice.Announce(clip);
                            }
                        });
                        break;
                }
            },
            error => _loop.Post(() =>
            {
                if (!turn.IsOver)
                {
                    turn.IsFailed = true;
                    Raise(ConversationErrors.SynthesisFailed, error.Message, error.IsTransient, error.EngineId, turn.Id);
                }
            }),
            turn.Stop.Token);
    }

    /// <summary>Commits the reply's text, or takes it back when nothing is left of it.</summary>
    private async ValueTask EndReplyAsync(Turn turn, string text, bool isPartial, string? unheard = null)
    {
        var isStored = turn.Plan.Store && turn.Plan.Repeat is null;
        if (text.Length == 0)
        {
            turn.IsGenerating = false;
            Publish(new ReplyCancelled(turn.Id, turn.MessageId));
        }
        else if (isStored)
        {
            var message = await _history.AppendAsync(new ChatMessage
            {
                Id = turn.MessageId,
                ChatId = ChatId,
                Sequence = 0,
                Timestamp = default,
                Role = turn.Plan.StoryPrompt is null ? MessageRole.Assistant : MessageRole.Event,
                CharacterId = turn.CharacterId,
                SenderName = _cast.Find(turn.CharacterId)?.Character.DisplayName ?? "",
                Text = text,
                IsInterrupted = isPartial,
                Unheard = unheard,
                IsNarration = IsNarration(turn),
            });
            turn.IsGenerating = false;
            turn.Stored = message;
            Publish(new ReplyEnded(turn.Id, turn.MessageId, turn.CharacterId, text)
            {
                Tokens = message.Tokens,
                Index = message.Index,
                ConversationIndex = message.ConversationIndex,
                IsPartial = isPartial,
            });
            Publish(new MessageStored(message));
            RaiseInScenario("generatingComplete", [], text);
        }
        else
        {
            turn.IsGenerating = false;
            Publish(new ReplyEnded(turn.Id, turn.MessageId, turn.CharacterId, text) { Tokens = TokenEstimate.Count(text), IsPartial = isPartial });
        }

        turn.IsTextComplete = true;
        turn.Speech?.Complete();
        _voice.Check();
    }

    private IChatClient ClientFor(Character character)
    {
        if (!_clients.TryGetValue(character.Id, out var client))
        {
            client = _services.Replies.CreateClient(character);
            _clients[character.Id] = client;
        }

        return client;
    }
}
