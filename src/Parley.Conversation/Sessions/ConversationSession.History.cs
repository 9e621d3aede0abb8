using Parley.Conversation.Chats;

namespace Parley.Conversation.Sessions;

/// <content>Changes of the history. On the loop.</content>
public sealed partial class ConversationSession
{
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

        var changed = await _history.ReplaceAsync(edit.MessageId, m => m with { Text = edit.Text, Unheard = null })
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
}
