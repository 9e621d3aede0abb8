using System.Text.Json;
using Parley.Testing;

namespace Parley.Server.Tests.Voxta;

/// <summary>The stock JavaScript SignalR client against the hub.</summary>
public sealed class SignalRPeerTests
{
    private const string Mira = "7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01";

    [Fact]
    public async Task A_text_chat_goes_through()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        await using var peer = await ConnectAsync(voxta);
        (await AuthenticateAsync(peer)).GetProperty("apiVersion").GetString().ShouldBe("2025-11");
        await peer.SendAsync(new { @do = "invoke", message = new Dictionary<string, object> { ["$type"] = "dance" } });
        (await peer.NextAsync("refused")).GetProperty("error").GetString()!.ShouldContain("Unknown message type 'dance'");

        var session = await StartChatAsync(peer);
        (await ReplyAsync(peer)).ShouldStartWith("Oh, hello.");
        await SayAsync(peer, session, "What is 3 plus 4?");
        (await peer.NextAsync("update")).GetProperty("message").GetProperty("text").GetString().ShouldBe("What is 3 plus 4?");
        (await ReplyAsync(peer)).ShouldContain("7");
        await peer.SendAsync(new { @do = "stop" });
        (await peer.NextAsync("closed")).GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Calls_without_id_and_calls_at_once_are_all_taken()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        await using var peer = await ConnectAsync(voxta);
        await AuthenticateAsync(peer);
        var session = await StartChatAsync(peer);
        await ReplyAsync(peer);
        for (var i = 0; i < 20; i++)
        {
            var message = new Dictionary<string, object> { ["$type"] = "send", ["sessionId"] = session, ["text"] = $"note {i}", ["doReply"] = false, ["doUserActionInference"] = false, ["doCharacterActionInference"] = false };
            await peer.SendAsync(new { @do = i % 2 == 0 ? "send" : "invoke", message });
        }

        for (var i = 0; i < 20; i++)
        {
            (await peer.NextAsync("message")).GetProperty("message").GetProperty("text").GetString().ShouldBe($"note {i}");
        }
    }

    [Fact]
    public async Task After_a_broken_line_the_same_session_is_resumed()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        await using var peer = await ConnectAsync(voxta);
        await AuthenticateAsync(peer);
        var started = await StartedAsync(peer, new Dictionary<string, object> { ["$type"] = "startChat", ["characterId"] = Mira });
        await ReplyAsync(peer);

        await peer.SendAsync(new { @do = "breakLine" });
        await peer.NextAsync("reconnecting");
        await peer.NextAsync("reconnected");

        // The new connection knows nobody yet.
        await peer.SendAsync(new { @do = "invoke", message = new Dictionary<string, object> { ["$type"] = "loadCharactersList" } });
        await peer.NextAsync("authenticationRequired");
        await AuthenticateAsync(peer);
        var resumed = await StartedAsync(peer, new Dictionary<string, object> { ["$type"] = "resumeChat", ["chatId"] = started.GetProperty("chatId").GetString()! });
        resumed.GetProperty("sessionId").GetString().ShouldBe(started.GetProperty("sessionId").GetString());
        resumed.GetProperty("messages").GetArrayLength().ShouldBe(1);
        await SayAsync(peer, resumed.GetProperty("sessionId").GetString()!, "What is 3 plus 4?");
        (await ReplyAsync(peer)).ShouldContain("7");
    }

    [Fact]
    public async Task A_server_that_stops_asks_the_client_to_come_back()
    {
        using var folder = new TemporaryDirectory();
        NodePeer peer;
        string chat;
        int port;
        await using (var voxta = await VoxtaFixture.StartAsync(folder: folder))
        {
            port = voxta.Server.Address.Port;
            peer = await ConnectAsync(voxta);
            await AuthenticateAsync(peer);
            chat = (await StartedAsync(peer, new Dictionary<string, object> { ["$type"] = "startChat", ["characterId"] = Mira })).GetProperty("chatId").GetString()!;
            await ReplyAsync(peer);
            await SayAsync(peer, null, "My name is Ann.");
            await ReplyAsync(peer);
        }

        await using (peer)
        {
            // A close record with allowReconnect: without it the stock client gives up.
            await peer.NextAsync("reconnecting");
            await using var again = await VoxtaFixture.StartAsync(settings: new Dictionary<string, string?> { ["port"] = $"{port}" }, folder: folder);
            await peer.NextAsync("reconnected");
            await AuthenticateAsync(peer);
            var resumed = await StartedAsync(peer, new Dictionary<string, object> { ["$type"] = "resumeChat", ["chatId"] = chat });
            resumed.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("text").GetString()).ShouldContain("My name is Ann.");
        }
    }

    [Fact]
    public async Task Without_a_wish_to_reconnect_a_stopping_server_closes_the_client()
    {
        var voxta = await VoxtaFixture.StartAsync();
        await using var peer = await ConnectAsync(voxta, reconnects: false);
        await AuthenticateAsync(peer);
        await voxta.DisposeAsync();
        await peer.NextAsync("closed");
    }

    private static async Task<NodePeer> ConnectAsync(VoxtaFixture voxta, bool reconnects = true)
    {
        var (peer, _) = await NodePeer.StartAsync("signalr-client.mjs");
        await peer.SendAsync(new { @do = "connect", url = new Uri(voxta.Server.Address, "hub").ToString(), reconnectDelays = reconnects ? Enumerable.Repeat(100, 600).ToArray() : null });
        await peer.NextAsync("connected");
        return peer;
    }

    private static async Task<JsonElement> AuthenticateAsync(NodePeer peer)
    {
        await peer.SendAsync(new
        {
            @do = "invoke",
            message = new Dictionary<string, object>
            {
                ["$type"] = "authenticate",
                ["client"] = "stock",
                ["scope"] = new[] { "role:app" },
                ["capabilities"] = new { audioInput = "None", audioOutput = "None" },
            },
        });
        return (await peer.NextAsync("welcome")).GetProperty("message");
    }

    private static async Task<string> StartChatAsync(NodePeer peer) =>
        (await StartedAsync(peer, new Dictionary<string, object> { ["$type"] = "startChat", ["characterId"] = Mira })).GetProperty("sessionId").GetString()!;

    private static async Task<JsonElement> StartedAsync(NodePeer peer, Dictionary<string, object> message)
    {
        await peer.SendAsync(new { @do = "invoke", message });
        return (await peer.NextAsync("chatStarted")).GetProperty("message");
    }

    private static Task SayAsync(NodePeer peer, string? session, string text)
    {
        var message = new Dictionary<string, object> { ["$type"] = "send", ["text"] = text };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        return peer.SendAsync(new { @do = "invoke", message });
    }

    private static async Task<string> ReplyAsync(NodePeer peer)
    {
        await peer.NextAsync("replyStart");
        var text = "";
        while (true)
        {
            var next = await peer.NextAsync();
            switch (next.GetProperty("on").GetString())
            {
                case "replyChunk":
                    text += next.GetProperty("message").GetProperty("text").GetString();
                    break;
                case "replyEnd":
                    (await peer.NextAsync("message")).GetProperty("message").GetProperty("text").GetString().ShouldBe(text);
                    return text;
                default:
                    break;
            }
        }
    }
}
