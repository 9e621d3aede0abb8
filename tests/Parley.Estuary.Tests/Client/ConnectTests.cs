using System.Text;
using System.Text.Json;
using Parley.Estuary.Tests.Fakes;
using Parley.Realtime;

namespace Parley.Estuary.Tests.Client;

public class ConnectTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_credentials_go_with_the_connect_packet()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        session.ConnectPacket.ShouldStartWith("40/sdk,");
        using var auth = JsonDocument.Parse(session.ConnectPacket["40/sdk,".Length..]);
        auth.RootElement.GetProperty("api_key").GetString().ShouldBe("est_secret");
        auth.RootElement.GetProperty("character_id").GetString().ShouldBe(ScriptedServer.Character);
        auth.RootElement.GetProperty("player_id").GetString().ShouldBe("ann");
        auth.RootElement.GetProperty("audio_sample_rate").GetInt32().ShouldBe(16_000);
        auth.RootElement.GetProperty("realtime_memory").GetBoolean().ShouldBeFalse();
        auth.RootElement.GetProperty("capabilities").GetProperty("client_action").GetBoolean().ShouldBeTrue();
        client.IsConnected.ShouldBeTrue();
        client.Session!.ConversationId.ShouldBe("conversation-1");
    }

    [Fact]
    public async Task The_credentials_go_as_an_event_if_so_wished()
    {
        var server = new ScriptedServer();
        var client = new EstuaryClient(server.Options with { Authentication = EstuaryAuthentication.AuthenticateEvent });
        await using var _ = server.Leaving(client);
        var connecting = client.ConnectAsync(Token);
        var session = await server.AcceptNamespaceAsync();
        session.ConnectPacket.ShouldBe("40/sdk,");
        (await session.EventAsync("authenticate")).GetProperty("api_key").GetString().ShouldBe("est_secret");
        await session.OpenAsync();
        (await connecting.WaitAsync(Deadline, Token)).PlayerId.ShouldBe("ann");
    }

    [Fact]
    public async Task Connected_comes_before_anything_of_the_session()
    {
        var server = new ScriptedServer();
        var client = new EstuaryClient(server.Options);
        await using var _ = server.Leaving(client);
        var events = new EventLog(client, Token);
        var connecting = client.ConnectAsync(Token);
        var session = await server.AcceptAsync();
        await session.EmitAsync("stt_response", """{"text":"hello","is_final":false}""");
        (await events.NextAsync()).ShouldBeOfType<Connected>().IsReconnect.ShouldBeFalse();
        (await events.NextAsync()).ShouldBeOfType<SttResponse>();
        await connecting.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task Refused_credentials_fail_the_call_which_may_be_repeated()
    {
        var server = new ScriptedServer();
        var client = new EstuaryClient(server.Options);
        await using var _ = server.Leaving(client);
        var connecting = client.ConnectAsync(Token);
        var refused = await server.AcceptNamespaceAsync();
        await refused.EmitAsync("auth_error", """{"error":"Invalid API key"}""");
        await refused.TakeLeaveAsync();
        var error = await connecting.ShouldThrowAsync<EstuaryException>();
        error.Code.ShouldBe(EstuaryErrorCodes.AuthFailed);
        error.Message.ShouldBe("Invalid API key");
        error.IsTransient.ShouldBeFalse();
        client.IsConnected.ShouldBeFalse();

        connecting = client.ConnectAsync(Token);
        await server.AcceptAsync();
        await connecting.WaitAsync(Deadline, Token);
        client.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task A_rejected_session_fails_the_call()
    {
        var server = new ScriptedServer();
        var client = new EstuaryClient(server.Options);
        await using var _ = server.Leaving(client);
        var connecting = client.ConnectAsync(Token);
        var session = await server.AcceptNamespaceAsync();
        await session.EmitAsync("session_rejected", """{"reason":"concurrent_limit","cap":2}""");
        await session.TakeLeaveAsync();
        var error = await connecting.ShouldThrowAsync<EstuaryException>();
        error.Code.ShouldBe(EstuaryErrorCodes.ConnectionFailed);
        error.Details.ShouldBe("concurrent_limit");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_left_in_time()
    {
        var server = new ScriptedServer();
        var client = new EstuaryClient(server.Options);
        await using var _ = server.Leaving(client);
        var connecting = client.ConnectAsync(Token);
        var session = await server.AcceptNamespaceAsync();
        server.Time.Advance(TimeSpan.FromSeconds(10));
        session.Cut();
        (await connecting.ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.ConnectionTimeout);
    }

    [Fact]
    public async Task An_unreachable_server_fails_the_call()
    {
        var server = new ScriptedServer();
        server.Connector.Refuse(new ConnectionException(RealtimeErrorCodes.ConnectFailed, "Nobody is there."));
        var client = new EstuaryClient(server.Options);
        await using var _ = server.Leaving(client);
        var error = await client.ConnectAsync(Token).ShouldThrowAsync<EstuaryException>();
        error.Code.ShouldBe(EstuaryErrorCodes.ConnectionFailed);
        error.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_namespace_that_refuses_fails_the_call()
    {
        var server = new ScriptedServer();
        var client = new EstuaryClient(server.Options);
        await using var _ = server.Leaving(client);
        var connecting = client.ConnectAsync(Token);
        var session = new ScriptedSession(server, await server.Connector.AcceptAsync(Token));
        await session.SendAsync(ScriptedServer.Open);
        await session.NextAsync();
        await session.SendAsync("""44/sdk,{"message":"Invalid namespace"}""");
        var error = await connecting.ShouldThrowAsync<EstuaryException>();
        error.Code.ShouldBe(EstuaryErrorCodes.ConnectionFailed);
        error.Message.ShouldContain("Invalid namespace");
    }

    [Fact]
    public async Task The_tap_sees_all_traffic_without_the_key()
    {
        var server = new ScriptedServer();
        var seen = new List<string>();
        var (client, session) = await ScriptedServer.ConnectAsync(server, server.Options with
        {
            Tap = (direction, _, payload) =>
            {
                lock (seen)
                {
                    seen.Add($"{direction} {Encoding.UTF8.GetString(payload)}");
                }
            },
        });
        await client.SendTextAsync("hi", cancellationToken: Token);
        await session.EventAsync("text");
        var leaving = client.DisposeAsync();
        await session.TakeLeaveAsync();
        await leaving;
        seen.ShouldNotContain(s => s.Contains("est_secret", StringComparison.Ordinal));
        seen.ShouldContain(s => s.StartsWith("Sent 0/sdk,{\"api_key\":\"**********\"", StringComparison.Ordinal));
        seen.ShouldContain(s => s.StartsWith("Received 2/sdk,[\"session_info\"", StringComparison.Ordinal));
        seen.ShouldContain("Sent 2/sdk,[\"text\",{\"text\":\"hi\",\"textOnly\":false}]");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Options_without_a_character_or_player_are_refused(string blank)
    {
        var options = new ScriptedServer().Options;
        Should.Throw<ArgumentException>(() => new EstuaryClient(options with { CharacterId = blank }));
        Should.Throw<ArgumentException>(() => new EstuaryClient(options with { PlayerId = blank }));
        Should.Throw<ArgumentException>(() => new EstuaryClient(options with { ServerUrl = new Uri("ftp://host") }));
        Should.Throw<ArgumentException>(() => new EstuaryClient(options with { AudioSampleRate = 100 }));
        Should.Throw<ArgumentException>(() => new EstuaryClient(options with { ReplyTimeout = TimeSpan.Zero }));
    }

    [Fact]
    public async Task A_client_closed_while_it_connects_says_so()
    {
        var server = new ScriptedServer();
        var client = new EstuaryClient(server.Options);
        var connecting = client.ConnectAsync(Token);
        var session = await server.AcceptNamespaceAsync();
        var closing = client.DisposeAsync().AsTask();
        session.Cut();
        (await connecting.ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.ConnectionFailed);
        await closing.WaitAsync(Deadline, Token);
    }

    [Fact]
    public void Options_do_not_print_their_secrets() =>
        (new ScriptedServer().Options with { Token = "est_secret" }).ToString().ShouldNotContain("est_secret");

    [Fact]
    public async Task Calls_without_a_session_say_so()
    {
        await using var client = new EstuaryClient(new ScriptedServer().Options);
        (await client.SendTextAsync("hi", cancellationToken: Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.NotConnected);
        (await client.StartVoiceAsync(cancellationToken: Token).ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.NotConnected);
        Should.Throw<EstuaryException>(() => client.NotifyAudioPlaybackComplete("m1")).Code.ShouldBe(EstuaryErrorCodes.NotConnected);
        client.State.ShouldBe(ConnectionState.Disconnected);
    }
}
