using Parley.Conversation.Chats;

namespace Parley.Conversation.Sessions;

/// <content>Who takes part, and the chat itself. On the loop.</content>
public sealed partial class ConversationSession
{
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
}
