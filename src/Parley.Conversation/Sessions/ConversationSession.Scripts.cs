using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Scripts;

namespace Parley.Conversation.Sessions;

/// <content>Scripts and what they do to the chat and to the app.</content>
public sealed partial class ConversationSession
{
    private const int MaxScriptVariables = 200;
    private static readonly TimeSpan TriggerTimeout = TimeSpan.FromSeconds(30);
    private readonly Queue<AppTriggered> _triggers = new();
    private AppTriggered? _waitingTrigger;
    private LoopTimer? _triggerTimer;

    /// <summary>Runs the scenario's script for an event it mentions.</summary>
    private void RaiseInScenario(string eventName, IReadOnlyList<ActionArgument> arguments, string? messageText = null)
    {
        if (_setup.Scenario is { Script: { Length: > 0 } script } scenario && script.Contains(eventName, StringComparison.Ordinal))
        {
            _background.Run(() => RunScriptAsync(script, scenario.Name, eventName, arguments, work => _loop.InvokeAsync(work), messageText));
        }
    }

    private async Task RunScriptAsync(
        string script, string name, string? eventName, IReadOnlyList<ActionArgument> arguments, Func<Func<ValueTask>, Task> onLoop, string? messageText = null)
    {
        if (_services.Scripts is not { } host)
        {
            await onLoop(() =>
            {
                Raise(ConversationErrors.ScriptFailed, "This server runs no scripts.");
                return ValueTask.CompletedTask;
            });
            return;
        }

        ScriptRequest? request = null;
        await onLoop(() =>
        {
            request = new ScriptRequest(script, name, ContextSnapshot())
            {
                EventName = eventName,
                Arguments = arguments,
                MessageText = messageText,
                CharacterName = _cast.Main.DisplayName,
                PlayerName = PlayerName,
                ChatTime = _history.ChatTime,
                Variables = new Dictionary<string, System.Text.Json.JsonElement>(_context.ScriptVariables),
            };
            return ValueTask.CompletedTask;
        });
        ScriptResult result;
        try
        {
            result = await host.RunAsync(request!, _stop.Token);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            SessionLog.StageFailed(_logger, "A script", error);
            result = new ScriptResult { Error = "The script host failed." };
        }

        await onLoop(() => ApplyAsync(name, result));
    }

    private async ValueTask ApplyAsync(string name, ScriptResult result)
    {
        foreach (var flag in result.Flags)
        {
            if (FlagChange.TryParse(flag.Flag, out var change))
            {
                _context.Flags.Apply(change, _history.ChatTime, _history.ConversationCount, flag.ExpireAfter, flag.ExpireMessages);
            }
        }

        foreach (var (key, value) in result.Variables)
        {
            if (_context.ScriptVariables.ContainsKey(key) || _context.ScriptVariables.Count < MaxScriptVariables)
            {
                _context.ScriptVariables[key] = value.Clone();
            }
        }

        foreach (var (key, text) in result.Contexts)
        {
            _context.SetContexts(key, text.Length == 0 ? [] : [new ContextDefinition { Text = text }]);
        }

        if (result.Roles.Count > 0)
        {
            _context.Apply(new ContextPayload { EnableRoles = result.Roles }, _history.ChatTime, _history.ConversationCount);
        }

        if (result.Flags.Count + result.Variables.Count + result.Contexts.Count + result.Roles.Count > 0)
        {
            await ContextChangedAsync();
        }

        foreach (var message in result.Messages)
        {
            await SayAsync(message);
        }

        foreach (var trigger in result.Triggers)
        {
            _triggers.Enqueue(new AppTriggered(trigger.Name, trigger.Arguments) { TriggerId = trigger.Wait ? Guid.NewGuid() : null, MessageId = _history.Last?.Id });
        }

        SendTriggers();
        foreach (var action in result.Actions)
        {
            _background.Run(() => TriggerAsync(action, [], null, 1));
        }

        Publish(new ScriptExecuted(name, result.Logs));
        if (result.Error is { } error)
        {
            Raise(ConversationErrors.ScriptFailed, error);
        }
    }

    private async ValueTask SayAsync(ScriptMessage message)
    {
        switch (message.Role)
        {
            case MessageRole.User:
                await SendAsync(new SendMessage { Text = message.Text, AllowSlashCommands = false });
                break;
            case MessageRole.Assistant:
                await SpeakAsync(new SpeakText(message.Text));
                break;
            default:
                await AddAsync(message.Role, message.Text);
                break;
        }
    }

    private void SendTriggers()
    {
        while (_waitingTrigger is null && _triggers.TryDequeue(out var trigger))
        {
            Publish(trigger);
            if (trigger.TriggerId is not null && !_leases.IsGrace)
            {
                _waitingTrigger = trigger;
                _triggerTimer ??= new LoopTimer(_services.TimeProvider, _loop, () => CompleteTrigger(null, null));
                _triggerTimer.Start(TriggerTimeout);
            }
        }
    }

    private void AbandonTriggers()
    {
        while (_waitingTrigger is not null)
        {
            CompleteTrigger(null, null);
        }
    }

    private void CompleteTrigger(Guid? id, string? name)
    {
        if (_waitingTrigger is not { } waiting || (id is not null && id != waiting.TriggerId) || (name is not null && name != waiting.Name))
        {
            return;
        }

        _waitingTrigger = null;
        _triggerTimer?.Stop();
        SendTriggers();
    }
}
