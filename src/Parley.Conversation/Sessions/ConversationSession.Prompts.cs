using Microsoft.Extensions.AI;
using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Prompts;
using Parley.Conversation.Turns;
using ChatMessage = Parley.Conversation.Chats.ChatMessage;

namespace Parley.Conversation.Sessions;

/// <content>What a reply is asked with. On the loop.</content>
public sealed partial class ConversationSession
{
    private List<string> Names(SessionParticipant speaker) =>
    [
        speaker.Character.DisplayName,
        PlayerName,
        .. _cast.Participants.Where(p => p != speaker).Select(p => p.Character.DisplayName),
    ];

    private ((List<Microsoft.Extensions.AI.ChatMessage> Messages, ChatOptions Options) Prompt, IReadOnlyList<Memories.MemoryItem> Recalled) Prompt(Turn turn, SessionParticipant participant)
    {
        var character = participant.Character;
        var plan = turn.Plan;
        var history = _history.ForPrompt();
        var newest = history.TakeLast(20).Select(m => m.Text).ToArray();
        var lore = _cast.Lore(character)?.Match(newest) ?? [];
        var memories = Options.Memory ? _memory.Recall(character.Id, string.Join('\n', newest.TakeLast(4))) : [];
        if (_memory.Window(character.Id, lore, memories) is { } window)
        {
            Publish(new MemoryWindowChanged(character.Id, window));
        }

        if (plan.StoryPrompt is { } story)
        {
            history = [.. history, new ChatMessage { Id = Guid.Empty, ChatId = ChatId, Sequence = long.MaxValue, Timestamp = default, Role = MessageRole.System, Text = $"Write what happens next: {story}" }];
        }

        var attachments = plan.Send is { Attachments.Count: > 0 } send && plan.Message is { } message
            ? message.Attachments.Zip(send.Attachments, (a, u) => (a, u.Data)).ToArray()
            : [];
        var prompt = PromptBuilder.Build(new PromptInput
        {
            Character = character,
            Others = [.. _cast.Speaking.Where(p => p.Character.Id != character.Id).Select(p => p.Character.DisplayName)],
            PlayerName = PlayerName,
            Scenario = _setup.Scenario,
            History = history,
            Attachments = attachments,
            Lore = lore,
            Memories = memories,
            SystemContexts = [.. _context.Sentences(PromptKinds.Replies, inSystemPrompt: true, participant.ScenarioRole)],
            Contexts = [.. _context.Sentences(PromptKinds.Replies, inSystemPrompt: false, participant.ScenarioRole)],
            Abilities = [.. _context.Actions.Select(a => a.Definition.ShortDescription).OfType<string>()],
            Documents = [.. _context.Documents.Select(d => (d.Title, d.Content))],
            Now = TimeZoneInfo.ConvertTime(_services.TimeProvider.GetUtcNow(), _timeZone),
            TimeZoneName = _timeZone.Id,
            IsSpoken = plan.Speak && _voice.HasListeners,
            IsStory = IsNarration(turn),
            MaxSentences = turn.Limits.MaxSentences ?? plan.Send?.MaxSentences,
            MaxTokens = turn.Limits.MaxTokens ?? plan.Send?.MaxTokens ?? Options.ReplyTokens,
            ResponsePrefix = plan.Send?.ResponsePrefix,
            Budget = Options.PromptTokens,
        });
        return (prompt, memories);
    }
}
