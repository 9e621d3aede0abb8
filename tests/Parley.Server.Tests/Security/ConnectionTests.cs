using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Security;
using Parley.Testing.Server;

namespace Parley.Server.Tests.Security;

/// <summary>How many may be connected, and how they end when the server does.</summary>
public sealed class ConnectionTests
{
    private const string Path = "v1/tts/realtime";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_connection_more_than_the_server_takes_gets_503_until_another_ends()
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["limits:maxConnections"] = "2" });
        using var first = await server.OpenWebSocketAsync(Path);
        using var second = await server.OpenWebSocketAsync(Path);

        var refused = await RawSocket.UpgradeAsync(server, "/" + Path);
        refused.StatusLine.ShouldContain(" 503 ");
        refused.Header("Retry-After").ShouldNotBeNull();
        (await server.Http.GetAsync("health/ready", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await first.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        await UntilAcceptedAsync(server);
    }

    [Fact]
    public async Task A_key_has_its_places_on_each_face_and_gets_them_back()
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["requireKeys"] = "true", ["limits:maxConnectionsPerKey"] = "4" });
        var limiter = server.Server.Services.GetRequiredService<ConnectionLimiter>();
        var ann = new CallerIdentity(new("ann"), "k1", KeyScopes.Default, CancellationToken.None);
        var bob = new CallerIdentity(new("bob"), "k2", KeyScopes.Default, CancellationToken.None);

        var places = Enumerable.Range(0, 4).Select(_ => limiter.TryEnter(ann, "voxta", out var place) ? place : null).ToList();

        places.ShouldAllBe(p => p != null);
        limiter.TryEnter(ann, "voxta", out _).ShouldBeFalse();
        limiter.TryEnter(ann, "voxnexus", out _, limit: 1).ShouldBeTrue();
        limiter.TryEnter(ann, "voxnexus", out _, limit: 1).ShouldBeFalse();
        limiter.TryEnter(bob, "voxta", out _).ShouldBeTrue();
        limiter.TryEnter(CallerIdentity.Local, "voxta", out _).ShouldBeTrue();
        places[0]!.Dispose();
        limiter.TryEnter(ann, "voxta", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_peer_that_does_not_let_go_does_not_hold_up_the_stop()
    {
        var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["limits:drainSeconds"] = "1" });
        using var deaf = await server.OpenWebSocketAsync(Path);

        await server.Server.StopAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);

        await server.DisposeAsync();
        await Should.ThrowAsync<WebSocketException>(async () =>
        {
            // Whatever was sent before the end may still be read.
            while ((await deaf.ReceiveAsync(new byte[4_096], Token)).MessageType != WebSocketMessageType.Close)
            {
            }

            throw new WebSocketException("closed");
        });
    }

    private static async Task UntilAcceptedAsync(ServerFixture server)
    {
        while (!(await RawSocket.UpgradeAsync(server, "/" + Path)).StatusLine.Contains(" 101 ", StringComparison.Ordinal))
        {
            Token.ThrowIfCancellationRequested();
        }
    }
}
