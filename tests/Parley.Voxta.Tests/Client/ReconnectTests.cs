using Parley.Realtime;
using Parley.Voxta.Wire;

namespace Parley.Voxta.Tests.Client;

public sealed class ReconnectTests : ClientTest
{
    [Fact]
    public async Task A_lost_connection_comes_back_and_resumes_its_chat()
    {
        var connection = await ConnectAsync();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await connection.SendAsync(new ChatStarting { SessionId = Session, ChatId = ChatId });
        await connection.SendAsync(Started());
        await NextAsync<Ready>(events);

        connection.Drop();
        var reconnecting = await NextAsync<Reconnecting>(events);
        reconnecting.Attempt.ShouldBe(1);
        reconnecting.Delay.ShouldBe(TimeSpan.FromSeconds(1));

        var welcoming = Hub.WelcomeAsync();
        await AdvanceUntilAsync(() => Hub.Requests.Count == 2);
        var second = await welcoming;
        var resume = await second.ReadCallAsync<ResumeChatMessage>();
        resume.Message.ChatId.ShouldBe(ChatId);
        await second.CompleteAsync(resume);
        (await NextAsync<Reconnected>(events)).Attempt.ShouldBe(1);
        Client.State.ShouldBe(ConnectionState.Connected);
    }

    [Fact]
    public async Task A_chat_that_the_server_no_longer_knows_leaves_the_client_connected_without_it()
    {
        var connection = await ConnectAsync();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await connection.SendAsync(new ChatStarting { SessionId = Session, ChatId = ChatId });
        await connection.SendAsync(Started());
        await connection.SendAsync(new ReplyGenerating { SessionId = Session, MessageId = Guid.NewGuid() });
        await NextAsync<ReplyGenerating>(events);
        Client.IsThinking.ShouldBeTrue();

        connection.Drop();
        await NextAsync<Reconnecting>(events);
        Client.IsThinking.ShouldBeFalse();
        var welcoming = Hub.WelcomeAsync();
        await AdvanceUntilAsync(() => Hub.Requests.Count == 2);
        var second = await welcoming;
        await second.CompleteAsync(await second.ReadCallAsync<ResumeChatMessage>(), "The chat does not exist");
        await NextAsync<Reconnected>(events);
        Client.State.ShouldBe(ConnectionState.Connected);
        Client.SessionId.ShouldBeNull();
        Client.Chat.ShouldBeNull();
    }

    [Fact]
    public async Task A_session_somebody_else_ran_is_active_again_only_if_the_server_names_it()
    {
        var connection = await ConnectAsync();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await connection.SendAsync(new ChatsSessionsUpdated { Sessions = [new ChatSessionInfo { SessionId = Session, ChatId = ChatId }] });
        await NextAsync<Ready>(events);
        await connection.CompleteAsync(await connection.ReadCallAsync<SubscribeToChatMessage>());

        connection.Drop();
        await NextAsync<Reconnecting>(events);
        var welcoming = Hub.WelcomeAsync();
        await AdvanceUntilAsync(() => Hub.Requests.Count == 2);
        await welcoming;
        await NextAsync<Reconnected>(events);
        Client.SessionId.ShouldBeNull();
    }

    [Fact]
    public async Task A_server_that_restarts_is_waited_for()
    {
        var connection = await ConnectAsync();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        Hub.Refusals.Enqueue(new ConnectionException(RealtimeErrorCodes.ConnectFailed, "refused"));
        await connection.CloseAsync(allowReconnect: true);
        (await NextAsync<Reconnecting>(events)).Attempt.ShouldBe(1);
        await AdvanceUntilAsync(() => Hub.Requests.Count == 2);
        (await NextAsync<Reconnecting>(events)).Attempt.ShouldBe(2);
        var welcoming = Hub.WelcomeAsync();
        await AdvanceUntilAsync(() => Hub.Requests.Count == 3);
        await welcoming;
        (await NextAsync<Reconnected>(events)).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_key_ends_it()
    {
        var connection = await ConnectAsync();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        Hub.Refusals.Enqueue(ConnectionException.FromHandshake(401));
        connection.Drop();
        await NextAsync<Reconnecting>(events);
        await AdvanceUntilAsync(() => Client.Completion.IsCompleted);
        (await NextAsync<Closed>(events)).Error.ShouldBeOfType<ConnectionException>().HttpStatus.ShouldBe(401);
    }

    [Fact]
    public async Task A_silent_server_is_taken_for_dead()
    {
        var connection = await ConnectAsync();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        Clock.Advance(TimeSpan.FromSeconds(15));
        await connection.ReadPingAsync();
        Clock.Advance(TimeSpan.FromSeconds(15));
        await NextAsync<Reconnecting>(events);
    }

    private async Task AdvanceUntilAsync(Func<bool> happened)
    {
        while (!happened())
        {
            Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }
}
