using Parley.Conversation.Chats;
using Parley.Conversation.Context;

namespace Parley.Conversation.Sessions;

/// <content>Events that fire by their conditions (Voxta specification §7.3).</content>
public sealed partial class ConversationSession
{
    private List<PreparedEvent> DueEvents(ActionTiming timing, ChatMessage message, string text)
    {
        var due = new List<PreparedEvent>();
        if (message.Role is MessageRole.Event or MessageRole.Note)
        {
            return due;
        }

        foreach (var item in _context.Events)
        {
            if (!IsAt(item.Definition.Timing, timing) || !IsDue(item, text))
            {
                continue;
            }

            due.Add(item);
            if (!item.Definition.EvaluateNextEvent)
            {
                break;
            }
        }

        return due;
    }

    private bool IsDue(PreparedEvent item, string text)
    {
        var definition = item.Definition;
        if ((definition.Once && _context.IsDone("event", item.Key, definition.Name))
            || !item.Condition.Holds(_context.Flags.IsSet)
            || !item.MatchFilter.All(p => p.IsMatch(text))
            || (definition.RoleFilter is { } role && (!_context.IsEnabled(role) || _cast.FindByRole(role) is null)))
        {
            return false;
        }

        FlagInfo? since = null;
        if (definition.SinceFlag is { } flag && (since = _context.Flags.Find(flag)) is null)
        {
            return false;
        }

        var messages = _history.ConversationCount - (since?.SetAtIndex ?? 0);
        var time = _history.ChatTime - (since?.SetAtChatTime ?? TimeSpan.Zero);
        if (messages < definition.MinMessages || time < definition.MinChatTime || time > definition.MaxChatTime)
        {
            return false;
        }

        var chance = definition.Probability ?? 1;
        if (definition.MaxMessages is { } last)
        {
            // §7.3: between the two bounds the chance grows as 1 in (remaining + 1).
            chance *= 1.0 / (Math.Max(0, last - messages) + 1);
        }

        return chance >= 1 || _services.Random() < chance;
    }

    private async Task FireAsync(PreparedEvent item, ActionTiming timing, Func<Func<ValueTask>, Task> onLoop)
    {
        if (item.Definition.Once)
        {
            await onLoop(() =>
            {
                _context.MarkDone("event", item.Key, item.Definition.Name);
                return ValueTask.CompletedTask;
            });
        }

        await TakeEffectAsync(item.Definition.Effect, item.Key, item.Definition.Name, [], isInTurn: timing != ActionTiming.Manual, onLoop);
        await onLoop(() =>
        {
            Publish(new ScenarioEventFired(item.Definition.Name, timing));
            return ValueTask.CompletedTask;
        });
    }
}
