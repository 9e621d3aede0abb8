using System.Text;
using Parley.Realtime;
using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.EndToEnd.Voxta;

/// <summary><see cref="VoxtaClient"/> against a stock SignalR hub: handshake, calls and their completions, pings, close, connecting again.</summary>
public sealed class StockServerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly StockServer.Chats _chats = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chat_goes_through_its_calls_and_events()
    {
        await using var server = await StockServer.StartAsync(_chats);
        await using var client = new VoxtaClient(Options(server));
        await using var events = client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        var welcome = await client.ConnectAsync(Token);
        welcome.Assistant.Name.ShouldBe("Rex");
        var chat = await client.StartChatAsync(welcome.Assistant.Id, cancellationToken: Token);
        chat.ChatId.ShouldBe(_chats.ChatId);
        client.SessionId.ShouldBe(chat.SessionId);

        // Longer than one read, beyond ASCII, below the 32 KiB that a stock hub takes.
        var text = string.Concat(Enumerable.Repeat("Größe – 大小. ", 700));
        await client.SendMessageAsync(text, cancellationToken: Token);
        (await NextAsync<MessageUpdated>(events)).Role.ShouldBe(ChatMessageRole.User);
        await NextAsync<ReplyStart>(events);
        var reply = new StringBuilder();
        reply.Append((await NextAsync<ReplyChunk>(events)).Text).Append((await NextAsync<ReplyChunk>(events)).Text);
        reply.ToString().ShouldBe(text);
        client.LastMessageId.ShouldBe((await NextAsync<ReplyEnd>(events)).MessageId);
        client.IsThinking.ShouldBeFalse();
    }

    [Fact]
    public async Task A_refused_call_is_an_exception_and_the_connection_goes_on()
    {
        await using var server = await StockServer.StartAsync(_chats);
        await using var client = new VoxtaClient(Options(server));
        await client.ConnectAsync(Token);
        var refused = await Should.ThrowAsync<VoxtaException>(client.SendAsync(new LoadScenariosListMessage(), Token));
        refused.Message.ShouldContain("Unknown message type 'loadScenariosList'");
        await client.StartChatAsync(Guid.NewGuid(), cancellationToken: Token);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => client.SendMessageAsync($"message {n}", cancellationToken: Token))).WaitAsync(Deadline, Token);
        _chats.Said.Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_before_the_hub()
    {
        await using var server = await StockServer.StartAsync(_chats);
        await using var client = new VoxtaClient(Options(server) with { ApiKey = "wrong" });
        (await Should.ThrowAsync<ConnectionException>(client.ConnectAsync(Token))).HttpStatus.ShouldBe(401);
        await using var direct = new VoxtaClient(Options(server) with { ApiKey = "wrong", Negotiate = false });
        (await Should.ThrowAsync<ConnectionException>(direct.ConnectAsync(Token))).HttpStatus.ShouldBe(401);
    }

    [Fact]
    public async Task Without_negotiation_the_hub_is_opened_directly()
    {
        await using var server = await StockServer.StartAsync(_chats);
        await using var client = new VoxtaClient(Options(server) with { Negotiate = false });
        (await client.ConnectAsync(Token)).ApiVersion.ShouldBe("2025-11");
    }

    [Fact]
    public async Task Pings_keep_a_silent_connection_alive_on_both_sides()
    {
        // Both sides give up after 5 s of silence and ping every second: what stands for longer was kept alive by pings.
        await using var server = await StockServer.StartAsync(_chats, configure: options =>
        {
            options.KeepAliveInterval = TimeSpan.FromSeconds(1);
            options.ClientTimeoutInterval = TimeSpan.FromSeconds(5);
        });
        var pings = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = new VoxtaClient(Options(server) with
        {
            KeepAliveInterval = TimeSpan.FromSeconds(1),
            ServerTimeout = TimeSpan.FromSeconds(5),
            Reconnect = ReconnectPolicy.None,
            Tap = (direction, _, payload) =>
            {
                if (direction == TrafficDirection.Received && payload.IndexOf("{\"type\":6}"u8) >= 0 && ++pings == 8)
                {
                    enough.TrySetResult();
                }
            },
        });
        await client.ConnectAsync(Token);
        await enough.Task.WaitAsync(Deadline, Token);
        await client.StartChatAsync(Guid.NewGuid(), cancellationToken: Token);
    }

    [Fact]
    public async Task A_server_that_restarts_gets_its_chat_back()
    {
        await using var first = await StockServer.StartAsync(_chats);
        var port = first.Address.Port;
        await using var client = new VoxtaClient(Options(first));
        await using var events = client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await client.ConnectAsync(Token);
        var chat = await client.StartChatAsync(Guid.NewGuid(), cancellationToken: Token);
        await client.SendMessageAsync("Remember me.", cancellationToken: Token);
        await first.StopAsync();
        await NextAsync<Reconnecting>(events);
        client.State.ShouldBe(ConnectionState.Reconnecting);
        (await Should.ThrowAsync<ConnectionException>(() => client.SendMessageAsync("Lost", cancellationToken: Token))).IsTransient.ShouldBeTrue();

        await using var second = await StockServer.StartAsync(_chats, port);
        var resumed = await NextAsync<ChatStarted>(events);
        resumed.ChatId.ShouldBe(chat.ChatId);
        resumed.SessionId.ShouldNotBe(chat.SessionId);
        resumed.Messages.Single().Text.ShouldBe("Remember me.");
        await NextAsync<Reconnected>(events);
        client.SessionId.ShouldBe(resumed.SessionId);
        await client.SendMessageAsync("And again.", cancellationToken: Token);
        _chats.Said.ShouldBe(["Remember me.", "And again."]);
    }

    [Fact]
    public async Task A_line_that_breaks_is_opened_again()
    {
        await using var server = await StockServer.StartAsync(_chats);
        await using var client = new VoxtaClient(Options(server));
        await using var events = client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await client.ConnectAsync(Token);
        await client.StartChatAsync(Guid.NewGuid(), cancellationToken: Token);

        // What was not answered fails, with the reason that another try may help.
        (await Should.ThrowAsync<ConnectionException>(() => client.InterruptAsync(cancellationToken: Token))).IsTransient.ShouldBeTrue();
        await NextAsync<Reconnected>(events);
        await client.SendMessageAsync("Here again.", cancellationToken: Token);
        _chats.Said.ShouldBe(["Here again."]);
    }

    [Fact]
    public async Task A_server_that_sends_the_app_away_is_left_alone()
    {
        await using var server = await StockServer.StartAsync(_chats);
        await using var client = new VoxtaClient(Options(server));
        await using var events = client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await client.ConnectAsync(Token);
        await client.StartChatAsync(Guid.NewGuid(), cancellationToken: Token);
        await Should.ThrowAsync<ConnectionException>(() => client.StopChatAsync(cancellationToken: Token));
        await NextAsync<Closed>(events);
        client.State.ShouldBe(ConnectionState.Closed);
    }

    [Fact]
    public async Task A_close_by_the_app_is_final_and_clean()
    {
        await using var server = await StockServer.StartAsync(_chats);
        await using var client = new VoxtaClient(Options(server));
        await using var events = client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await client.ConnectAsync(Token);
        await client.CloseAsync(Token);
        (await client.Completion.WaitAsync(Deadline, Token)).ShouldBeNull();
        (await NextAsync<Closed>(events)).Error.ShouldBeNull();
        client.IsRunning.ShouldBeFalse();
    }

    [Fact]
    public async Task Raw_audio_is_refused_there_with_the_reason()
    {
        // A stock hub opens one connection a token: the control client has it.
        await using var server = await StockServer.StartAsync(_chats);
        await using var client = new VoxtaClient(Options(server));
        await using var audio = new VoxtaAudioClient(new VoxtaAudioClientOptions { ServerUrl = server.Address, ApiKey = StockServer.Key });
        var negotiation = await client.NegotiateAsync(Token);
        await client.ConnectAsync(negotiation, Token);
        (await Should.ThrowAsync<ConnectionException>(audio.ConnectAsync(negotiation, Token))).HttpStatus.ShouldBe(409);
    }

    private static VoxtaClientOptions Options(StockServer server) => new()
    {
        ServerUrl = server.Address,
        ApiKey = StockServer.Key,
        Reconnect = new ReconnectPolicy { BaseDelay = TimeSpan.FromMilliseconds(50), MaxDelay = TimeSpan.FromMilliseconds(200), MaxAttempts = 500 },
    };

    private static async Task<TEvent> NextAsync<TEvent>(IAsyncEnumerator<VoxtaEvent> events)
        where TEvent : VoxtaEvent
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(Deadline, Token))
        {
            if (events.Current is TEvent found)
            {
                return found;
            }
        }

        throw new InvalidOperationException($"The events ended before {typeof(TEvent).Name}.");
    }
}
