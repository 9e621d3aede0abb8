using System.Net.WebSockets;
using System.Text;
using Parley.Testing;

namespace Parley.Realtime.Tests;

public class WebSocketConnectionTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly InMemoryConnector _connector = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_close_on_this_side_waits_for_the_answer()
    {
        var (connection, peer) = await OpenAsync();
        var running = connection.RunAsync(_ => default);
        var closing = connection.CloseAsync(WebSocketCloseStatus.NormalClosure, "done");
        (await peer.ReceiveTextAsync(Token)).ShouldBeNull();
        peer.Socket.CloseStatusDescription.ShouldBe("done");
        closing.IsCompleted.ShouldBeFalse();
        await peer.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);

        var end = await closing.WaitAsync(Deadline, Token);
        end.Error.ShouldBeNull();
        end.ClosedHere.ShouldBeTrue();
        (await running.WaitAsync(Deadline, Token)).ShouldBe(end);
    }

    [Fact]
    public async Task A_peer_that_never_answers_the_close_is_left_at_the_deadline()
    {
        var clock = new FakeTimeProvider();
        var (connection, peer) = await OpenAsync(new WebSocketConnectionOptions { TimeProvider = clock, CloseTimeout = TimeSpan.FromSeconds(5) });
        _ = connection.RunAsync(_ => default);
        var closing = connection.CloseAsync();
        (await peer.ReceiveTextAsync(Token)).ShouldBeNull();
        clock.Advance(TimeSpan.FromSeconds(5));
        await closing.WaitAsync(Deadline, Token);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_close_of_the_peer_is_answered_and_told()
    {
        var (connection, peer) = await OpenAsync();
        var running = connection.RunAsync(_ => default);
        await peer.CloseAsync(WebSocketCloseStatus.PolicyViolation, "IDLE_TIMEOUT", Token);
        (await peer.ReceiveTextAsync(Token)).ShouldBeNull();

        var end = await running.WaitAsync(Deadline, Token);
        end.CloseStatus.ShouldBe(WebSocketCloseStatus.PolicyViolation);
        end.ClosedHere.ShouldBeFalse();
        var error = end.Error.ShouldBeOfType<ConnectionException>();
        error.CloseReason.ShouldBe("IDLE_TIMEOUT");
        error.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_normal_close_of_the_peer_is_no_error()
    {
        var (connection, peer) = await OpenAsync();
        var running = connection.RunAsync(_ => default);
        await peer.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        (await running.WaitAsync(Deadline, Token)).Error.ShouldBeNull();
    }

    [Fact]
    public async Task A_dropped_connection_is_an_error()
    {
        var (connection, peer) = await OpenAsync();
        var running = connection.RunAsync(_ => default);
        peer.Cut();
        var end = await running.WaitAsync(Deadline, Token);
        end.CloseStatus.ShouldBeNull();
        end.Error.ShouldBeOfType<ConnectionException>().Code.ShouldBe(RealtimeErrorCodes.ConnectionLost);
    }

    [Fact]
    public async Task A_message_above_the_cap_closes_with_1009()
    {
        var (connection, peer) = await OpenAsync(new WebSocketConnectionOptions { MaxMessageBytes = 10 });
        var running = connection.RunAsync(_ => default);
        await peer.SendTextAsync("0123456789x", Token);
        (await peer.ReceiveTextAsync(Token)).ShouldBeNull();
        peer.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.MessageTooBig);
        (await running.WaitAsync(Deadline, Token)).Error.ShouldBeOfType<MessageTooLargeException>();
    }

    [Fact]
    public async Task A_failing_handler_closes_with_1011_and_is_told()
    {
        var (connection, peer) = await OpenAsync();
        var running = connection.RunAsync(_ => throw new InvalidOperationException("bug"));
        await peer.SendTextAsync("x", Token);
        (await peer.ReceiveTextAsync(Token)).ShouldBeNull();
        peer.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.InternalServerError);
        (await running.WaitAsync(Deadline, Token)).Error.ShouldBeOfType<InvalidOperationException>();
    }

    [Fact]
    public async Task Closing_frees_a_handler_that_waits()
    {
        var (connection, peer) = await OpenAsync();
        var waiting = new TaskCompletionSource();
        var running = connection.RunAsync(async _ =>
        {
            waiting.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, connection.Closing);
        });
        await peer.SendTextAsync("x", Token);
        await waiting.Task.WaitAsync(Deadline, Token);
        await connection.DisposeAsync().AsTask().WaitAsync(Deadline, Token);
        await running.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task The_tap_sees_both_ways_with_secrets_masked()
    {
        var seen = new List<string>();
        var (connection, peer) = await OpenAsync(new WebSocketConnectionOptions
        {
            Secrets = ["sesame"],
            Tap = (direction, type, payload) => seen.Add($"{direction} {type} {Encoding.UTF8.GetString(payload)}"),
        });
        var arrived = new TaskCompletionSource();
        _ = connection.RunAsync(_ =>
        {
            arrived.TrySetResult();
            return default;
        });
        await connection.SendAsync("open sesame, sesame"u8.ToArray(), cancellationToken: Token);
        (await peer.ReceiveTextAsync(Token)).ShouldBe("open sesame, sesame");
        await peer.SendTextAsync("sesame?", Token);
        await arrived.Task.WaitAsync(Deadline, Token);

        seen.ShouldBe(["Sent Text open ******, ******", "Received Text ******?"]);
    }

    [Fact]
    public async Task Sending_after_the_end_fails_with_the_reason()
    {
        var (connection, peer) = await OpenAsync();
        var running = connection.RunAsync(_ => default);
        await peer.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        await running.WaitAsync(Deadline, Token);
        await Should.ThrowAsync<ConnectionException>(async () => await connection.SendAsync("x"u8.ToArray(), cancellationToken: Token));
    }

    private async Task<(WebSocketConnection Connection, InMemoryPeer Peer)> OpenAsync(WebSocketConnectionOptions? options = null)
    {
        var socket = await _connector.ConnectAsync(new WebSocketRequest(new Uri("ws://test/")), Token);
        return (new WebSocketConnection(socket, options), await _connector.AcceptAsync(Token));
    }
}
