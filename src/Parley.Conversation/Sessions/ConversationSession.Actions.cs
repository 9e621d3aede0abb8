using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Prompts;
using Parley.Conversation.Replies;
using Parley.Conversation.Turns;

namespace Parley.Conversation.Sessions;

/// <content>Actions, events, their effects and scripts (Voxta specification §7.2, §7.3).</content>
public sealed partial class ConversationSession
{
    private const int MaxActivations = 8;

    /// <summary>Fires events and infers actions of one timing, layer by layer.</summary>
    private async Task<ActionOutcome> ActAsync(Turn turn, ActionTiming timing, ChatMessage message, MessageRole role, SessionParticipant? participant)
    {
        // After a reply the triggering text is what was said and what was answered.
        var text = timing == ActionTiming.AfterAssistantMessage && message.Role == MessageRole.Assistant && turn.Plan.Message is { } said
            ? $"{said.Text}\n{message.Text}"
            : message.Text;
        var (events, layers) = await OnLoopAsync(turn, () => ValueTask.FromResult((DueEvents(timing, message, text), Layers(timing, text, participant))));
        foreach (var item in events)
        {
            await FireAsync(item, timing, work => OnLoopAsync(turn, work));
        }

        var outcome = ActionOutcome.None;
        foreach (var (layer, candidates) in layers)
        {
            if (!turn.Decisions.Add((timing, layer)))
            {
                continue;
            }

            var pending = candidates;
            for (var step = 0; step < MaxActivations && pending.Count > 0; step++)
            {
                if (await ChooseAsync(turn, pending, text, participant) is not { } choice)
                {
                    if (step == 0)
                    {
                        _loop.Post(() => Publish(new NoActionChosen(layer, timing) { CharacterId = participant?.Character.Id, Role = role }));
                    }

                    break;
                }

                var definition = choice.Action.Definition;
                await DoAsync(choice, timing, message, role, participant, turn.Id, work => OnLoopAsync(turn, work));
                outcome = new ActionOutcome(
                    outcome.CancelsReply || (definition.CancelReply && timing != ActionTiming.AfterAssistantMessage),
                    new ActionLimits(definition.Effect?.MaxSentences, definition.Effect?.MaxTokens).Over(outcome.Limits));
                if (definition.FinalLayer)
                {
                    return outcome;
                }

                pending = await OnLoopAsync(turn, () => ValueTask.FromResult(Activated(definition, text, participant)));
            }
        }

        return outcome;
    }

    /// <summary>What may be chosen at a timing, by layer in ordinal order.</summary>
    private List<(string Layer, List<PreparedAction> Candidates)> Layers(ActionTiming timing, string text, SessionParticipant? participant)
    {
        var offered = _context.Actions.Where(a => IsAt(a.Definition.Timing, timing) && IsOffered(a, text, participant)).ToArray();
        foreach (var name in offered.Where(a => a.FlattenCondition?.Holds(_context.Flags.IsSet) == true).SelectMany(a => a.Definition.Activates).ToArray())
        {
            offered = [.. offered, .. _context.Actions.Where(a => a.Definition.Name == name && a.Definition.Timing == ActionTiming.Manual && IsOffered(a, text, participant) && !offered.Contains(a))];
        }

        return
        [
            .. offered.GroupBy(a => a.Definition.Layer, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Take(Options.MaxLayers)
                .Select(g => (g.Key, g.ToList())),
        ];
    }

    private List<PreparedAction> Activated(ActionDefinition definition, string text, SessionParticipant? participant) => definition.Activates.Count == 0
        ? []
        : [.. _context.Actions.Where(a => a.Definition.Timing == ActionTiming.Manual && definition.Activates.Contains(a.Definition.Name) && IsOffered(a, text, participant))];

    private static bool IsAt(ActionTiming defined, ActionTiming now) => defined == now
        || (defined == ActionTiming.AfterAnyMessage && now is ActionTiming.AfterUserMessage or ActionTiming.AfterAssistantMessage);

    private bool IsOffered(PreparedAction action, string text, SessionParticipant? participant)
    {
        var definition = action.Definition;
        return !(definition.Once && _context.IsDone("action", action.Key, definition.Name))
            && (definition.RoleFilter is null || definition.RoleFilter.Equals(participant?.ScenarioRole, StringComparison.OrdinalIgnoreCase))
            && action.Condition.Holds(_context.Flags.IsSet)
            && action.Matches(text);
    }

    private async Task<ActionChoice?> ChooseAsync(Turn turn, IReadOnlyList<PreparedAction> candidates, string text, SessionParticipant? participant)
    {
        var (client, transcript, contexts) = await OnLoopAsync(turn, () => ValueTask.FromResult((
            ClientFor((participant ?? _cast.Participants[0]).Character),
            PromptBuilder.Transcript(_history.ForPrompt().TakeLast(12), PlayerName),
            (IReadOnlyList<string>)[.. _context.Sentences(PromptKinds.ActionInference, inSystemPrompt: false, participant?.ScenarioRole).Select(Fill)])));
        try
        {
            var inference = new ActionInference(client, _services.Replies.IsLanguageModel, _services.TimeProvider, Options.InferenceTimeout);
            return await inference.ChooseAsync(candidates, text, transcript, participant?.Character.DisplayName ?? PlayerName, contexts, turn.Stop.Token);
        }
        catch (Exception error) when (!turn.Stop.IsCancellationRequested)
        {
            // Without inference no action is chosen; the conversation goes on.
            SessionLog.StageFailed(_logger, "Choosing an action", error);
            return null;
        }
    }

    /// <summary>Carries an action out: its effects, then its report.</summary>
    /// <param name="choice">The action.</param>
    /// <param name="timing">When it was considered.</param>
    /// <param name="message">The message it belongs to; null for none.</param>
    /// <param name="role">Who acts.</param>
    /// <param name="participant">The character that acts; null when the player does.</param>
    /// <param name="turnId">The turn; 0 outside turns.</param>
    /// <param name="onLoop">Runs work on the loop, and refuses it when the turn is over.</param>
    private async Task DoAsync(
        ActionChoice choice,
        ActionTiming timing,
        ChatMessage? message,
        MessageRole role,
        SessionParticipant? participant,
        long turnId,
        Func<Func<ValueTask>, Task> onLoop)
    {
        var definition = choice.Action.Definition;
        var isFirst = true;
        await onLoop(() =>
        {
            isFirst = !definition.Once || !_context.IsDone("action", choice.Action.Key, definition.Name);
            if (definition.Once && isFirst)
            {
                _context.MarkDone("action", choice.Action.Key, definition.Name);
            }

            return ValueTask.CompletedTask;
        });
        if (!isFirst)
        {
            return;
        }

        await TakeEffectAsync(definition.Effect, choice.Action.Key, definition.Name, choice.Arguments, turnId != 0, onLoop);
        await onLoop(() =>
        {
            Publish(new ActionInvoked(definition.Name, choice.Arguments)
            {
                TurnId = turnId,
                MessageId = message?.Id,
                CharacterId = participant?.Character.Id,
                Role = role,
                ContextKey = choice.Action.Key,
                Layer = definition.Layer,
                Timing = timing,
                ScenarioRole = participant?.ScenarioRole,
            });
            return ValueTask.CompletedTask;
        });
    }

    private async Task TakeEffectAsync(
        ActionEffect? effect,
        string key,
        string name,
        IReadOnlyList<ActionArgument> arguments,
        bool isInTurn,
        Func<Func<ValueTask>, Task> onLoop)
    {
        if (effect is null)
        {
            return;
        }

        if (effect.SetFlags.Count + effect.ClearFlags.Count + effect.Contexts.Count > 0)
        {
            await onLoop(async () =>
            {
                _context.SetFlags([.. effect.SetFlags, .. effect.ClearFlags.Select(f => "!" + f.TrimStart('!'))], _history.ChatTime, _history.ConversationCount);
                if (effect.Contexts.Count > 0)
                {
                    _context.SetContexts($"{key}:{name}", effect.Contexts);
                }

                await ContextChangedAsync();
            });
        }

        if (!string.IsNullOrWhiteSpace(effect.Script))
        {
            await RunScriptAsync(effect.Script, name, null, arguments, onLoop);
        }

        await onLoop(async () =>
        {
            await AddAsync(MessageRole.Instructions, effect.Instructions);
            await AddAsync(MessageRole.Note, effect.Note);
            await AddAsync(MessageRole.Secret, effect.Secret);
            if (await AddAsync(MessageRole.Event, effect.Event) is { } happened && !isInTurn)
            {
                await AnswerLaterAsync(new TurnPlan { Message = happened });
            }

            if (!string.IsNullOrWhiteSpace(effect.Story))
            {
                await TellStoryAsync(Fill(effect.Story), isInTurn);
            }

            if (!string.IsNullOrWhiteSpace(effect.Trigger) && effect.Trigger != name)
            {
                _background.Run(() => TriggerAsync(effect.Trigger, [], null, 1));
            }
        });
    }

    private async ValueTask<ChatMessage?> AddAsync(MessageRole role, string? text) => string.IsNullOrWhiteSpace(text)
        ? null
        : await StoreAsync(new ChatMessage { Id = Guid.NewGuid(), ChatId = ChatId, Sequence = 0, Timestamp = default, Role = role, Text = Fill(text) });

    private async ValueTask TellStoryAsync(string prompt, bool isInTurn)
    {
        if (!_services.Replies.IsLanguageModel)
        {
            // Without a model the prompt is the story.
            var happened = await AddAsync(MessageRole.Event, prompt);
            if (!isInTurn)
            {
                await AnswerLaterAsync(new TurnPlan { Message = happened });
            }

            return;
        }

        _queue.Enqueue(new TurnPlan { StoryPrompt = prompt });
        await AnswerLaterAsync(new TurnPlan());
    }

    /// <summary>Has a reply made as soon as nothing else is going on.</summary>
    private async ValueTask AnswerLaterAsync(TurnPlan plan)
    {
        _queue.Enqueue(plan);
        if (_state.Phase == TurnPhase.Listening)
        {
            await RestAsync();
        }
    }

    /// <summary>Runs an action by name (Voxta <c>triggerAction</c>, <c>/trigger</c>). Outside the loop.</summary>
    private async Task TriggerAsync(string name, IReadOnlyList<ActionArgument> arguments, Guid? messageId, int depth)
    {
        if (depth > MaxActivations)
        {
            return;
        }

        var (action, happening, message) = await _loop.InvokeAsync(() => ValueTask.FromResult((
            _context.Actions.FirstOrDefault(a => a.Definition.Name.Equals(name, StringComparison.OrdinalIgnoreCase)),
            _context.Events.FirstOrDefault(e => e.Definition.Name.Equals(name, StringComparison.OrdinalIgnoreCase)),
            (messageId is { } id ? _history.Find(id) : null) ?? _history.Last)));
        if (action is not null)
        {
            var participant = _cast.Participants[0];
            await DoAsync(new ActionChoice(action, arguments), ActionTiming.Manual, message, MessageRole.Assistant, participant, 0, work => _loop.InvokeAsync(work));
        }
        else if (happening is not null)
        {
            await FireAsync(happening, ActionTiming.Manual, work => _loop.InvokeAsync(work));
        }
        else
        {
            await _loop.InvokeAsync(() => Publish(new ActionInvoked(name, arguments) { MessageId = message?.Id, CharacterId = _cast.Main.Id, Timing = ActionTiming.Manual }));
        }
    }

    private async ValueTask ContextChangedAsync(object? origin = null)
    {
        await SaveStateAsync();
        Publish(new ContextChanged(ContextSnapshot()) { Origin = origin });
    }
}
