using Parley.Conversation.Memories;
using Parley.Conversation.Scenarios;
using Parley.Conversation.Sessions;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Sessions;

public sealed class SessionDirectoryTests : IAsyncDisposable
{
    private static readonly Player Bob = new(TenantId.Local, new PlayerId("bob"));

    private readonly ConversationFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_pair_has_one_session_and_one_conversation()
    {
        var request = new SessionRequest { Player = Bob, CharacterIds = [ConversationFixture.Rex.Id], ContinueLatest = true };
        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _fixture.Directory.StartAsync(request, Token).AsTask()));
        starts.Select(s => s.Session).Distinct().Count().ShouldBe(1);
        starts.Count(s => s.IsNewChat).ShouldBe(1);
        var chat = starts[0].Session.ChatId;
        await starts[0].Session.StopAsync();
        var again = await _fixture.Directory.StartAsync(request, Token);
        (again.WasRunning, again.IsNewChat, again.Session.ChatId).ShouldBe((false, false, chat));
    }

    [Fact]
    public async Task Another_players_session_does_not_exist()
    {
        var session = (await _fixture.StartAsync()).Session;
        _fixture.Directory.TryGet(Bob, session.Id, out _).ShouldBeFalse();
        _fixture.Directory.TryGetByChat(Bob, session.ChatId, out _).ShouldBeFalse();
        _fixture.Directory.List(Bob).ShouldBeEmpty();
        (await _fixture.Directory.StopAsync(Bob, session.Id, cancellationToken: Token)).ShouldBeFalse();
        (await _fixture.Directory.DeleteChatAsync(Bob, session.ChatId, Token)).ShouldBeFalse();
        var error = await Should.ThrowAsync<ConversationException>(async () => await _fixture.Directory.StartAsync(new SessionRequest { Player = Bob, ChatId = session.ChatId }, Token));
        error.Code.ShouldBe(ConversationErrors.NotFound);
        _fixture.Directory.TryGet(Player.Local, session.Id, out var found).ShouldBeTrue();
        found.ShouldBe(session);
    }

    [Fact]
    public async Task Watchers_hear_of_their_players_sessions_in_order()
    {
        var heard = new List<string>();
        using var watch = _fixture.Directory.Watch(Player.Local, c => heard.Add($"{c.Session.Id}:{c.EndReason}"));
        await _fixture.Directory.StartAsync(new SessionRequest { Player = Bob, CharacterIds = [ConversationFixture.Rex.Id] }, Token);
        var session = (await _fixture.StartAsync()).Session;
        await _fixture.Directory.StopAsync(Player.Local, session.Id, cancellationToken: Token);
        heard.ShouldBe([$"{session.Id}:", $"{session.Id}:Stopped"]);
    }

    [Fact]
    public async Task The_last_to_leave_starts_the_grace_period()
    {
        var session = (await _fixture.StartAsync()).Session;
        var one = session.Attach(TimeSpan.FromSeconds(15));
        var two = session.Attach(TimeSpan.FromSeconds(60));
        one.Dispose();
        one.Dispose();
        _fixture.Time.Advance(TimeSpan.FromMinutes(2));
        two.Dispose();
        _fixture.Time.Advance(TimeSpan.FromSeconds(59));
        using (session.Attach())
        {
            _fixture.Time.Advance(TimeSpan.FromMinutes(10));
            session.Completion.IsCompleted.ShouldBeFalse();
        }

        _fixture.Time.Advance(TimeSpan.FromSeconds(15));
        (await session.Completion.WaitAsync(ConversationFixture.Patience, Token)).ShouldBe(SessionEndReason.Abandoned);
    }

    [Fact]
    public async Task Who_comes_when_the_grace_period_has_just_passed_gets_another_session_of_the_chat()
    {
        var request = new SessionRequest { Player = Bob, CharacterIds = [ConversationFixture.Rex.Id], ContinueLatest = true };
        for (var i = 0; i < 50; i++)
        {
            var (start, lease) = await _fixture.Directory.StartAttachedAsync(request, TimeSpan.FromSeconds(15), Token);
            lease.Dispose();

            // The clock's callback returns before the session has ended.
            _fixture.Time.Advance(TimeSpan.FromSeconds(15));
            var (next, held) = await _fixture.Directory.StartAttachedAsync(request, TimeSpan.FromSeconds(15), Token);
            next.Session.ShouldNotBe(start.Session);
            next.Session.ChatId.ShouldBe(start.Session.ChatId);
            (await next.Session.SubscribeAsync(cancellationToken: Token)).Dispose();
            (await start.Session.Completion.WaitAsync(ConversationFixture.Patience, Token)).ShouldBe(SessionEndReason.Abandoned);
            Should.Throw<ConversationException>(() => start.Session.Attach()).Code.ShouldBe(ConversationErrors.SessionEnded);
            held.Dispose();
        }
    }

    [Fact]
    public async Task A_player_has_a_limit_of_sessions()
    {
        for (var i = 0; i < 4; i++)
        {
            await _fixture.StartAsync();
        }

        var error = await Should.ThrowAsync<ConversationException>(() => _fixture.StartAsync());
        error.Code.ShouldBe(ConversationErrors.LimitReached);
        await _fixture.Directory.StartAsync(new SessionRequest { Player = Bob, CharacterIds = [ConversationFixture.Rex.Id] }, Token);
    }

    [Fact]
    public async Task At_the_limit_a_session_that_everybody_left_gives_way()
    {
        var sessions = new List<ConversationSession>();
        var leases = new List<SessionLease>();
        for (var i = 0; i < 4; i++)
        {
            sessions.Add((await _fixture.StartAsync()).Session);
            leases.Add(sessions[i].Attach());
        }

        leases[2].Dispose();
        await _fixture.StartAsync();
        (await sessions[2].Completion.WaitAsync(ConversationFixture.Patience, Token)).ShouldBe(SessionEndReason.Abandoned);
        sessions.Count(s => s.Completion.IsCompleted).ShouldBe(1);

        // Everybody else is in theirs.
        (await Should.ThrowAsync<ConversationException>(() => _fixture.StartAsync())).Code.ShouldBe(ConversationErrors.LimitReached);
    }

    [Fact]
    public async Task At_the_servers_limit_sessions_that_everybody_left_give_way_to_strangers()
    {
        await using var fixture = new ConversationFixture(limits: new SessionDirectoryOptions { MaxSessions = 4 });
        var directory = fixture.Directory;
        var left = new List<ConversationSession>();
        for (var i = 0; i < 4; i++)
        {
            var session = (await directory.StartAsync(Of($"early-{i}"), Token)).Session;
            session.Attach(TimeSpan.FromSeconds(15)).Dispose();
            left.Add(session);
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
        }

        // They come together: each takes a place of its own.
        var starts = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => directory.StartAsync(Of($"late-{i}"), Token).AsTask()));
        using var held = starts[0].Session.Attach();
        foreach (var session in left.Take(3))
        {
            (await session.Completion.WaitAsync(ConversationFixture.Patience, Token)).ShouldBe(SessionEndReason.Abandoned);
        }

        left[3].Completion.IsCompleted.ShouldBeFalse();
        directory.ListAll().Count.ShouldBe(4);
        using var last = left[3].Attach();

        // Nobody left any of those.
        (await Should.ThrowAsync<ConversationException>(async () => await directory.StartAsync(Of("too-many"), Token))).Code.ShouldBe(ConversationErrors.LimitReached);

        static SessionRequest Of(string player) => new() { Player = new Player(TenantId.Local, new PlayerId(player)), CharacterIds = [ConversationFixture.Rex.Id] };
    }

    [Fact]
    public async Task A_chat_nobody_spoke_in_is_deleted_when_it_says_so()
    {
        var request = new SessionRequest { Player = Player.Local, CharacterIds = [ConversationFixture.Rex.Id], DeleteWhenUnused = true };
        var unused = await _fixture.StartAsync(request);
        await _fixture.Directory.StopAsync(Player.Local, unused.Session.Id, cancellationToken: Token);
        (await _fixture.Chats.FindAsync(Player.Local, unused.Session.ChatId, Token)).ShouldBeNull();
        var used = await _fixture.StartAsync(request);
        await used.DoAsync(new SendMessage { Text = "hi" });
        await used.NextAsync<TurnEnded>();
        await _fixture.Directory.StopAsync(Player.Local, used.Session.Id, cancellationToken: Token);
        (await _fixture.Chats.FindAsync(Player.Local, used.Session.ChatId, Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_ephemeral_chat_leaves_no_trace()
    {
        var session = await _fixture.StartAsync(new SessionRequest { Player = Player.Local, CharacterIds = [ConversationFixture.Rex.Id], IsEphemeral = true });
        await session.DoAsync(new SendMessage { Text = "My name is Ann." });
        await session.NextAsync<TurnEnded>();
        await session.Session.StopAsync();
        (await _fixture.Chats.FindAsync(Player.Local, session.Session.ChatId, Token)).ShouldBeNull();
        (await _fixture.Memories.ListAsync(new MemoryQuery { Scope = new MemoryScope(Player.Local, ConversationFixture.Rex.Id) }, Token)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deleting_a_live_chat_ends_its_session()
    {
        var session = await _fixture.StartAsync();
        (await _fixture.Directory.DeleteChatAsync(Player.Local, session.Session.ChatId, Token)).ShouldBeTrue();
        (await session.NextAsync<SessionEnded>()).Reason.ShouldBe(SessionEndReason.ChatDeleted);
        _fixture.Directory.ListAll().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_shutdown_in_the_middle_of_a_reply_keeps_what_was_said()
    {
        var replies = new TestReplyEngine();
        var fixture = new ConversationFixture(replies);
        var session = await fixture.StartAsync();
        await session.DoAsync(new SendMessage { Text = "hi" });
        var asked = await replies.AskedAsync(Token);
        asked.Write("A sentence. And ");
        await session.NextAsync<ReplyChunk>();
        await fixture.DisposeAsync();
        (await session.NextAsync<SpeechInterrupted>()).Reason.ShouldBe(InterruptReason.SessionEnded);
        (await session.NextAsync<SessionEnded>()).Reason.ShouldBe(SessionEndReason.Shutdown);
        (await fixture.Chats.ReadMessagesAsync(Player.Local, session.Session.ChatId, cancellationToken: Token)).Select(m => m.Text).ShouldBe(["hi", "A sentence."]);
    }

    [Fact]
    public async Task Several_observers_see_the_same_in_the_same_order()
    {
        var first = await _fixture.StartAsync();
        var others = new List<ObservedSession>();
        for (var i = 0; i < 3; i++)
        {
            others.Add(new ObservedSession(first.Session, await first.Session.SubscribeAsync(cancellationToken: Token)));
        }

        await first.DoAsync(new SendMessage { Text = "hello" });
        await first.NextAsync<TurnEnded>();
        foreach (var other in others)
        {
            await other.NextAsync<TurnEnded>();
            other.Seen.ShouldBe(first.Seen);
        }

        var late = await first.Session.SubscribeAsync(cancellationToken: Token);
        late.Snapshot.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_player_whose_chat_is_slow_to_start_keeps_no_other_player_waiting()
    {
        var scenarios = new SlowScenarios();
        await using var fixture = new ConversationFixture(change: services => services with { Scenarios = scenarios });
        using var given = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var slow = fixture.Directory.StartAsync(new SessionRequest { Player = Bob, CharacterIds = [ConversationFixture.Rex.Id], ScenarioId = Guid.NewGuid() }, given.Token).AsTask();
        await scenarios.Asked.Task.WaitAsync(ConversationFixture.Patience, Token);
        var behind = fixture.Directory.StartAsync(new SessionRequest { Player = Bob, CharacterIds = [ConversationFixture.Rex.Id] }, Token).AsTask();

        await fixture.StartAsync();
        behind.IsCompleted.ShouldBeFalse();

        await given.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => slow);
        (await behind.WaitAsync(ConversationFixture.Patience, Token)).Session.Player.ShouldBe(Bob);
    }

    /// <summary>Answers no question.</summary>
    private sealed class SlowScenarios : IScenarioStore
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<Scenario?> FindAsync(TenantId tenant, Guid scenarioId, CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return null;
        }

        public ValueTask<IReadOnlyList<Scenario>> ListAsync(TenantId tenant, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<Scenario>>([]);

        public ValueTask SaveAsync(TenantId tenant, Scenario scenario, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<bool> DeleteAsync(TenantId tenant, Guid scenarioId, CancellationToken cancellationToken) => ValueTask.FromResult(false);
    }
}
