using Parley.Estuary.Tests.Fakes;

namespace Parley.Estuary.Tests.Client;

public class ReplyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_final_after_the_message_is_the_answer()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        var events = new EventLog(client, Token);
        await session.EmitAsync("bot_response", Response("old", "An older ", false));
        await events.NextAsync<BotResponse>();
        var asking = client.SendTextAndWaitAsync("hi", textOnly: true, cancellationToken: Token);
        (await session.EventAsync("text")).GetProperty("textOnly").GetBoolean().ShouldBeTrue();
        await session.EmitAsync("bot_response", Response("old", "An older answer.", true));
        await session.EmitAsync("bot_response", """{"text":"By the way.","is_final":true,"partial":"","message_id":"aside","chunk_index":0,"is_interjection":true}""");
        await session.EmitAsync("bot_response", Response("new", "Hello.", true));
        (await asking.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldBe(new BotResponse("new", "Hello.", "", true, 0, false));
    }

    [Fact]
    public async Task Two_calls_get_their_answers_in_order()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        var first = client.SendTextAndWaitAsync("one", cancellationToken: Token);
        var second = client.SendTextAndWaitAsync("two", cancellationToken: Token);
        await session.EventAsync("text");
        await session.EventAsync("text");
        await session.EmitAsync("bot_response", Response("m1", "First.", true));
        await session.EmitAsync("bot_response", Response("m1", "First.", true));
        await session.EmitAsync("bot_response", Response("m2", "Second.", true));
        (await first.WaitAsync(TimeSpan.FromSeconds(30), Token)).Text.ShouldBe("First.");
        (await second.WaitAsync(TimeSpan.FromSeconds(30), Token)).Text.ShouldBe("Second.");
    }

    [Fact]
    public async Task An_answer_that_does_not_come_times_out()
    {
        var server = new ScriptedServer();
        var (client, session) = await ScriptedServer.ConnectAsync(server);
        await using var _ = session.Leaving(client);
        var armed = server.Time.WaitForTimerAsync(TimeSpan.FromSeconds(5), Token);
        var asking = client.SendTextAndWaitAsync("hi", timeout: TimeSpan.FromSeconds(5), cancellationToken: Token);
        await session.EventAsync("text");
        await armed;
        server.Time.Advance(TimeSpan.FromSeconds(5));
        await asking.ShouldThrowAsync<TimeoutException>();
        client.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task A_quota_and_an_error_end_the_wait()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        var asking = client.SendTextAndWaitAsync("hi", cancellationToken: Token);
        await session.EventAsync("text");
        await session.EmitAsync("quota_exceeded", """{"message":"Used up","current":10,"limit":10,"remaining":0,"tier":"free"}""");
        (await asking.ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.QuotaExceeded);

        asking = client.SendTextAndWaitAsync("hi", cancellationToken: Token);
        await session.EventAsync("text");
        await session.EmitAsync("error", """{"message":"Slow down","error":"rate_limited"}""");
        var error = await asking.ShouldThrowAsync<EstuaryException>();
        error.Code.ShouldBe(EstuaryErrorCodes.Unknown);
        error.Details.ShouldBe("rate_limited");
    }

    [Fact]
    public async Task An_error_after_the_answer_began_does_not_end_the_wait()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        var asking = client.SendTextAndWaitAsync("hi", cancellationToken: Token);
        await session.EventAsync("text");
        await session.EmitAsync("bot_response", Response("m1", "Hel", false));
        await session.EmitAsync("error", """{"message":"The voice failed"}""");
        await session.EmitAsync("bot_response", Response("m1", "Hello.", true));
        (await asking.WaitAsync(TimeSpan.FromSeconds(30), Token)).Text.ShouldBe("Hello.");
    }

    [Fact]
    public async Task A_lost_connection_ends_the_wait_and_nothing_is_sent_twice()
    {
        var server = new ScriptedServer();
        var (client, session) = await ScriptedServer.ConnectAsync(server, server.Options with { Reconnect = server.Options.Reconnect with { Jitter = 0 } });
        await using var _ = session.Leaving(client);
        var events = new EventLog(client, Token);
        var armed = server.Time.WaitForTimerAsync(TimeSpan.FromSeconds(1), Token);
        var asking = client.SendTextAndWaitAsync("hi", cancellationToken: Token);
        await session.EventAsync("text");
        await session.EmitAsync("bot_response", Response("m1", "Hel", false));
        await events.NextAsync<BotResponse>();
        session.Cut();
        (await asking.ShouldThrowAsync<EstuaryException>()).Code.ShouldBe(EstuaryErrorCodes.ConnectionFailed);
        await armed;
        server.Time.Advance(TimeSpan.FromSeconds(1));
        var again = await server.AcceptAsync();
        (await events.NextAsync<Connected>()).IsReconnect.ShouldBeTrue();
        await client.SayLineAsync("next", cancellationToken: Token);
        (await again.EventAsync("say_line")).GetProperty("text").GetString().ShouldBe("next");

        // The answer that had begun ends on the new connection; it is not the next question's.
        asking = client.SendTextAndWaitAsync("again", cancellationToken: Token);
        await again.EventAsync("text");
        await again.EmitAsync("bot_response", Response("m1", "Hello.", true));
        await again.EmitAsync("bot_response", Response("m2", "Hello again.", true));
        (await asking.WaitAsync(TimeSpan.FromSeconds(30), Token)).Text.ShouldBe("Hello again.");
    }

    [Fact]
    public async Task Blank_text_is_the_callers_mistake_and_a_blank_line_is_nothing()
    {
        var (client, session) = await ScriptedServer.ConnectAsync();
        await using var _ = session.Leaving(client);
        await client.SendTextAsync(" ", cancellationToken: Token).ShouldThrowAsync<ArgumentException>();
        await client.SayLineAsync(" ", cancellationToken: Token);
        await client.SendTextAsync("x", cancellationToken: Token);
        await session.EventAsync("text");
    }

    private static string Response(string id, string text, bool isFinal) =>
        $$"""{"text":"{{text}}","is_final":{{(isFinal ? "true" : "false")}},"partial":"{{(isFinal ? "" : text)}}","message_id":"{{id}}","chunk_index":0,"is_interjection":false}""";
}
