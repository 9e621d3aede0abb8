using Parley.Conversation.Chats;
using Parley.Conversation.Messages;
using Parley.Conversation.Sessions;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Messages;

public sealed class SlashCommandTests
{
    [Theory]
    [InlineData("hello")]
    [InlineData(null)]
    [InlineData("/")]
    [InlineData("// comment")]
    [InlineData("/ 2")]
    [InlineData("[a] and [b]")]
    [InlineData("1/2")]
    public void Ordinary_text_is_no_command(string? text) => SlashCommand.Parse(text).ShouldBeNull();

    [Fact]
    public void Commands_are_read_whatever_their_case()
    {
        SlashCommand.Parse("/EVENT: It rains.").ShouldBe(new AddMessageCommand(MessageRole.Event, "It rains.") { Reply = true });
        SlashCommand.Parse("[It rains.]").ShouldBe(new AddMessageCommand(MessageRole.Event, "It rains.") { Reply = true });
        SlashCommand.Parse("/note n").ShouldBe(new AddMessageCommand(MessageRole.Note, "n"));
        SlashCommand.Parse("/secret s").ShouldBe(new AddMessageCommand(MessageRole.Secret, "s"));
        SlashCommand.Parse("/instructions i").ShouldBe(new AddMessageCommand(MessageRole.Instructions, "i"));
        SlashCommand.Parse("/noreply x").ShouldBe(new AddMessageCommand(MessageRole.User, "x"));
        SlashCommand.Parse("/char c d").ShouldBe(new AddMessageCommand(MessageRole.Assistant, "c d"));
        SlashCommand.Parse("/story  a dragon").ShouldBe(new WriteStoryCommand("a dragon"));
        SlashCommand.Parse("/trigger wave").ShouldBe(new TriggerCommand("wave"));
        SlashCommand.Parse("/summarize ALL").ShouldBe(new SummarizeCommand(true));
        SlashCommand.Parse("/context").ShouldBe(new SetContextCommand(""));
        SlashCommand.Parse("/regenerate").ShouldBe(new RegenerateCommand());
        SlashCommand.Parse("/rollback").ShouldBe(new RollbackCommand());
        SlashCommand.Parse("/capture").ShouldBe(new CaptureCommand("Screen"));
        SlashCommand.Parse("/repeat").ShouldBe(new RepeatCommand(null));
        SlashCommand.Parse("/setflags a1 !b1, c1").ShouldBeOfType<SetFlagsCommand>().Flags.ShouldBe(["a1", "!b1", "c1"]);
    }

    [Fact]
    public void A_custom_message_has_options()
    {
        SlashCommand.Parse("""/message --role Note --character "Ann Lee" --scenario-role hero --max-new-tokens 50 --max-sentences 2 --reply false --narrate true --use-story-writer -- some -- text""")
            .ShouldBe(new AddMessageCommand(MessageRole.Note, "some -- text")
            {
                CharacterName = "Ann Lee",
                ScenarioRole = "hero",
                MaxTokens = 50,
                MaxSentences = 2,
                Reply = false,
                Narrate = true,
                UseStoryWriter = true,
            });
        SlashCommand.Parse("/message just text").ShouldBe(new AddMessageCommand(MessageRole.User, "just text") { Reply = true });
    }

    [Theory]
    [InlineData("/unknown x", ConversationErrors.UnknownCommand)]
    [InlineData("/note", ConversationErrors.InvalidArgument)]
    [InlineData("/repeat xyz", ConversationErrors.InvalidArgument)]
    [InlineData("/message --role", ConversationErrors.InvalidArgument)]
    [InlineData("/message --role King -- x", ConversationErrors.InvalidArgument)]
    [InlineData("/message --max-sentences 0 -- x", ConversationErrors.InvalidArgument)]
    [InlineData("/message --what x -- y", ConversationErrors.InvalidArgument)]
    public void Commands_that_cannot_be_read_are_refused(string text, string code) => Should.Throw<ConversationException>(() => SlashCommand.Parse(text)).Code.ShouldBe(code);

    [Fact]
    public async Task Roles_have_the_specified_effects()
    {
        await using var fixture = new ConversationFixture();
        var session = await fixture.StartAsync();
        foreach (var (text, role, isAnswered) in new[] { ("/note n", MessageRole.Note, false), ("/secret s", MessageRole.Secret, false), ("/instructions i", MessageRole.Instructions, false), ("/noreply u", MessageRole.User, false), ("[e]", MessageRole.Event, true) })
        {
            await session.DoAsync(new SendMessage { Text = text });
            if (isAnswered)
            {
                await session.NextAsync<TurnEnded>();
            }

            var events = isAnswered ? session.Seen : await session.DrainAsync();
            events.OfType<MessageStored>().Last(m => m.Message.Role != MessageRole.Assistant).Message.Role.ShouldBe(role);
            events.OfType<TurnStarted>().Any().ShouldBe(isAnswered, text);
        }

        await session.DoAsync(new SendMessage { Text = "/char I said this." });
        (await session.NextAsync<ReplyEnded>()).Text.ShouldBe("I said this.");
        await session.NextAsync<TurnEnded>();
        await session.DoAsync(new SendMessage { Text = "/setflags rain" });
        (await session.NextAsync<ContextChanged>()).Context.Flags.Single().Name.ShouldBe("rain");
        await session.DoAsync(new SendMessage { Text = "/context It is late." });
        (await session.NextAsync<ContextChanged>()).Context.Contexts.Single().Key.ShouldBe("__command");
        await session.DoAsync(new SendMessage { Text = "/context" });
        (await session.NextAsync<ContextChanged>()).Context.Contexts.ShouldBeEmpty();
        await session.DoAsync(new SendMessage { Text = "/capture Eyes" });
        var capture = await session.NextAsync<CaptureRequested>();
        capture.CaptureSource.ShouldBe("Eyes");
        await session.DoAsync(new CompleteCapture(capture.RequestId, new AttachmentUpload("image/png", new byte[] { 1 })));
        (await session.NextAsync<ReplyEnded>()).Text.ShouldContain("cannot see pictures");
        await Should.ThrowAsync<ConversationException>(() => session.DoAsync(new CompleteCapture(capture.RequestId, null)));
        await Should.ThrowAsync<ConversationException>(() => session.DoAsync(new SendMessage { Text = "/image a cat" }));
    }
}
