using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Tests.Voxta;
using Parley.Server.Traffic;
using static Parley.Server.Tests.Console.ApiFixture;

namespace Parley.Server.Tests.Console;

/// <summary>Live sessions, turns, and the streams that watch them.</summary>
public sealed class SessionApiTests
{
    [Fact]
    public async Task A_session_and_its_turns_are_seen_by_its_tenant_alone()
    {
        await using var fixture = await StartAsync();
        var session = await fixture.TalkAsync("ann", "Hello!");

        var listed = (await GetAsync(fixture.Ann, "api/parley/sessions")).GetProperty("sessions")[0];
        listed.GetProperty("id").GetGuid().ShouldBe(session.Id);
        listed.GetProperty("chatId").GetGuid().ShouldBe(session.ChatId);
        listed.GetProperty("turns").GetInt32().ShouldBe(1);
        listed.GetProperty("state").GetString().ShouldBe("waitingForUserInput");
        (await GetAsync(fixture.Bob, "api/parley/sessions")).GetProperty("sessions").GetArrayLength().ShouldBe(0);

        var turn = (await GetAsync(fixture.Ann, $"api/parley/sessions/{session.Id}/turns")).GetProperty("turns")[0];
        turn.GetProperty("outcome").GetString().ShouldBe("done");
        turn.GetProperty("text").GetString().ShouldNotBeNullOrEmpty();
        var stages = turn.GetProperty("stages").EnumerateArray().ToArray();
        stages.Select(s => s.GetProperty("name").GetString()).ShouldBe(["firstToken", "firstSentence", "played"]);
        stages.TakeWhile(s => s.GetProperty("name").GetString() != "played").Sum(s => s.GetProperty("ms").GetDouble()).ShouldBe(turn.GetProperty("gapMs").GetDouble(), 0.001);
        await RefusesAsync(fixture.Bob.GetAsync($"api/parley/sessions/{session.Id}/turns", Cancel), HttpStatusCode.NotFound);
        await RefusesAsync(fixture.Bob.GetAsync($"api/parley/sessions/{session.Id}/events", Cancel), HttpStatusCode.NotFound);

        var metrics = await GetAsync(fixture.Ann, "api/parley/metrics");
        metrics.GetProperty("sessions").GetInt32().ShouldBe(1);
        metrics.GetProperty("turns").GetProperty("total").GetInt32().ShouldBe(1);
        metrics.GetProperty("stages").GetProperty("firstToken").GetProperty("p95").GetDouble().ShouldBe(stages[0].GetProperty("ms").GetDouble(), 0.001);
        metrics.GetProperty("process").GetProperty("cpuMs").GetDouble().ShouldBeGreaterThan(0);
        (await GetAsync(fixture.Bob, "api/parley/metrics")).GetProperty("turns").GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_watcher_sees_a_turn_grow_and_the_end_of_the_session()
    {
        await using var fixture = await StartAsync();
        var session = await fixture.TalkAsync("ann", "Hello!");
        await using var events = await EventReader.OpenAsync(fixture.Server.Http, $"api/parley/sessions/{session.Id}/events?access_token={fixture.Key("ann")}");

        await SayAsync(session, "How are you?");
        var (_, started) = await events.NextAsync("turn");
        started.GetProperty("turn").GetInt64().ShouldBe(2);
        started.GetProperty("outcome").GetString().ShouldBe("running");
        JsonElement turn;
        do
        {
            (_, turn) = await events.NextAsync("turn");
        }
        while (turn.GetProperty("outcome").GetString() == "running");
        turn.GetProperty("outcome").GetString().ShouldBe("done");
        turn.GetProperty("stages").GetArrayLength().ShouldBe(3);

        await session.StopAsync();
        await events.NextAsync("end");
        events.Seen.Where(e => e.Event == "conversation").Select(e => e.Data.GetProperty("type").GetString()!).ShouldBeSubsetOf(
            ["messageStored", "flow", "turnStarted", "replyGenerating", "replyStarted", "replyChunk", "replyEnded", "playbackCompleted", "turnEnded", "memories", "context", "sessionEnded"]);
        var numbers = events.Seen.Where(e => e.Event == "conversation").Select(e => e.Data.GetProperty("seq").GetInt64()).ToArray();
        numbers.ShouldBe(Enumerable.Range(1, numbers.Length).Select(n => (long)n));
        (await events.IsOverAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task The_traffic_of_a_session_is_shown_without_its_secrets_and_only_while_somebody_watches()
    {
        await using var fixture = await StartAsync();
        var key = fixture.Key("ann");
        var open = fixture.Server.Server.Services.GetRequiredService<OpenConnections>();
        using var hub = await HubSocket.OpenAsync(fixture.Server.Address, $"?access_token={key}");
        await hub.ShakeHandsAsync();
        await hub.InvokeAsync("""{"$type":"authenticate","client":"Test","scope":["role:app"],"capabilities":{"audioInput":"None","audioOutput":"None"} }""");
        await hub.InvokeAsync("""{"$type":"startChat","characterId":"7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01"}""");
        var chat = (await hub.NextAsync("chatStarted")).GetProperty("sessionId").GetString();
        await hub.NextAsync("replyEnd");
        await hub.WaitForInputAsync();
        var connection = open.Of(Player("ann").Tenant).ShouldHaveSingleItem();
        connection.IsWatched.ShouldBeFalse();
        connection.Client.ShouldBe("Test");

        await using (var events = await EventReader.OpenAsync(fixture.Ann, $"api/parley/sessions/{chat}/events?wire=true"))
        {
            connection.IsWatched.ShouldBeTrue();
            await hub.InvokeAsync($$"""{"$type":"send","sessionId":"{{chat}}","text":"Hello!","apiKey":"{{key}}","doReply":true}""");

            var received = await events.NextAsync("wire", e => e.GetProperty("name").GetString() == "send");
            received.GetProperty("direction").GetString().ShouldBe("in");
            received.GetProperty("face").GetString().ShouldBe("voxta");
            received.GetProperty("connectionId").GetString().ShouldBe(connection.Id);
            received.GetProperty("text").GetString()!.ShouldContain("Hello!");
            received.GetProperty("text").GetString()!.ShouldContain("\"apiKey\":\"***\"");
            received.GetProperty("text").GetString()!.ShouldNotContain(key);
            (await events.NextAsync("wire", e => e.GetProperty("name").GetString() == "replyEnd")).GetProperty("direction").GetString().ShouldBe("out");
        }

        await EventuallyAsync(() => !connection.IsWatched);
    }

    [Fact]
    public async Task A_stream_ends_with_the_server()
    {
        await using var fixture = await StartAsync();
        var session = await fixture.TalkAsync("ann", "Hello!");
        await using var events = await EventReader.OpenAsync(fixture.Ann, $"api/parley/sessions/{session.Id}/events");

        await fixture.Server.Server.StopAsync(Cancel);

        (await events.IsOverAsync()).ShouldBeTrue();
    }

    // The server notices that a watcher has gone when the connection closes, which no event tells.
    private static async Task EventuallyAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel, limit.Token);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
        }
    }
}
