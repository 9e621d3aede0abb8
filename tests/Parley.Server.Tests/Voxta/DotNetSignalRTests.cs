using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Parley.Server.Tests.Voxta;

/// <summary>The stock .NET SignalR client against the hub, as .NET apps of the original server use it.</summary>
public sealed class DotNetSignalRTests
{
    private const string Mira = "7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01";

    private readonly WebSocketConnectionFactory _transport = new();
    private readonly Channel<JsonElement> _events = Channel.CreateUnbounded<JsonElement>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_chat_goes_through()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        await using var connection = await ConnectAsync(voxta);
        (await AuthenticateAsync(connection)).GetProperty("apiVersion").GetString().ShouldBe("2025-11");
        var refused = await Should.ThrowAsync<HubException>(() => SendAsync(connection, new() { ["$type"] = "dance" }));
        refused.Message.ShouldContain("Unknown message type 'dance'");
        await Should.ThrowAsync<HubException>(() => connection.InvokeAsync("Dance", Token));
        await Should.ThrowAsync<HubException>(async () =>
        {
            await foreach (var _ in connection.StreamAsync<int>("Count", Token))
            {
                // Nothing is streamed.
            }
        });

        await SendAsync(connection, new() { ["$type"] = "startChat", ["characterId"] = Mira });
        var session = (await NextAsync("chatStarted")).GetProperty("sessionId").GetString();
        await NextAsync("replyEnd");
        await SendAsync(connection, new() { ["$type"] = "send", ["sessionId"] = session, ["text"] = "What is 3 plus 4?" });
        var text = "";
        while (await NextAsync() is var next && next.GetProperty("$type").GetString() != "replyEnd")
        {
            text += next.GetProperty("$type").GetString() == "replyChunk" ? next.GetProperty("text").GetString() : "";
        }

        text.ShouldContain("7");
        await connection.StopAsync(Token);
        connection.State.ShouldBe(HubConnectionState.Disconnected);
    }

    [Fact]
    public async Task Calls_at_once_are_answered_each_and_taken_in_order()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        await using var connection = await ConnectAsync(voxta);
        await AuthenticateAsync(connection);
        await SendAsync(connection, new() { ["$type"] = "startChat", ["characterId"] = Mira });
        await NextAsync("replyEnd");
        var calls = Enumerable.Range(0, 50).Select(i => SendAsync(connection, new() { ["$type"] = "sendNote", ["text"] = $"note {i}" })).ToArray();
        await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(60), Token);
        for (var i = 0; i < calls.Length; i++)
        {
            JsonElement note;
            do
            {
                note = await NextAsync("update");
            }
            while (note.GetProperty("role").GetString() != "Note");

            note.GetProperty("text").GetString().ShouldBe($"note {i}");
        }
    }

    [Fact]
    public async Task After_a_broken_line_the_client_comes_back_and_resumes_its_session()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        await using var connection = await ConnectAsync(voxta);
        await AuthenticateAsync(connection);
        await SendAsync(connection, new() { ["$type"] = "startChat", ["characterId"] = Mira });
        var started = await NextAsync("chatStarted");
        await NextAsync("replyEnd");

        var back = new TaskCompletionSource();
        connection.Reconnected += _ =>
        {
            back.TrySetResult();
            return Task.CompletedTask;
        };
        _transport.BreakLine();
        await back.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await Should.ThrowAsync<HubException>(() => SendAsync(connection, new() { ["$type"] = "loadCharactersList" }));
        await NextAsync("authenticationRequired");
        await AuthenticateAsync(connection);
        await SendAsync(connection, new() { ["$type"] = "resumeChat", ["chatId"] = started.GetProperty("chatId").GetString() });
        (await NextAsync("chatStarted")).GetProperty("sessionId").GetString().ShouldBe(started.GetProperty("sessionId").GetString());
    }

    [Fact]
    public async Task A_stopping_server_says_goodbye()
    {
        var voxta = await VoxtaFixture.StartAsync();
        await using var connection = await ConnectAsync(voxta);
        var lost = new TaskCompletionSource();
        connection.Reconnecting += _ =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        await AuthenticateAsync(connection);
        await voxta.DisposeAsync();
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await connection.StopAsync(Token);
    }

    private async Task<HubConnection> ConnectAsync(VoxtaFixture voxta)
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<IConnectionFactory>(_transport);
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(new Uri(new UriBuilder(voxta.Server.Address) { Scheme = "ws" }.Uri, "hub")));
        var connection = builder.AddJsonProtocol().WithAutomaticReconnect([.. Enumerable.Repeat(TimeSpan.FromMilliseconds(100), 600)]).Build();
        connection.On<JsonElement>("ReceiveMessage", message => _events.Writer.TryWrite(message));
        await connection.StartAsync(Token);
        return connection;
    }

    private async Task<JsonElement> AuthenticateAsync(HubConnection connection)
    {
        await SendAsync(connection, new()
        {
            ["$type"] = "authenticate",
            ["client"] = "stock .NET",
            ["scope"] = new[] { "role:app" },
            ["capabilities"] = new { audioInput = "None", audioOutput = "None" },
        });
        return await NextAsync("welcome");
    }

    private static Task SendAsync(HubConnection connection, Dictionary<string, object?> message) => connection.InvokeAsync("SendMessage", message, Token);

    private async Task<JsonElement> NextAsync() => await _events.Reader.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Token);

    private async Task<JsonElement> NextAsync(string type)
    {
        JsonElement next;
        do
        {
            next = await NextAsync();
        }
        while (next.GetProperty("$type").GetString() != type);

        return next;
    }
}
