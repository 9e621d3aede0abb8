using Parley.Conversation.Chats;
using Parley.Conversation.Sessions;
using Parley.Conversation.Turns;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Sessions;

public sealed class TextTurnTests
{
    [Fact]
    public async Task A_message_is_answered_in_the_specified_order()
    {
        await using var fixture = new ConversationFixture();
        var session = await fixture.StartAsync();
        await session.DoAsync(new SendMessage { Text = "My name is Ann. What is 2 plus 3?", Origin = this });
        await session.NextAsync<TurnEnded>();
        await session.NextAsync<FlowChanged>();

        session.Seen.Where(e => e is not (MemoryWindowChanged or MemoriesLearned)).Select(e => e.GetType().Name).ShouldBe(
        [
            nameof(MessageStored), nameof(FlowChanged), nameof(TurnStarted), nameof(FlowChanged), nameof(ReplyGenerating),
            nameof(ReplyStarted), nameof(ReplyChunk), nameof(ReplyEnded), nameof(MessageStored), nameof(PlaybackCompleted), nameof(TurnEnded), nameof(FlowChanged),
        ]);
        session.Seen.OfType<FlowChanged>().Select(f => f.State).ShouldBe([FlowState.ProcessingUserMessage, FlowState.ProcessingAssistantReply, FlowState.WaitingForUserInput]);
        var stored = session.Seen.OfType<MessageStored>().Select(m => m.Message).ToArray();
        stored[0].Role.ShouldBe(MessageRole.User);
        session.Seen.OfType<MessageStored>().First().Origin.ShouldBe(this);
        stored[1].Text.ShouldBe("That is 5.");
        session.Seen.OfType<TurnEnded>().Single().Outcome.ShouldBe(TurnOutcome.Completed);
        (await fixture.Chats.ReadMessagesAsync(Player.Local, session.Session.ChatId, cancellationToken: TestContext.Current.CancellationToken)).Select(m => m.Text).ShouldBe(stored.Select(m => m.Text));
    }
}
