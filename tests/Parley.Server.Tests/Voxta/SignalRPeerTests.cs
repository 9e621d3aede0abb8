using Parley.Testing;

namespace Parley.Server.Tests.Voxta;

/// <summary>The stock JavaScript SignalR client against the hub.</summary>
public sealed class SignalRPeerTests
{
    [Fact]
    public async Task The_stock_client_negotiates_chats_and_closes()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (peer, first) = await NodePeer.StartAsync("signalr-client.mjs", new Uri(voxta.Server.Address, "hub").ToString());
        await using (peer)
        {
            first.GetProperty("on").GetString().ShouldBe("connected");
            (await peer.NextAsync("welcome")).GetProperty("message").GetProperty("apiVersion").GetString().ShouldBe("2025-11");
            (await peer.NextAsync("refused")).GetProperty("error").GetString()!.ShouldContain("Unknown message type 'dance'");
            (await peer.NextAsync("replyEnd")).GetProperty("text").GetString()!.ShouldStartWith("Oh, hello.");
            (await peer.NextAsync("replyEnd")).GetProperty("text").GetString()!.ShouldContain("7");
            await peer.NextAsync("closed");
        }
    }
}
