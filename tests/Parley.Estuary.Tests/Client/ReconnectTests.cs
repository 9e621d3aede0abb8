using Parley.Estuary.Tests.Fakes;
using Parley.Realtime;

namespace Parley.Estuary.Tests.Client;

public class ReconnectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_link_is_opened_again_with_growing_delays()
    {
        var server = new ScriptedServer();
        var (client, session) = await ScriptedServer.ConnectAsync(server, Steady(server));
        await using var _ = session.Leaving(client);
        var events = new EventLog(client, Token);
        server.Connector.Refuse(new ConnectionException(RealtimeErrorCodes.ConnectFailed, "Nobody is there."));
        session.Cut();
        (await events.NextAsync()).ShouldBeOfType<Disconnected>().Error!.IsTransient.ShouldBeTrue();
        (await events.NextAsync()).ShouldBeOfType<Reconnecting>().Delay.ShouldBe(TimeSpan.FromSeconds(1));
        client.IsConnected.ShouldBeFalse();
        client.State.ShouldBe(ConnectionState.Reconnecting);
        await PassAsync(server, 1);
        var second = (await events.NextAsync()).ShouldBeOfType<Reconnecting>();
        second.Attempt.ShouldBe(2);
        second.Delay.ShouldBe(TimeSpan.FromSeconds(2));
        await PassAsync(server, 2);
        var again = await server.AcceptAsync();
        var connected = (await events.NextAsync()).ShouldBeOfType<Connected>();
        connected.IsReconnect.ShouldBeTrue();
        connected.Session.ConversationId.ShouldBe("conversation-1");
        await client.SendTextAsync("hi", cancellationToken: Token);
        await again.EventAsync("text");
    }

    [Fact]
    public async Task The_client_gives_up_after_its_attempts()
    {
        var server = new ScriptedServer();
        var options = Steady(server) with { Reconnect = new ReconnectPolicy { Shape = BackoffShape.Linear, Jitter = 0, MaxAttempts = 1 } };
        var (client, session) = await ScriptedServer.ConnectAsync(server, options);
        await using var _ = session.Leaving(client);
        var events = new EventLog(client, Token);
        server.Connector.Refuse(new ConnectionException(RealtimeErrorCodes.ConnectFailed, "Nobody is there."));
        session.Cut();
        await events.NextAsync<Reconnecting>();
        await PassAsync(server, 1);
        (await events.NextAsync<Closed>()).Error.ShouldBeOfType<EstuaryException>().Code.ShouldBe(EstuaryErrorCodes.ConnectionFailed);
        (await events.NextAsync()).ShouldBeNull();
        (await client.Completion).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("session_timeout", """{"reason":"inactivity","idle_seconds":600,"timeout_seconds":600}""", "inactivity")]
    [InlineData("moderation_warning", """{"level":"terminated","message":"Enough"}""", "Enough")]
    [InlineData("session_rejected", """{"reason":"concurrent_limit","cap":1}""", "concurrent_limit")]
    public async Task A_session_ended_by_the_server_is_not_opened_again(string name, string payload, string words)
    {
        var server = new ScriptedServer();
        var (client, session) = await ScriptedServer.ConnectAsync(server);
        await using var _ = session.Leaving(client);
        var events = new EventLog(client, Token);
        await session.EmitAsync(name, payload);
        await session.SendAsync("41/sdk,");
        (await events.NextAsync<Disconnected>()).Reason.ShouldBe("io server disconnect");
        var error = (await events.NextAsync()).ShouldBeOfType<Closed>().Error.ShouldBeOfType<EstuaryException>();
        error.Message.ShouldContain(words);
        error.IsTransient.ShouldBeFalse();
        server.Connector.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_close_on_this_side_has_no_error()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        var events = new EventLog(client, Token);
        var leaving = client.DisconnectAsync(Token);
        await session.TakeLeaveAsync();
        await leaving.WaitAsync(TimeSpan.FromSeconds(30), Token);
        var gone = (await events.NextAsync()).ShouldBeOfType<Disconnected>();
        gone.Reason.ShouldBe("io client disconnect");
        gone.Error.ShouldBeNull();
        (await events.NextAsync()).ShouldBeOfType<Closed>().Error.ShouldBeNull();
        await client.DisposeAsync();
        await client.DisposeAsync();
    }

    private static EstuaryClientOptions Steady(ScriptedServer server) => server.Options with { Reconnect = server.Options.Reconnect with { Jitter = 0 } };

    private static async Task PassAsync(ScriptedServer server, int seconds)
    {
        await server.Time.WaitForTimerAsync(TimeSpan.FromSeconds(seconds), Token);
        server.Time.Advance(TimeSpan.FromSeconds(seconds));
    }
}
