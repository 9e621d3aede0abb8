using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Prompts;
using Parley.Conversation.Replies;
using Parley.Conversation.Scenarios;
using Parley.Conversation.Sessions;
using Parley.Testing.Conversations;
using ChatMessage = Parley.Conversation.Chats.ChatMessage;

namespace Parley.Conversation.Tests.Prompts;

public sealed class PromptTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_prompt_holds_what_the_character_may_know()
    {
        var replies = new TestReplyEngine { IsLanguageModel = true };
        await using var fixture = new ConversationFixture(replies);
        var character = new Character
        {
            Id = Guid.NewGuid(),
            Name = "Ann",
            Description = "{{char}} is a miller, {{user}} a guest.",
            Personality = "calm",
            SystemPrompt = "{{original}} Speak softly.",
            PostHistoryInstructions = "Stay brief.",
            MessageExamples = "<START>\n{{char}}: Aye.",
            Book = new LoreBook { Entries = [new LoreEntry { Keys = ["mill"], Content = "The mill is 300 years old." }, new LoreEntry { Keys = ["sea"], Content = "The sea is far." }, new LoreEntry { Constant = true, Content = "It is autumn." }] },
        };
        await fixture.Characters.SaveAsync(TenantId.Local, character, Token);
        var session = await fixture.StartAsync(new SessionRequest
        {
            Player = Player.Local,
            PlayerName = "Bo",
            CharacterIds = [character.Id],
            TimeZone = TimeZoneInfo.CreateCustomTimeZone("Test/Zone", TimeSpan.FromHours(2), "T", "T"),
            Context = new ContextPayload { Contexts = [new ContextDefinition { Text = "{{ user }} is wet." }, new ContextDefinition { Text = "System fact.", InSystemPrompt = true }, new ContextDefinition { Text = "Never.", FlagsFilter = "dry_day" }] },
        });
        await session.DoAsync(new SendMessage { Text = "/secret The key is under the mat." });
        await session.DoAsync(new SendMessage { Text = "/instructions Press X." });
        await session.DoAsync(new SendMessage { Text = "Is this a mill?", ResponsePrefix = "Well," });
        var asked = await replies.AskedAsync(Token);
        var system = asked.Messages[0].Text;
        foreach (var part in new[] { "Ann is a miller, Bo a guest.", "Speak softly.", "You are Ann.", "calm", "The mill is 300 years old.", "It is autumn.", "System fact.", "Aye.", "02:00 (Test/Zone)" })
        {
            system.ShouldContain(part);
        }

        system.ShouldNotContain("The sea is far.");
        var rest = string.Join('\n', asked.Messages.Skip(1).Select(m => $"{m.Role}:{m.Text}"));
        rest.ShouldBe("system:The key is under the mat.\nuser:Is this a mill?\nsystem:Bo is wet.\nStay brief.\nsystem:Begin your reply with exactly these words: Well,");
        asked.Complete();
    }

    [Fact]
    public void Old_messages_give_way_to_the_budget_and_the_newest_never_does()
    {
        var character = new Character { Id = Guid.NewGuid(), Name = "A" };
        var history = Enumerable.Range(0, 100).Select(i => new ChatMessage { Id = Guid.NewGuid(), ChatId = Guid.Empty, Sequence = i, Role = MessageRole.User, Text = $"{i} {new string('x', 400)}", Timestamp = default }).ToArray();
        var (messages, _) = PromptBuilder.Build(new PromptInput { Character = character, PlayerName = "B", History = history, Now = default, TimeZoneName = "UTC", Budget = 1_000 });
        messages.Count.ShouldBeInRange(6, 11);
        messages[^1].Text.ShouldStartWith("99 ");
        var (tiny, _) = PromptBuilder.Build(new PromptInput { Character = character, PlayerName = "B", History = history, Now = default, TimeZoneName = "UTC", Budget = 1 });
        tiny.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("the mill stands", true)]
    [InlineData("a million", false)]
    [InlineData("MILL!", true)]
    [InlineData("nothing", false)]
    public void Keys_match_whole_words(string text, bool isMatch) =>
        new LoreMatcher(new LoreBook { Entries = [new LoreEntry { Keys = ["mill"], Content = "x" }] }).Match([text]).Any().ShouldBe(isMatch);

    [Fact]
    public void A_hostile_lore_book_is_matched_in_bounded_time()
    {
        // Every entry finds every other, each is long, and there are more patterns than can be kept built.
        var entries = Enumerable.Range(0, 5_000).Select(i => new LoreEntry { Keys = ["mill"], Content = $"mill {i} " + new string('m', 2_000) })
            .Concat(Enumerable.Range(0, 2_000).Select(i => new LoreEntry { Keys = [$"(m|{i}){{1,900}}"], UseRegex = true, Content = "x" }));
        var book = new LoreBook { RecursiveScanning = true, ScanDepth = 4, TokenBudget = int.MaxValue, Entries = [.. entries] };
        var matched = new LoreMatcher(book).Match(["the mill"]);
        matched.Count(e => !e.UseRegex).ShouldBe(5_000);
        matched.Count(e => e.UseRegex).ShouldBeLessThanOrEqualTo(64);
    }

    [Fact]
    public void Lore_respects_secondary_keys_case_depth_recursion_and_budget()
    {
        Match(new LoreEntry { Keys = ["mill"], SecondaryKeys = ["old"], Selective = true, Content = "x" }, "a mill").ShouldBeEmpty();
        Match(new LoreEntry { Keys = ["mill"], SecondaryKeys = ["old"], Selective = true, Content = "x" }, "an old mill").ShouldNotBeEmpty();
        Match(new LoreEntry { Keys = ["Mill"], CaseSensitive = true, Content = "x" }, "mill").ShouldBeEmpty();
        Match(new LoreEntry { Keys = ["mi+ll"], UseRegex = true, Content = "x" }, "miiill").ShouldNotBeEmpty();
        Match(new LoreEntry { Keys = ["磨"], Content = "x" }, "老磨坊").ShouldNotBeEmpty();
        Match(new LoreEntry { Keys = ["mill"], Content = "x", Enabled = false }, "mill").ShouldBeEmpty();
        var book = new LoreBook
        {
            ScanDepth = 1,
            RecursiveScanning = true,
            TokenBudget = 20,
            Entries =
            [
                new LoreEntry { Keys = ["one"], Content = "leads to two", InsertionOrder = 2 },
                new LoreEntry { Keys = ["two"], Content = "the end", InsertionOrder = 1 },
                new LoreEntry { Keys = ["one"], Content = new string('x', 400), Priority = 1 },
            ],
        };
        new LoreMatcher(book).Match(["one", "other"]).ShouldBeEmpty();
        new LoreMatcher(book).Match(["other", "one"]).Select(e => e.Content).ShouldBe(["the end", "leads to two"]);

        static IReadOnlyList<LoreEntry> Match(LoreEntry entry, string text) => new LoreMatcher(new LoreBook { Entries = [entry] }).Match([text]);
    }

    [Theory]
    [InlineData("Rex: Hello. How are you? Bo: Fine. More.", "Hello. How are you?")]
    [InlineData("  \n Hello.\n\nSecond.", "Hello.\n\nSecond.")]
    public async Task A_reply_is_cleaned(string raw, string clean)
    {
        var replies = new TestReplyEngine();
        await using var fixture = new ConversationFixture(replies);
        var session = await fixture.StartAsync(new SessionRequest { Player = Player.Local, PlayerName = "Bo", CharacterIds = [ConversationFixture.Rex.Id] });
        await session.DoAsync(new SendMessage { Text = "hi" });
        (await replies.AskedAsync(Token)).Answer(raw);
        (await session.NextAsync<ReplyEnded>()).Text.ShouldBe(clean);
    }

    [Theory]
    [InlineData("*smiles* Hello 😀!", " smiles  Hello   !")]
    [InlineData("Plain words, 3 + 4 = 7.", "Plain words, 3 + 4 = 7.")]
    [InlineData("# Head\n`code`", "  Head\n code ")]
    public void Markup_is_not_spoken_and_places_stay(string text, string spoken) => SpokenText.From(text).ShouldBe(spoken);

    [Fact]
    public async Task Characters_take_turns_and_stop_for_the_player()
    {
        var replies = new TestReplyEngine();
        await using var fixture = new ConversationFixture(replies);
        var ann = await fixture.Characters.SaveAsync(TenantId.Local, new Character { Id = Guid.NewGuid(), Name = "Ann" }, Token);
        var session = await fixture.StartAsync(new SessionRequest { Player = Player.Local, PlayerName = "Bo", CharacterIds = [ConversationFixture.Rex.Id, ann.Id] });
        await session.DoAsync(new SendMessage { Text = "Ann, what do you say?" });
        var first = await replies.AskedAsync(Token);
        first.Messages[0].Text.ShouldContain("You are Ann.");
        first.Messages[^1].Text.ShouldBe("Bo: Ann, what do you say?");
        first.Answer("I say yes. Rex knows more.");
        var second = await replies.AskedAsync(Token);
        second.Messages[0].Text.ShouldContain("You are Rex.");
        second.Messages[^1].Text.ShouldBe("Ann: I say yes. Rex knows more.");
        second.Answer("So I do. And you, Bo?");
        await session.NextAsync<TurnEnded>(e => e.TurnId == 2);
        (await session.DrainAsync()).OfType<TurnStarted>().ShouldBeEmpty();
        session.Seen.OfType<FlowChanged>().Select(f => f.State).ShouldContain(FlowState.SelectingSpeaker);
    }

    [Fact]
    public async Task Participants_come_and_go()
    {
        await using var fixture = new ConversationFixture();
        var ann = await fixture.Characters.SaveAsync(TenantId.Local, new Character { Id = Guid.NewGuid(), Name = "Ann" }, Token);
        var session = await fixture.StartAsync();
        await session.DoAsync(new AddParticipant(ann.Id));
        (await session.NextAsync<ParticipantsChanged>()).Participants.Count.ShouldBe(2);
        (await session.NextAsync<MessageStored>()).Message.Text.ShouldBe("Ann joined the conversation.");
        await session.DoAsync(new AddParticipant(ann.Id));
        await session.NextAsync<ParticipantsChanged>();
        await session.DoAsync(new RemoveParticipant(ConversationFixture.Rex.Id));
        (await session.NextAsync<ParticipantsChanged>()).Participants.Single().Character.Name.ShouldBe("Ann");
        (await Should.ThrowAsync<ConversationException>(() => session.DoAsync(new RemoveParticipant(ann.Id)))).Code.ShouldBe(ConversationErrors.InvalidState);
        (await Should.ThrowAsync<ConversationException>(() => session.DoAsync(new AddParticipant(Guid.NewGuid())))).Code.ShouldBe(ConversationErrors.NotFound);
        (await fixture.Chats.FindAsync(Player.Local, session.Session.ChatId, Token))!.Participants.Single().CharacterId.ShouldBe(ann.Id);
    }

    [Fact]
    public async Task A_scenario_begins_with_its_messages_and_a_story_goes_on_by_itself()
    {
        var count = 0;
        await using var fixture = new ConversationFixture(new TestReplyEngine { Answer = (_, _) => $"Part {++count}." });
        var scenario = new Scenario
        {
            Id = Guid.NewGuid(),
            Name = "Mill",
            IsStory = true,
            Roles = [new ScenarioRole("hero", null, ConversationFixture.Rex.Id)],
            Bootstrap = [new BootstrapMessage(MessageRole.Note, "{{char}} is at the mill."), new BootstrapMessage(MessageRole.Assistant, "It begins."), new BootstrapMessage(MessageRole.User, "Go on."), new BootstrapMessage(MessageRole.Assistant, "It goes on.")],
        };
        await fixture.Scenarios.SaveAsync(TenantId.Local, scenario, Token);
        var session = await fixture.StartAsync(new SessionRequest { Player = Player.Local, ScenarioId = scenario.Id });
        session.Session.Participants.Single().ScenarioRole.ShouldBe("hero");
        await session.Session.BeginAsync(Token);
        await session.NextAsync<ReplyEnded>(e => e.Text == "Part 3.");
        await session.DoAsync(new SetPaused());
        await session.DoAsync(new InterruptReply());
        session.Seen.OfType<MessageStored>().Select(m => m.Message.Text).Take(5).ShouldBe(["Rex is at the mill.", "It begins.", "Go on.", "It goes on.", "Part 1."]);
        await session.DrainAsync();
        var before = count;
        (await session.DrainAsync()).ShouldBeEmpty();
        count.ShouldBe(before);
        await session.DoAsync(new SetPaused(false));
        await session.NextAsync<ReplyEnded>();
    }

    [Fact]
    public async Task Suggestions_are_never_empty()
    {
        await using var fixture = new ConversationFixture();
        var session = await fixture.StartAsync();
        await session.DoAsync(new RequestSuggestions("xyz", 2) { Origin = this });
        var ready = await session.NextAsync<SuggestionsReady>();
        ready.Suggestions.ShouldBe(["xyz…"]);
        ready.Origin.ShouldBe(this);
        await session.DoAsync(new RequestSuggestions(null, 3));
        (await session.NextAsync<SuggestionsReady>()).Suggestions.Count.ShouldBe(3);
    }
}
