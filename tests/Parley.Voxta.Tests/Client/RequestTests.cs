using Parley.Realtime;
using Parley.Voxta.Wire;

namespace Parley.Voxta.Tests.Client;

public sealed class RequestTests() : ClientTest(o => o with { RequestTimeout = TimeSpan.FromSeconds(5) })
{
    [Fact]
    public async Task Starting_a_chat_gives_the_started_chat_and_makes_it_the_active_one()
    {
        var connection = await ConnectAsync();
        var character = Guid.NewGuid();
        var starting = Client.StartChatAsync(character, [new ContextDefinition { Text = "It rains." }], Token);
        var call = await connection.ReadCallAsync<StartChatMessage>();
        call.Message.CharacterId.ShouldBe(character);
        call.Message.Contexts![0].Text.ShouldBe("It rains.");
        await connection.CompleteAsync(call);
        await connection.SendAsync(new ChatStarting { SessionId = Session, ChatId = ChatId });
        await connection.SendAsync(Started());
        var started = await starting.WaitAsync(ScriptedHub.Deadline, Token);
        started.Characters[0].Name.ShouldBe("Rex");
        Client.SessionId.ShouldBe(Session);
        Client.ChatId.ShouldBe(ChatId);

        var sending = Client.SendMessageAsync("Hello", cancellationToken: Token);
        var send = await connection.ReadCallAsync<SendMessage>();
        send.Message.SessionId.ShouldBe(Session);
        send.Message.Text.ShouldBe("Hello");
        await connection.CompleteAsync(send);
        await sending;
    }

    [Fact]
    public async Task A_chat_that_cannot_start_is_an_exception()
    {
        var connection = await ConnectAsync();
        var starting = Client.StartChatAsync(Guid.NewGuid(), cancellationToken: Token);
        await connection.CompleteAsync(await connection.ReadCallAsync<StartChatMessage>());
        await connection.SendAsync(new ServerError { Message = "Chat session already exists" });
        (await Should.ThrowAsync<VoxtaException>(() => starting.WaitAsync(ScriptedHub.Deadline))).Message.ShouldBe("Chat session already exists");
    }

    [Fact]
    public async Task A_refused_message_is_an_exception_and_an_event()
    {
        var connection = await ConnectAsync();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        var sending = Client.SendAsync(new DeleteChatMessage { ChatId = ChatId }, Token);
        await connection.CompleteAsync(await connection.ReadCallAsync<DeleteChatMessage>(), "No such chat");
        (await Should.ThrowAsync<VoxtaException>(() => sending.WaitAsync(ScriptedHub.Deadline))).Code.ShouldBe(VoxtaErrorCodes.Refused);
        (await NextAsync<Completion>(events)).Error.ShouldBe("No such chat");
    }

    [Fact]
    public async Task Without_a_chat_there_is_nothing_to_send_to()
    {
        await ConnectAsync();
        (await Should.ThrowAsync<VoxtaException>(async () => await Client.SendMessageAsync("Hello", cancellationToken: Token))).Code.ShouldBe(VoxtaErrorCodes.NoSession);
    }

    [Fact]
    public async Task Without_a_connection_every_operation_fails_in_its_task()
    {
        // Not at the call: nothing below is awaited before all of them were made.
        Task[] calls =
        [
            Client.SendAsync(new RetryMessage { SessionId = Session }, Token),
            Client.StartChatAsync(Guid.NewGuid(), cancellationToken: Token),
            Client.StopChatAsync(cancellationToken: Token),
            Client.LoadCharactersListAsync(Token),
            Client.SendMessageAsync("Hello", Session, cancellationToken: Token),
            Client.PauseAsync(sessionId: Session, cancellationToken: Token),
            Client.RequestSuggestionsAsync(Session, cancellationToken: Token),
            Client.UnsubscribeFromChatAsync(Session, cancellationToken: Token),
            Client.AuthenticateAsync(cancellationToken: Token),
        ];
        foreach (var call in calls)
        {
            var error = await Should.ThrowAsync<ConnectionException>(() => call);
            error.Code.ShouldBe(RealtimeErrorCodes.Closed);
            error.IsTransient.ShouldBeFalse();
        }

        var withoutSession = new[] { Client.SendMessageAsync("Hello", cancellationToken: Token), Client.UpdateContextAsync(cancellationToken: Token), Client.RequestSuggestionsAsync(cancellationToken: Token), Client.UnsubscribeFromChatAsync(cancellationToken: Token) };
        foreach (var call in withoutSession)
        {
            (await Should.ThrowAsync<VoxtaException>(() => call)).Code.ShouldBe(VoxtaErrorCodes.NoSession);
        }
    }

    [Fact]
    public async Task Suggestions_of_another_session_are_no_answer()
    {
        var connection = await ConnectAsync();
        var asking = Client.RequestSuggestionsAsync(Session, cancellationToken: Token);
        await connection.CompleteAsync(await connection.ReadCallAsync<RequestSuggestionsMessage>());
        await connection.SendAsync(new SuggestionsOffered { SessionId = Guid.NewGuid(), Suggestions = ["Theirs"] });
        await connection.SendAsync(new SuggestionsOffered { SessionId = Session, Suggestions = ["Ours"] });
        (await asking.WaitAsync(ScriptedHub.Deadline, Token)).Suggestions.ShouldBe(["Ours"]);
    }

    [Fact]
    public async Task Cancelling_a_call_leaves_the_connection_alone()
    {
        var connection = await ConnectAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var first = Client.LoadCharactersListAsync(cancel.Token);
        await connection.ReadCallAsync<LoadCharactersListMessage>();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);

        var second = Client.LoadScenariosListAsync(Token);
        await connection.CompleteAsync(await connection.ReadCallAsync<LoadScenariosListMessage>());
        await connection.SendAsync(new ScenariosListLoaded { Scenarios = [new ScenarioInfo { Name = "Mill" }] });
        (await second.WaitAsync(ScriptedHub.Deadline, Token)).Scenarios[0].Name.ShouldBe("Mill");
    }

    [Fact]
    public async Task A_call_nobody_answers_times_out()
    {
        var connection = await ConnectAsync();
        var sending = Client.SendAsync(new LoadCharactersListMessage(), Token);
        await connection.ReadCallAsync<LoadCharactersListMessage>();
        Clock.Advance(TimeSpan.FromSeconds(5));
        await Should.ThrowAsync<TimeoutException>(() => sending);
    }

    [Fact]
    public async Task Pausing_interrupts_a_reply_unless_told_not_to()
    {
        var connection = await ConnectAsync();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        await connection.SendAsync(new ReplyGenerating { SessionId = Session, MessageId = Guid.NewGuid() });
        await NextAsync<ReplyGenerating>(events);

        var quiet = Client.PauseAsync(sessionId: Session, interrupt: false, cancellationToken: Token);
        await connection.CompleteAsync(await connection.ReadCallAsync<PauseChatMessage>());
        await quiet;

        var pausing = Client.PauseAsync(sessionId: Session, cancellationToken: Token);
        await connection.CompleteAsync(await connection.ReadCallAsync<PauseChatMessage>());
        await connection.CompleteAsync(await connection.ReadCallAsync<InterruptMessage>());
        await pausing;
    }

    [Fact]
    public async Task What_was_not_answered_fails_when_the_connection_ends()
    {
        var connection = await ConnectAsync();
        var sending = Client.SendAsync(new LoadCharactersListMessage(), Token);
        await connection.ReadCallAsync<LoadCharactersListMessage>();
        connection.Drop();
        await Should.ThrowAsync<ConnectionException>(() => sending.WaitAsync(ScriptedHub.Deadline));
    }

    [Fact]
    public async Task What_was_taken_but_not_answered_fails_too_and_does_not_wait_for_the_next_connection()
    {
        var connection = await ConnectAsync();
        await using var events = Client.ReadEventsAsync(Token).GetAsyncEnumerator(Token);
        var asking = Client.LoadCharactersListAsync(Token);
        await connection.CompleteAsync(await connection.ReadCallAsync<LoadCharactersListMessage>());
        await NextAsync<Completion>(events);
        connection.Drop();
        await Should.ThrowAsync<ConnectionException>(() => asking.WaitAsync(ScriptedHub.Deadline));
    }
}
