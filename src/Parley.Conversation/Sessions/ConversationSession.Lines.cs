using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Messages;
using Parley.Conversation.Turns;
using Parley.Speech.Text;

namespace Parley.Conversation.Sessions;

/// <content>Turns whose words are given. Outside the loop.</content>
public sealed partial class ConversationSession
{
    private async Task SayAsync(Turn turn, string line)
    {
        var participant = await OnLoopAsync(turn, async () =>
        {
            var who = (turn.Plan.CharacterId is { } id ? _cast.Find(id) : null) ?? _cast.Participants[0];
            await BeginReplyAsync(turn, who);
            return who;
        });
        await PutAllOutAsync(turn, participant.Character, TextTemplate.Fill(line, participant.Character.DisplayName, PlayerName));
        turn.Clock.Note(TurnMark.ReplyEnd);
        await OnLoopAsync(turn, () => EndReplyAsync(turn, turn.Text.ToString().TrimEnd(), isPartial: false));
        if (turn.Stored is { } stored && turn.Plan is { IsContinuation: false, Message: not null })
        {
            await ActAsync(turn, ActionTiming.AfterAssistantMessage, stored, MessageRole.Assistant, participant);
        }
    }

    private async Task RepeatAsync(Turn turn, ChatMessage message)
    {
        var character = await OnLoopAsync(turn, () =>
        {
            var who = (message.CharacterId is { } id ? _cast.Find(id) : null) ?? _cast.Participants[0];
            SetFlow(FlowState.ProcessingAssistantReply);
            turn.MessageId = message.Id;
            turn.CharacterId = who.Character.Id;
            turn.IsGenerating = true;
            return ValueTask.FromResult(who.Character);
        });
        await PutAllOutAsync(turn, character, message.Text);
        await OnLoopAsync(turn, () => EndReplyAsync(turn, message.Text, isPartial: false));
    }

    private async Task PutAllOutAsync(Turn turn, Character character, string text)
    {
        var splitter = new SentenceSplitter();
        splitter.Append(text.TrimStart());
        while (splitter.TryTake(out var piece))
        {
            await PutOutAsync(turn, character, piece);
        }

        if (splitter.TakeRest() is { Length: > 0 } rest)
        {
            await PutOutAsync(turn, character, rest);
        }
    }
}
