using Parley.Realtime;
using Parley.Voxta.Wire;

namespace Parley.Voxta.Tests.Client;

public sealed class ConnectTests() : ClientTest(o => o with { ApiKey = "est_secret", Label = "My app" })
{
    [Fact]
    public async Task Connecting_shakes_hands_authenticates_registers_and_gives_the_welcome()
    {
        var connecting = Client.ConnectAsync(Token);
        var connection = await Hub.AcceptAsync();
        await connection.ShakeHandsAsync();
        var authenticate = await connection.ReadCallAsync<AuthenticateMessage>();
        authenticate.Message.Client.ShouldBe("Parley.Voxta");
        authenticate.Message.Scope.ShouldBe(["role:app"]);
        authenticate.Message.Capabilities.AudioOutput.ShouldBe("Url");
        await connection.CompleteAsync(authenticate);
        await connection.SendAsync(new Welcome { ApiVersion = "2025-11", User = new UserInfo { Name = "Ann" } });
        var register = await connection.ReadCallAsync<RegisterAppMessage>();
        register.Message.Label.ShouldBe("My app");
        await connection.CompleteAsync(register);

        var welcome = await connecting.WaitAsync(ScriptedHub.Deadline, Token);
        welcome.User.Name.ShouldBe("Ann");
        Client.IsRunning.ShouldBeTrue();
        Hub.Requests[0].Address.ShouldBe(new Uri("ws://localhost:5384/hub"));
        Hub.Requests[0].Headers["Authorization"].ShouldBe("Bearer est_secret");
    }

    [Fact]
    public async Task A_server_that_wants_credentials_is_a_clear_error()
    {
        var connecting = Client.ConnectAsync(Token);
        var connection = await Hub.AcceptAsync();
        await connection.ShakeHandsAsync();
        await connection.CompleteAsync(await connection.ReadCallAsync<AuthenticateMessage>());
        await connection.SendAsync(new AuthenticationRequired());
        await connection.AnswerCloseAsync();
        var error = await Should.ThrowAsync<VoxtaException>(() => connecting.WaitAsync(ScriptedHub.Deadline));
        error.Code.ShouldBe(VoxtaErrorCodes.AuthenticationRequired);
        Client.IsRunning.ShouldBeFalse();
    }

    [Fact]
    public async Task A_refused_handshake_is_a_clear_error()
    {
        var connecting = Client.ConnectAsync(Token);
        var connection = await Hub.AcceptAsync();
        await connection.ShakeHandsAsync("no such protocol");
        await connection.AnswerCloseAsync();
        var error = await Should.ThrowAsync<VoxtaException>(() => connecting.WaitAsync(ScriptedHub.Deadline));
        error.Message.ShouldContain("no such protocol");
    }

    [Fact]
    public async Task A_server_that_never_answers_ends_in_a_timeout()
    {
        var connecting = Client.ConnectAsync(Token);
        await Hub.AcceptAsync();
        while (!connecting.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Should.ThrowAsync<TimeoutException>(() => connecting);
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_welcome_is_an_error_and_may_be_tried_again()
    {
        var connecting = Client.ConnectAsync(Token);
        var connection = await Hub.AcceptAsync();
        await connection.ShakeHandsAsync();
        await connection.CompleteAsync(await connection.ReadCallAsync<AuthenticateMessage>());
        connection.Drop();
        (await Should.ThrowAsync<ConnectionException>(() => connecting.WaitAsync(ScriptedHub.Deadline))).IsTransient.ShouldBeTrue();

        var again = Client.ConnectAsync(Token);
        var second = await Hub.WelcomeAsync();
        await second.CompleteAsync(await second.ReadCallAsync<RegisterAppMessage>());
        await again.WaitAsync(ScriptedHub.Deadline, Token);
    }

    [Theory]
    [InlineData("ftp://localhost")]
    [InlineData("relative")]
    public void A_wrong_address_is_refused_at_once(string url) =>
        Should.Throw<ArgumentException>(() => new VoxtaClient(new VoxtaClientOptions { ServerUrl = new Uri(url, UriKind.RelativeOrAbsolute) }));
}
