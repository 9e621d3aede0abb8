using Parley.Voxta.Wire;

namespace Parley.Voxta.Tests.Client;

public sealed class EventTests : ClientTest
{
    [Fact]
    public async Task Handlers_and_readers_both_see_every_event_in_order()
    {
        var connection = await ConnectAsync();
        var handled = new List<string>();
        var last = new TaskCompletionSource();
        using var subscription = Client.On<ReplyChunk>(chunk =>
        {
            handled.Add(chunk.Text);
            if (chunk.Text == "c")
            {
                last.SetResult();
            }
        });
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        foreach (var text in new[] { "a", "b", "c" })
        {
            await connection.SendAsync(new ReplyChunk { Text = text });
        }

        (await NextAsync<ReplyChunk>(events)).Text.ShouldBe("a");
        (await NextAsync<ReplyChunk>(events)).Text.ShouldBe("b");
        (await NextAsync<ReplyChunk>(events)).Text.ShouldBe("c");
        await last.Task.WaitAsync(ScriptedHub.Deadline, Token);
        handled.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task An_unknown_message_is_seen_raw_and_harms_nothing()
    {
        var connection = await ConnectAsync();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await connection.SendRawAsync("{\"type\":1,\"target\":\"ReceiveMessage\",\"arguments\":[{\"$type\":\"fireworks\",\"size\":3}]}\u001e{\"type\":6}\u001e{\"type\":1,\"target\":\"Other\",\"arguments\":[]}\u001e");
        await connection.SendAsync(new ChatPaused { Paused = true });
        (await NextAsync<UnknownServerMessage>(events)).Payload.GetProperty("size").GetInt32().ShouldBe(3);
        (await NextAsync<ChatPaused>(events)).Paused.ShouldBeTrue();
    }

    [Fact]
    public async Task State_follows_the_reply_and_its_speech()
    {
        var connection = await ConnectAsync();
        var reply = Guid.NewGuid();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);

        await connection.SendAsync(new ReplyGenerating { MessageId = reply });
        await NextAsync<ReplyGenerating>(events);
        Client.IsThinking.ShouldBeTrue();
        Client.LastMessageId.ShouldBe(reply);

        await connection.SendAsync(new SpeechPlaybackStart { MessageId = reply });
        await connection.SendAsync(new ReplyEnd { MessageId = reply });
        await NextAsync<ReplyEnd>(events);
        Client.IsThinking.ShouldBeFalse();
        Client.IsSpeaking.ShouldBeTrue();

        await connection.SendAsync(new InterruptSpeech { MessageId = reply });
        await NextAsync<InterruptSpeech>(events);
        Client.IsSpeaking.ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_that_is_only_watched_does_not_move_the_state_of_the_active_one()
    {
        var connection = await ConnectAsync();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await connection.SendAsync(Started());
        await connection.SendAsync(new ReplyGenerating { SessionId = Guid.NewGuid(), MessageId = Guid.NewGuid() });
        await connection.SendAsync(new SpeechPlaybackStart { SessionId = Session, MessageId = ChatId });
        await NextAsync<SpeechPlaybackStart>(events);
        Client.IsThinking.ShouldBeFalse();
        Client.IsSpeaking.ShouldBeTrue();
        Client.LastMessageId.ShouldBe(ChatId);
    }

    [Fact]
    public async Task A_session_somebody_else_started_is_subscribed_to_once()
    {
        var connection = await ConnectAsync();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        var update = new ChatsSessionsUpdated { Sessions = [new ChatSessionInfo { SessionId = Session, ChatId = ChatId }] };
        await connection.SendAsync(update);
        (await NextAsync<Ready>(events)).SessionId.ShouldBe(Session);
        var subscribe = await connection.ReadCallAsync<SubscribeToChatMessage>();
        subscribe.Message.SessionId.ShouldBe(Session);
        await connection.CompleteAsync(subscribe);
        Client.SessionId.ShouldBe(Session);

        await connection.SendAsync(update);
        var interrupt = Client.InterruptAsync(cancellationToken: Token);
        var next = await connection.ReadCallAsync<InterruptMessage>();
        next.Message.SessionId.ShouldBe(Session);
        await connection.CompleteAsync(next);
        await interrupt;
    }

    [Fact]
    public async Task A_session_that_is_live_when_the_client_comes_is_subscribed_to_on_every_connection()
    {
        // Told together with the welcome, before the client is handed its connection.
        var update = new ChatsSessionsUpdated { Sessions = [new ChatSessionInfo { SessionId = Session, ChatId = ChatId }] };
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        var connecting = Client.ConnectAsync(Token);
        var connection = await Hub.WelcomeAsync();
        await connection.SendAsync(update);
        await SubscribeAsync(connection);
        await connecting.WaitAsync(ScriptedHub.Deadline, Token);
        (await NextAsync<Ready>(events)).SessionId.ShouldBe(Session);

        connection.Drop();
        await NextAsync<Reconnecting>(events);
        var welcoming = Hub.WelcomeAsync();
        while (Hub.Requests.Count < 2)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        var again = await welcoming;
        await again.SendAsync(update);
        await SubscribeAsync(again);
        await NextAsync<Reconnected>(events);

        static async Task SubscribeAsync(ScriptedConnection connection)
        {
            var subscribe = await connection.ReadCallAsync<SubscribeToChatMessage>();
            subscribe.Message.SessionId.ShouldBe(Session);
            await connection.CompleteAsync(subscribe);
        }
    }

    [Fact]
    public async Task The_last_event_says_why_it_is_over()
    {
        var connection = await ConnectAsync();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await connection.CloseAsync(allowReconnect: false, "shutting down");
        (await NextAsync<Closed>(events)).Error.ShouldBeOfType<VoxtaException>().Message.ShouldBe("shutting down");
        (await events.MoveNextAsync()).ShouldBeFalse();
        (await Client.Completion).ShouldBeOfType<VoxtaException>();
        Client.IsRunning.ShouldBeFalse();
    }
}
