using Microsoft.Extensions.AI;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Sessions;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Sessions;

/// <summary>Who speaks in a chat with several characters, with and without a language model.</summary>
public sealed class SpeakerTests
{
    private static readonly Character Tess = new() { Id = new Guid("00000000-0000-0000-0000-0000000000a2"), Name = "Tess" };

    [Fact]
    public async Task A_model_chooses_who_answers_when_nobody_is_named_and_the_player_when_it_is_his_turn()
    {
        var speakers = new Queue<string>(["Tess", "Rex.", "User"]);
        await using var fixture = await StartAsync(isModel: true, () => speakers.Dequeue());
        var session = await fixture.StartAsync(new SessionRequest { Player = Player.Local, CharacterIds = [ConversationFixture.Rex.Id, Tess.Id] });
        await session.DoAsync(new SendMessage { Text = "Good evening.", InferUserActions = false, InferCharacterActions = false });
        await session.NextAsync<FlowChanged>(f => f.State == FlowState.WaitingForUserInput);

        Speakers(session).ShouldBe([Tess.Id, ConversationFixture.Rex.Id]);
        session.Seen.OfType<FlowChanged>().Count(f => f.State == FlowState.SelectingSpeaker).ShouldBe(3);
        speakers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_named_answers_without_a_question_to_the_model()
    {
        var asked = 0;
        await using var fixture = await StartAsync(isModel: true, () =>
        {
            asked++;
            return "User";
        });
        var session = await fixture.StartAsync(new SessionRequest { Player = Player.Local, CharacterIds = [ConversationFixture.Rex.Id, Tess.Id] });
        await session.DoAsync(new SendMessage { Text = "Tess, what do you think?", InferUserActions = false, InferCharacterActions = false });
        await session.NextAsync<FlowChanged>(f => f.State == FlowState.WaitingForUserInput);

        Speakers(session).ShouldBe([Tess.Id]);

        // After the reply alone.
        asked.ShouldBe(1);
    }

    [Theory]
    [InlineData("I would rather not say.")]
    [InlineData("")]
    public async Task An_answer_that_names_nobody_leaves_it_to_the_rules(string answer)
    {
        await using var fixture = await StartAsync(isModel: true, () => answer);
        var session = await fixture.StartAsync(new SessionRequest { Player = Player.Local, CharacterIds = [ConversationFixture.Rex.Id, Tess.Id] });
        await session.DoAsync(new SendMessage { Text = "Good evening.", InferUserActions = false, InferCharacterActions = false });
        await session.NextAsync<FlowChanged>(f => f.State == FlowState.WaitingForUserInput);

        Speakers(session).ShouldBe([ConversationFixture.Rex.Id, Tess.Id]);
    }

    [Fact]
    public async Task A_model_that_never_answers_is_not_waited_for()
    {
        var replies = new TestReplyEngine { IsLanguageModel = true, Answer = (messages, _) => IsQuestion(messages) ? null : "Well then." };
        await using var fixture = new ConversationFixture(replies, ConversationOptions.Default with { MaxConsecutiveReplies = 1, Memory = false });
        await fixture.Characters.SaveAsync(TenantId.Local, Tess, TestContext.Current.CancellationToken);
        var session = await fixture.StartAsync(new SessionRequest { Player = Player.Local, CharacterIds = [ConversationFixture.Rex.Id, Tess.Id] });
        await session.DoAsync(new SendMessage { Text = "Good evening.", InferUserActions = false, InferCharacterActions = false });
        var asked = await replies.AskedAsync(TestContext.Current.CancellationToken);
        fixture.Time.Advance(session.Session.Options.InferenceTimeout);
        await asked.Cancelled.Task.WaitAsync(ConversationFixture.Patience, TestContext.Current.CancellationToken);
        await session.NextAsync<ReplyEnded>();
        Speakers(session).ShouldBe([ConversationFixture.Rex.Id]);
    }

    [Theory]
    [InlineData(9, true, null)]
    [InlineData(11, false, null)]
    [InlineData(11, true, "User is back after 11 minutes.")]
    [InlineData(125, true, "User is back after 2 hours.")]
    [InlineData(3 * 24 * 60, true, "User is back after 3 days.")]
    public async Task Characters_that_want_to_know_are_told_how_long_the_player_was_away(int minutes, bool wants, string? told)
    {
        await using var fixture = new ConversationFixture();
        await fixture.Characters.SaveAsync(TenantId.Local, Tess with { NotifyAwayReturn = wants, FirstMessage = "Hello." }, TestContext.Current.CancellationToken);
        var first = await fixture.StartAsync(new SessionRequest { Player = Player.Local, CharacterIds = [Tess.Id] });
        await first.Session.BeginAsync(TestContext.Current.CancellationToken);
        await first.NextAsync<ReplyEnded>();
        await first.Session.StopAsync();
        fixture.Time.Advance(TimeSpan.FromMinutes(minutes));

        var next = await fixture.StartAsync(new SessionRequest { Player = Player.Local, ChatId = first.Session.ChatId });
        await next.Session.BeginAsync(TestContext.Current.CancellationToken);
        await next.DrainAsync();
        next.Seen.OfType<MessageStored>().Select(m => (m.Message.Role, m.Message.Text)).ShouldBe(told is null ? [] : [(MessageRole.Event, told)]);
    }

    private static async Task<ConversationFixture> StartAsync(bool isModel, Func<string> choose)
    {
        var replies = new TestReplyEngine { IsLanguageModel = isModel, Answer = (messages, _) => IsQuestion(messages) ? choose() : "Well then." };
        var fixture = new ConversationFixture(replies, ConversationOptions.Default with { Memory = false });
        await fixture.Characters.SaveAsync(TenantId.Local, Tess, TestContext.Current.CancellationToken);
        return fixture;
    }

    private static bool IsQuestion(IReadOnlyList<Microsoft.Extensions.AI.ChatMessage> messages) => messages[0].Role == ChatRole.System && messages[0].Text.StartsWith("Say who speaks next", StringComparison.Ordinal);

    private static IEnumerable<Guid> Speakers(ObservedSession session) => session.Seen.OfType<ReplyEnded>().Select(r => r.CharacterId);
}
