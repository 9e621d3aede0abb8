using System.Net.WebSockets;
using System.Text;
using Parley.Testing;

namespace Parley.Realtime.Tests;

public class WebSocketSenderTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_of_one_producer_arrive_in_order_and_whole()
    {
        var (client, server) = InMemoryWebSockets.CreatePair(bufferBytes: 512);
        await using var sender = new WebSocketSender(server);
        using var reader = new WebSocketMessageReader(client);
        var sending = Task.Run(
            async () =>
            {
                for (var i = 0; i < 5_000; i++)
                {
                    await sender.SendAsync(Encoding.UTF8.GetBytes($"message {i}"), cancellationToken: Token);
                }
            },
            Token);

        for (var i = 0; i < 5_000; i++)
        {
            var message = await reader.ReadAsync(Token);
            Encoding.UTF8.GetString(message.Payload.Span).ShouldBe($"message {i}");
        }

        await sending.WaitAsync(Deadline, Token);
        (await sender.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", Deadline)).ShouldBeTrue();
        sender.QueuedBytes.ShouldBe(0);
        sender.QueuedMessages.ShouldBe(0);
    }

    [Fact]
    public async Task Many_producers_never_interleave()
    {
        var (client, server) = InMemoryWebSockets.CreatePair();
        await using var sender = new WebSocketSender(server);
        using var reader = new WebSocketMessageReader(client);
        const int producers = 8;
        const int each = 500;
        var sending = Enumerable.Range(0, producers).Select(p => Task.Run(
            async () =>
            {
                for (var i = 0; i < each; i++)
                {
                    await sender.SendAsync(Encoding.UTF8.GetBytes($"{p}:{i}"), cancellationToken: Token);
                }
            },
            Token)).ToArray();

        var next = new int[producers];
        for (var i = 0; i < producers * each; i++)
        {
            var parts = Encoding.UTF8.GetString((await reader.ReadAsync(Token)).Payload.Span).Split(':');
            int.Parse(parts[1]).ShouldBe(next[int.Parse(parts[0])]++);
        }

        await Task.WhenAll(sending).WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task A_full_queue_refuses_one_caller_and_holds_another()
    {
        var (client, server) = InMemoryWebSockets.CreatePair(bufferBytes: 64);
        await using var sender = new WebSocketSender(server, new WebSocketSenderOptions { MaxQueuedBytes = 100, SlowConsumerTimeout = null });
        using var reader = new WebSocketMessageReader(client);
        sender.TrySend(new byte[80], WebSocketMessageType.Binary).ShouldBeTrue();
        sender.TrySend(new byte[30], WebSocketMessageType.Binary).ShouldBeFalse();

        using var impatient = new CancellationTokenSource();
        var cancelled = sender.SendAsync(new byte[30], WebSocketMessageType.Binary, impatient.Token).AsTask();
        var waiting = sender.SendAsync(new byte[40], WebSocketMessageType.Binary, Token).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled.WaitAsync(Deadline, Token));

        (await reader.ReadAsync(Token)).Payload.Length.ShouldBe(80);
        await waiting.WaitAsync(Deadline, Token);
        (await reader.ReadAsync(Token)).Payload.Length.ShouldBe(40);
    }

    [Fact]
    public async Task A_message_above_the_bound_is_taken_when_nothing_waits()
    {
        var (client, server) = InMemoryWebSockets.CreatePair();
        await using var sender = new WebSocketSender(server, new WebSocketSenderOptions { MaxQueuedBytes = 100 });
        using var reader = new WebSocketMessageReader(client);
        sender.TrySend(new byte[1_000], WebSocketMessageType.Binary).ShouldBeTrue();
        (await reader.ReadAsync(Token)).Payload.Length.ShouldBe(1_000);
    }

    [Fact]
    public async Task Merging_joins_what_waits_together_and_keeps_types_apart()
    {
        var (client, server) = InMemoryWebSockets.CreatePair();
        await using var sender = new WebSocketSender(server, new WebSocketSenderOptions { MergeMessages = true });
        using var reader = new WebSocketMessageReader(client);
        sender.TrySend("a"u8, flush: false).ShouldBeTrue();
        sender.TrySend("b"u8, flush: false).ShouldBeTrue();
        sender.TrySend([1], WebSocketMessageType.Binary, flush: false).ShouldBeTrue();
        sender.TrySend("c"u8, flush: false).ShouldBeTrue();
        sender.Flush();

        Encoding.UTF8.GetString((await reader.ReadAsync(Token)).Payload.Span).ShouldBe("ab");
        (await reader.ReadAsync(Token)).Type.ShouldBe(WebSocketMessageType.Binary);
        Encoding.UTF8.GetString((await reader.ReadAsync(Token)).Payload.Span).ShouldBe("c");
    }

    [Fact]
    public async Task A_peer_that_does_not_read_is_warned_about_and_then_cut()
    {
        var clock = new FakeTimeProvider();
        var warned = new TaskCompletionSource();
        var (_, server) = InMemoryWebSockets.CreatePair(bufferBytes: 64);
        await using var sender = new WebSocketSender(server, new WebSocketSenderOptions
        {
            SlowConsumerTimeout = TimeSpan.FromSeconds(60),
            OnSlowConsumer = () => warned.TrySetResult(),
            TimeProvider = clock,
        });
        sender.TrySend(new byte[1_000], WebSocketMessageType.Binary).ShouldBeTrue();

        clock.Advance(TimeSpan.FromSeconds(29));
        sender.Completion.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));
        await warned.Task.WaitAsync(Deadline, Token);
        clock.Advance(TimeSpan.FromSeconds(30));

        (await sender.Completion.WaitAsync(Deadline, Token)).ShouldBeOfType<SlowConsumerException>();
        server.State.ShouldBe(WebSocketState.Aborted);
        await Should.ThrowAsync<SlowConsumerException>(async () => await sender.SendAsync(new byte[1], cancellationToken: Token));
    }

    [Fact]
    public async Task Closing_writes_what_waits_first_and_then_refuses()
    {
        var (client, server) = InMemoryWebSockets.CreatePair();
        await using var sender = new WebSocketSender(server);
        using var reader = new WebSocketMessageReader(client);
        sender.TrySend("last words"u8, flush: false).ShouldBeTrue();

        (await sender.CloseAsync(WebSocketCloseStatus.PolicyViolation, "IDLE_TIMEOUT", Deadline)).ShouldBeTrue();

        (await reader.ReadAsync(Token)).Payload.Length.ShouldBe(10);
        (await reader.ReadAsync(Token)).IsClose.ShouldBeTrue();
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.PolicyViolation);
        client.CloseStatusDescription.ShouldBe("IDLE_TIMEOUT");
        sender.TrySend("more"u8).ShouldBeFalse();
        (await sender.Completion.WaitAsync(Deadline, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Closing_a_stuck_connection_keeps_its_deadline()
    {
        var clock = new FakeTimeProvider();
        var (_, server) = InMemoryWebSockets.CreatePair(bufferBytes: 64);
        await using var sender = new WebSocketSender(server, new WebSocketSenderOptions { TimeProvider = clock, SlowConsumerTimeout = null });
        sender.TrySend(new byte[1_000], WebSocketMessageType.Binary).ShouldBeTrue();
        var closing = sender.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TimeSpan.FromSeconds(5)).AsTask();
        clock.Advance(TimeSpan.FromSeconds(5));

        (await closing.WaitAsync(Deadline, Token)).ShouldBeFalse();
        server.State.ShouldBe(WebSocketState.Aborted);
    }

    [Fact]
    public async Task A_dead_connection_fails_every_waiting_sender()
    {
        var (clientEnd, serverEnd) = DuplexStream.CreatePair(64);
        var server = InMemoryWebSockets.Open(serverEnd, isServer: true);
        await using var sender = new WebSocketSender(server, new WebSocketSenderOptions { MaxQueuedMessages = 1 });
        sender.TrySend(new byte[1_000], WebSocketMessageType.Binary).ShouldBeTrue();
        var waiting = sender.SendAsync(new byte[1], WebSocketMessageType.Binary, Token).AsTask();
        clientEnd.Cut();

        await Should.ThrowAsync<ConnectionException>(waiting.WaitAsync(Deadline, Token));
        (await sender.Completion.WaitAsync(Deadline, Token)).ShouldBeOfType<ConnectionException>().Code.ShouldBe(RealtimeErrorCodes.ConnectionLost);
    }

    [Theory]
    [InlineData("short", "short")]
    [InlineData(null, null)]
    public void A_reason_that_fits_is_kept(string? reason, string? expected) => WebSocketSender.CutReason(reason).ShouldBe(expected);

    [Fact]
    public void A_long_reason_is_cut_on_a_character()
    {
        var cut = WebSocketSender.CutReason(string.Concat(Enumerable.Repeat("😀", 60)))!;
        Encoding.UTF8.GetByteCount(cut).ShouldBe(120);
        cut.ShouldEndWith("😀");
    }

    [Fact]
    public async Task What_is_held_leaves_as_one_message_when_it_is_flushed()
    {
        var (client, server) = InMemoryWebSockets.CreatePair();
        await using var sender = new WebSocketSender(server, new WebSocketSenderOptions { MergeMessages = true });
        using var reader = new WebSocketMessageReader(client);
        sender.Hold();
        sender.TrySend("one,"u8).ShouldBeTrue();
        sender.TrySend("two,"u8).ShouldBeTrue();
        sender.QueuedMessages.ShouldBe(2);
        sender.Flush();
        sender.TrySend("three"u8).ShouldBeTrue();

        Encoding.UTF8.GetString((await reader.ReadAsync(Token)).Payload.Span).ShouldBe("one,two,");
        Encoding.UTF8.GetString((await reader.ReadAsync(Token)).Payload.Span).ShouldBe("three");
    }

    [Fact]
    public async Task Holding_ends_by_itself_when_much_waits()
    {
        var (client, server) = InMemoryWebSockets.CreatePair();
        await using var sender = new WebSocketSender(server);
        using var reader = new WebSocketMessageReader(client);
        sender.Hold();
        sender.TrySend(new byte[20_000]).ShouldBeTrue();

        (await reader.ReadAsync(Token)).Payload.Length.ShouldBe(20_000);
    }
}
