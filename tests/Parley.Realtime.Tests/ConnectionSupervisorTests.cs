using Parley.Testing;

namespace Parley.Realtime.Tests;

public class ConnectionSupervisorTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private readonly System.Threading.Channels.Channel<ConnectionChange> _changes = System.Threading.Channels.Channel.CreateUnbounded<ConnectionChange>();
    private readonly Queue<object> _answers = new();
    private readonly List<FakeLink> _links = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_link_is_opened_again_after_the_delay()
    {
        await using var supervisor = Create();
        var first = await supervisor.ConnectAsync(Token);
        (await NextAsync()).State.ShouldBe(ConnectionState.Connected);
        first.End(ConnectionException.FromClose(null, null));

        var waiting = await NextAsync();
        waiting.State.ShouldBe(ConnectionState.Reconnecting);
        waiting.Attempt.ShouldBe(1);
        waiting.Delay.ShouldBe(TimeSpan.FromSeconds(1));
        supervisor.Current.ShouldBeNull();
        await AdvanceAsync(TimeSpan.FromSeconds(1));

        var connected = await NextAsync();
        connected.ShouldBe(new ConnectionChange(ConnectionState.Connected, 1));
        supervisor.Current.ShouldNotBeSameAs(first);
        first.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public async Task Attempts_end_with_the_policy_and_the_reason_is_kept()
    {
        await using var supervisor = Create();
        var link = await supervisor.ConnectAsync(Token);
        await NextAsync();
        for (var i = 0; i < 5; i++)
        {
            _answers.Enqueue(ConnectionException.FromHandshake(503));
        }

        link.End(ConnectionException.FromClose(null, null));
        foreach (var delay in new[] { 1, 2, 4, 8, 16 })
        {
            (await NextAsync()).Delay.ShouldBe(TimeSpan.FromSeconds(delay));
            await AdvanceAsync(TimeSpan.FromSeconds(delay));
        }

        var closed = await NextAsync();
        closed.State.ShouldBe(ConnectionState.Closed);
        (await supervisor.Completion.WaitAsync(Deadline, Token)).ShouldBeOfType<ConnectionException>().HttpStatus.ShouldBe(503);
        supervisor.State.ShouldBe(ConnectionState.Closed);
    }

    [Fact]
    public async Task A_ready_link_starts_the_count_anew()
    {
        await using var supervisor = Create(new ReconnectPolicy { MaxAttempts = 1, Jitter = 0 });
        await supervisor.ConnectAsync(Token);
        await NextAsync();
        for (var i = 0; i < 3; i++)
        {
            _links[^1].End(ConnectionException.FromClose(null, null));
            (await NextAsync()).State.ShouldBe(ConnectionState.Reconnecting);
            await AdvanceAsync(TimeSpan.FromSeconds(1));
            (await NextAsync()).State.ShouldBe(ConnectionState.Connected);
        }
    }

    [Fact]
    public async Task What_will_not_pass_is_not_tried_again()
    {
        await using var supervisor = Create();
        var link = await supervisor.ConnectAsync(Token);
        await NextAsync();
        _answers.Enqueue(ConnectionException.FromHandshake(401));
        link.End(ConnectionException.FromClose(null, null));
        await NextAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        var closed = await NextAsync();
        closed.State.ShouldBe(ConnectionState.Closed);
        closed.Cause.ShouldBeOfType<ConnectionException>().Code.ShouldBe(RealtimeErrorCodes.Unauthorized);
    }

    [Fact]
    public async Task A_normal_close_of_the_peer_ends_it()
    {
        await using var supervisor = Create();
        (await supervisor.ConnectAsync(Token)).End(null);
        await NextAsync();
        (await NextAsync()).ShouldBe(new ConnectionChange(ConnectionState.Closed));
        (await supervisor.Completion.WaitAsync(Deadline, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task The_first_connection_is_not_retried_and_may_be_repeated()
    {
        await using var supervisor = Create();
        _answers.Enqueue(ConnectionException.FromHandshake(503));
        await Should.ThrowAsync<ConnectionException>(supervisor.ConnectAsync(Token));
        supervisor.State.ShouldBe(ConnectionState.Disconnected);
        await supervisor.ConnectAsync(Token);
        await Should.ThrowAsync<InvalidOperationException>(supervisor.ConnectAsync(Token));
    }

    [Fact]
    public async Task Closing_ends_a_wait_for_the_next_attempt()
    {
        var supervisor = Create();
        (await supervisor.ConnectAsync(Token)).End(ConnectionException.FromClose(null, null));
        await NextAsync();
        (await NextAsync()).State.ShouldBe(ConnectionState.Reconnecting);
        await supervisor.CloseAsync(Token).WaitAsync(Deadline, Token);
        (await NextAsync()).ShouldBe(new ConnectionChange(ConnectionState.Closed));
        _links.Count.ShouldBe(1);
        await supervisor.DisposeAsync();
    }

    [Fact]
    public async Task Closing_disposes_the_link_and_is_idempotent()
    {
        var supervisor = Create();
        var link = await supervisor.ConnectAsync(Token);
        await Task.WhenAll(supervisor.CloseAsync(Token), supervisor.CloseAsync(Token)).WaitAsync(Deadline, Token);
        link.IsDisposed.ShouldBeTrue();
        (await supervisor.Completion).ShouldBeNull();
        await supervisor.DisposeAsync();
    }

    [Fact]
    public void States_without_an_edge_are_refused()
    {
        var machine = new ConnectionStateMachine();
        Should.Throw<InvalidOperationException>(() => machine.TryMove(ConnectionState.Disconnected, ConnectionState.Connected));
        Should.Throw<InvalidOperationException>(() => machine.TryMove(ConnectionState.Closed, ConnectionState.Connecting));
        machine.TryMove(ConnectionState.Connecting, ConnectionState.Connected).ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => machine.Move(ConnectionState.Connecting, ConnectionState.Connected));
        machine.Move(ConnectionState.Disconnected, ConnectionState.Connecting);
        machine.TryBeginClose().ShouldBeTrue();
        machine.TryBeginClose().ShouldBeFalse();
        machine.TryMove(ConnectionState.Closing, ConnectionState.Closed).ShouldBeTrue();
    }

    private ConnectionSupervisor<FakeLink> Create(ReconnectPolicy? policy = null) => new(
        (_, _) =>
        {
            if (_answers.TryDequeue(out var answer))
            {
                return Task.FromException<FakeLink>((Exception)answer);
            }

            var link = new FakeLink();
            _links.Add(link);
            return Task.FromResult(link);
        },
        policy ?? new ReconnectPolicy { Jitter = 0 },
        _clock,
        change => _changes.Writer.TryWrite(change));

    private async Task<ConnectionChange> NextAsync() => await _changes.Reader.ReadAsync(Token).AsTask().WaitAsync(Deadline, Token);

    // The delay is armed right after the change is told: the clock moves once its timer is there.
    private async Task AdvanceAsync(TimeSpan by)
    {
        await _clock.WaitForTimerAsync(by, Token);
        _clock.Advance(by);
    }

    private sealed class FakeLink : ILink
    {
        private readonly TaskCompletionSource<ConnectionEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsDisposed { get; private set; }

        public Task<ConnectionEnd> Completion => _end.Task;

        public void End(Exception? error) => _end.TrySetResult(new ConnectionEnd(null, null, error, ClosedHere: false));

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            End(null);
            return default;
        }
    }
}
