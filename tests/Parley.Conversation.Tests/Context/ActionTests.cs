using Microsoft.Extensions.AI;
using Parley.Conversation.Characters;
using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Scripts;
using Parley.Conversation.Sessions;
using Parley.Conversation.Turns;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Context;

public sealed class ActionTests
{
    private static readonly ActionDefinition Wave = new() { Name = "wave", Description = "When {{char}} waves.", MatchFilter = ["wave"] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_match_filter_chooses_with_the_scripted_engine_and_effects_come_before_the_report()
    {
        await using var fixture = new ConversationFixture();
        var session = await StartAsync(fixture, Wave with
        {
            Timing = ActionTiming.AfterUserMessage,
            Layer = "body",
            Arguments = [new ArgumentDefinition { Name = "hand", Required = true, Choices = ["left", "right"] }],
            MatchFilter = ["wave .*(?<hand>left|right)"],
            Effect = new ActionEffect { SetFlags = ["waved"], Note = "{{char}} waved." },
        });
        await session.DoAsync(new SendMessage { Text = "Please wave your LEFT hand" });
        await session.NextAsync<TurnEnded>();
        var action = session.Seen.OfType<ActionInvoked>().Single();
        (action.Name, action.ContextKey, action.Layer, action.Role).ShouldBe(("wave", "game", "body", MessageRole.User));
        action.Arguments.ShouldBe([new ActionArgument("hand", "left")]);
        Order<ContextChanged, MessageStored, ActionInvoked, ReplyGenerating>(session, m => m.Message.Role == MessageRole.Note);
        session.Seen.OfType<ContextChanged>().Last().Context.Flags.Select(f => f.Name).ShouldBe(["waved"]);
        session.Seen.OfType<MessageStored>().Single(m => m.Message.Role == MessageRole.Note).Message.Text.ShouldBe("Rex waved.");
    }

    [Fact]
    public async Task A_rule_of_the_script_calls_an_action_that_is_offered()
    {
        await using var fixture = new ConversationFixture();
        var character = BuiltInCharacters.All[1];
        await fixture.Characters.SaveAsync(TenantId.Local, character, Token);
        var session = await fixture.StartAsync(new SessionRequest { Player = Player.Local, CharacterIds = [character.Id] });
        await session.DoAsync(new UpdateContext(new ContextPayload
        {
            Actions = [new ActionDefinition { Name = "set_course", Arguments = [new ArgumentDefinition { Name = "target", Required = true }] }, new ActionDefinition { Name = "scan" }],
        }));
        await session.DoAsync(new SendMessage { Text = "Set a course for Alpha Centauri" });
        await session.NextAsync<TurnEnded>();
        var action = session.Seen.OfType<ActionInvoked>().Single();
        action.Name.ShouldBe("set_course");
        action.Arguments.Single().Value.ShouldBe("Alpha Centauri");
        session.Seen.OfType<ReplyEnded>().Single().Text.ShouldBe("Course laid for Alpha Centauri. Good choice.");
    }

    [Fact]
    public async Task A_language_model_chooses_by_a_tool_call_with_typed_arguments()
    {
        var offered = new List<string>();
        var replies = new TestReplyEngine
        {
            IsLanguageModel = true,
            Answer = (_, _) => "Done.",
            Choose = (_, options) =>
            {
                offered.AddRange(options.Tools!.Select(t => t.Name));
                return new FunctionCallContent("c", "set_speed", new Dictionary<string, object?> { ["speed"] = "12.50", ["loud"] = true, ["steps"] = new[] { 1, 2 }, ["extra"] = "x" });
            },
        };
        await using var fixture = new ConversationFixture(replies);
        var session = await StartAsync(fixture, new ActionDefinition
        {
            Name = "set_speed",
            Timing = ActionTiming.BeforeAssistantMessage,
            Arguments =
            [
                new ArgumentDefinition { Name = "speed", Type = ArgumentType.Double, Required = true },
                new ArgumentDefinition { Name = "loud", Type = ArgumentType.Boolean },
                new ArgumentDefinition { Name = "steps", Type = ArgumentType.Array, ItemsType = ArgumentType.Integer },
            ],
        });
        await session.DoAsync(new SendMessage { Text = "faster" });
        await session.NextAsync<TurnEnded>();
        offered.ShouldBe(["set_speed"]);
        session.Seen.OfType<ActionInvoked>().Single().Arguments.ShouldBe([new("speed", "12.5"), new("loud", "true"), new("steps", "[1,2]")]);
        Order<ReplyGenerating, ActionInvoked, ReplyStarted, ReplyEnded>(session);
    }

    [Fact]
    public async Task An_action_can_suppress_the_reply()
    {
        await using var fixture = new ConversationFixture();
        var session = await StartAsync(fixture, Wave with { Timing = ActionTiming.AfterUserMessage, CancelReply = true });
        await session.DoAsync(new SendMessage { Text = "wave" });
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Suppressed);
        session.Seen.OfType<ReplyGenerating>().ShouldBeEmpty();

        await session.DoAsync(new UpdateContext(new ContextPayload { Key = "game", Actions = [Wave with { Timing = ActionTiming.BeforeAssistantMessage, CancelReply = true }] }));
        await session.DoAsync(new SendMessage { Text = "wave" });
        await session.NextAsync<ReplyCancelled>();
        (await session.NextAsync<TurnEnded>()).Outcome.ShouldBe(TurnOutcome.Suppressed);
    }

    [Fact]
    public async Task Layers_run_in_order_one_action_each_until_a_final_one()
    {
        await using var fixture = new ConversationFixture();
        var session = await StartAsync(
            fixture,
            Wave with { Name = "third", Layer = "c" },
            Wave with { Name = "second", Layer = "b", FinalLayer = true },
            Wave with { Name = "first", Layer = "a" },
            Wave with { Name = "also_first", Layer = "a" },
            Wave with { Name = "never", Layer = "a", MatchFilter = ["wave", "jump"] });
        await session.DoAsync(new SendMessage { Text = "wave" });
        await session.NextAsync<TurnEnded>();
        session.Seen.OfType<ActionInvoked>().Select(a => a.Name).ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task Flags_and_once_decide_what_is_offered()
    {
        await using var fixture = new ConversationFixture();
        var session = await StartAsync(fixture, Wave with { Once = true, FlagsFilter = "!asleep" });
        await session.DoAsync(new UpdateContext(new ContextPayload { SetFlags = ["asleep"] }));
        await SayAsync(session);
        session.Seen.OfType<ActionInvoked>().ShouldBeEmpty();
        await session.DoAsync(new UpdateContext(new ContextPayload { SetFlags = ["!asleep"] }));
        await SayAsync(session);
        await SayAsync(session);
        session.Seen.OfType<ActionInvoked>().Count().ShouldBe(1);

        static async Task SayAsync(ObservedSession session)
        {
            await session.DoAsync(new SendMessage { Text = "wave" });
            await session.NextAsync<TurnEnded>();
        }
    }

    [Fact]
    public async Task A_chosen_action_activates_manual_ones()
    {
        await using var fixture = new ConversationFixture();
        var session = await StartAsync(
            fixture,
            Wave with { Activates = ["smile"] },
            Wave with { Name = "smile", Timing = ActionTiming.Manual },
            Wave with { Name = "frown", Timing = ActionTiming.Manual });
        await session.DoAsync(new SendMessage { Text = "wave" });
        await session.NextAsync<TurnEnded>();
        session.Seen.OfType<ActionInvoked>().Select(a => a.Name).ShouldBe(["wave", "smile"]);
    }

    [Fact]
    public async Task Triggers_run_by_name_and_unknown_ones_are_reported_as_given()
    {
        await using var fixture = new ConversationFixture();
        var session = await StartAsync(fixture, Wave with { Timing = ActionTiming.Manual, Effect = new ActionEffect { SetFlags = ["waved"] } });
        await session.DoAsync(new TriggerAction("WAVE", [new ActionArgument("x", "1")], Guid.NewGuid()));
        var known = await session.NextAsync<ActionInvoked>();
        (known.Name, known.ContextKey).ShouldBe(("wave", "game"));
        session.Seen.OfType<ContextChanged>().Last().Context.Flags.Single().Name.ShouldBe("waved");
        await session.DoAsync(new TriggerAction("dance", [new ActionArgument("x", "1")]));
        var unknown = await session.NextAsync<ActionInvoked>();
        (unknown.Name, unknown.ContextKey, unknown.Arguments.Count).ShouldBe(("dance", null, 1));
        await session.DoAsync(new SendMessage { Text = "/trigger wave" });
        (await session.NextAsync<ActionInvoked>()).Name.ShouldBe("wave");
    }

    [Fact]
    public async Task Events_fire_by_their_conditions_first_match_alone()
    {
        await using var fixture = new ConversationFixture();
        var session = await fixture.StartAsync();
        await session.DoAsync(new UpdateContext(new ContextPayload
        {
            Events =
            [
                new EventDefinition { Name = "too_early", MinMessages = 3, Effect = new ActionEffect { Note = "early" } },
                new EventDefinition { Name = "thunder", Once = true, MatchFilter = ["."], Effect = new ActionEffect { Event = "It thunders." } },
                new EventDefinition { Name = "after", Effect = new ActionEffect { Note = "after" } },
            ],
        }));
        await session.DoAsync(new SendMessage { Text = "hello" });
        await session.NextAsync<TurnEnded>();
        session.Seen.OfType<ScenarioEventFired>().Select(e => e.Name).ShouldBe(["thunder"]);
        await session.DoAsync(new SendMessage { Text = "hello" });
        await session.NextAsync<TurnEnded>();
        session.Seen.OfType<ScenarioEventFired>().Select(e => e.Name).ShouldBe(["thunder", "too_early"]);
    }

    [Fact]
    public async Task The_chance_of_an_event_grows_towards_its_last_message()
    {
        var chances = new Queue<double>([0.4, 0.4]);
        await using var fixture = new ConversationFixture(change: s => s with { Random = () => chances.Dequeue() });
        var session = await fixture.StartAsync();
        await session.DoAsync(new UpdateContext(new ContextPayload { Events = [new EventDefinition { Name = "rain", MinMessages = 2, MaxMessages = 5, Once = true }] }));

        // 2 messages: 1 in 4; 4 messages: 1 in 2.
        foreach (var expected in new[] { 0, 1 })
        {
            await session.DoAsync(new SendMessage { Text = "hello" });
            await session.NextAsync<TurnEnded>();
            session.Seen.OfType<ScenarioEventFired>().Count().ShouldBe(expected);
        }
    }

    [Fact]
    public async Task A_script_changes_the_chat_and_its_calls_wait_for_the_app()
    {
        var host = new ScriptHost(new ScriptResult
        {
            Logs = [("info", "ran")],
            Flags = [new ScriptFlag("lit", ExpireMessages: 2)],
            Messages = [new ScriptMessage(MessageRole.Secret, "A secret.")],
            Triggers = [new ScriptTrigger("first", [], Wait: true), new ScriptTrigger("second", [])],
            Contexts = [("script", "The lamp burns.")],
        });
        await using var fixture = new ConversationFixture(change: s => s with { Scripts = host });
        var session = await fixture.StartAsync();
        await session.DoAsync(new RunScript("chat.go()"));
        var first = await session.NextAsync<AppTriggered>();
        first.TriggerId.ShouldNotBeNull();
        (await session.NextAsync<ScriptExecuted>()).Logs.ShouldBe([("info", "ran")]);
        session.Seen.OfType<ContextChanged>().Last().Context.Contexts.Single().Definition.Text.ShouldBe("The lamp burns.");
        session.Seen.OfType<MessageStored>().Single().Message.Role.ShouldBe(MessageRole.Secret);
        await session.DoAsync(new CompleteAppTrigger(Guid.NewGuid()));
        (await session.DrainAsync()).ShouldBeEmpty();
        await session.DoAsync(new CompleteAppTrigger(first.TriggerId));
        (await session.NextAsync<AppTriggered>()).Name.ShouldBe("second");
        host.Requests.Single().Script.ShouldBe("chat.go()");
    }

    [Fact]
    public async Task Without_a_script_host_a_script_is_an_error()
    {
        await using var fixture = new ConversationFixture();
        var session = await fixture.StartAsync();
        await session.DoAsync(new RunScript("x"));
        (await session.NextAsync<ErrorRaised>()).Code.ShouldBe(ConversationErrors.ScriptFailed);
    }

    [Fact]
    public async Task Bad_items_are_reported_and_the_others_apply()
    {
        await using var fixture = new ConversationFixture();
        var session = await fixture.StartAsync();
        await session.DoAsync(new UpdateContext(new ContextPayload { SetFlags = ["good", "if", "also good"] }) { Origin = this });
        (await session.NextAsync<ContextChanged>()).Context.Flags.Select(f => f.Name).ShouldBe(["good"]);
        (await session.NextAsync<ErrorRaised>()).Origin.ShouldBe(this);
        await Should.ThrowAsync<ConversationException>(() => session.DoAsync(new UpdateContext(new ContextPayload { Actions = [Wave with { MatchFilter = ["("] }] })));
        (await session.DrainAsync()).OfType<ContextChanged>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Context_lists_are_replaced_by_key_and_flags_outlive_the_session()
    {
        await using var fixture = new ConversationFixture();
        var session = await fixture.StartAsync();
        await session.DoAsync(new UpdateContext(new ContextPayload { Key = "a1", Contexts = [new ContextDefinition { Text = "one" }], SetFlags = ["kept"] }));
        await session.DoAsync(new UpdateContext(new ContextPayload { Key = "b1", Contexts = [new ContextDefinition { Text = "two" }] }));
        await session.DoAsync(new UpdateContext(new ContextPayload { Key = "a1", Contexts = [] }));
        await session.DrainAsync();
        session.Seen.OfType<ContextChanged>().Last().Context.Contexts.Select(c => (c.Key, c.Definition.Text)).ShouldBe([("b1", "two")]);
        await session.Session.StopAsync();
        var again = await fixture.StartAsync(new SessionRequest { Player = Player.Local, ChatId = session.Session.ChatId });
        again.Subscription.Snapshot.Context.Flags.Single().Name.ShouldBe("kept");
        again.Subscription.Snapshot.Context.Contexts.ShouldBeEmpty();
    }

    private static async Task<ObservedSession> StartAsync(ConversationFixture fixture, params ActionDefinition[] actions)
    {
        var session = await fixture.StartAsync();
        await session.DoAsync(new UpdateContext(new ContextPayload { Key = "game", Actions = actions }));
        await session.NextAsync<ContextChanged>();
        return session;
    }

    private static void Order<T1, T2, T3, T4>(ObservedSession session, Func<T2, bool>? second = null)
    {
        var seen = session.Seen.ToList();
        int[] places =
        [
            seen.FindLastIndex(e => e is T1), seen.FindIndex(e => e is T2 item && second?.Invoke(item) != false), seen.FindIndex(e => e is T3), seen.FindIndex(e => e is T4),
        ];
        places.ShouldAllBe(p => p >= 0);
        places.ShouldBe(places.Order());
    }

    private sealed class ScriptHost(ScriptResult result) : IScriptHost
    {
        public List<ScriptRequest> Requests { get; } = [];

        public ValueTask<ScriptResult> RunAsync(ScriptRequest request, CancellationToken cancellationToken = default)
        {
            Requests.Add(request);
            return ValueTask.FromResult(result);
        }
    }
}
