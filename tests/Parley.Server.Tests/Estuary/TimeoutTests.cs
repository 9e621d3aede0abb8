using Parley.Speech.Recognition;

namespace Parley.Server.Tests.Estuary;

/// <summary>What ends by itself, and when (specification §4.8).</summary>
public sealed class TimeoutTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Conversation_begins_the_idle_time_anew()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Yes.";
        var client = await fixture.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await fixture.PassAsync(client, TimeSpan.FromSeconds(590));
            await client.EmitAsync("text", """{"text":"still there?","textOnly":true}""");
            await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
        }

        // Neither preferences nor audio that nobody speaks in are conversation.
        await fixture.PassAsync(client, TimeSpan.FromSeconds(601));
        (await client.FindAsync("session_timeout")).GetProperty("idle_seconds").GetInt32().ShouldBe(600);
    }

    [Fact]
    public async Task Another_players_conversation_is_no_ones_but_theirs()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Yes.";
        var idle = await fixture.ConnectAsync();
        var busy = await fixture.ConnectAsync("bob");
        for (var i = 0; i < 59; i++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(10));
            await idle.AskAsync("update_preferences");
            await busy.EmitAsync("text", """{"text":"hi","textOnly":true}""");
            await busy.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
        }

        fixture.Time.Advance(TimeSpan.FromSeconds(11));
        await idle.FindAsync("session_timeout");
        await idle.Closed;
        await busy.EmitAsync("text", """{"text":"hi","textOnly":true}""");
        await busy.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
    }

    [Fact]
    public async Task Speech_begins_the_voice_time_anew_and_its_end_is_told_once()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Yes.";
        var client = await fixture.ConnectAsync();
        await client.AskAsync("start_voice");
        var stream = await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
        await fixture.PassAsync(client, TimeSpan.FromSeconds(110));
        stream.Say(new SpeechStarted(TimeSpan.Zero));
        stream.Say(new PartialTranscript(TimeSpan.Zero, TimeSpan.FromSeconds(1), "hello there"));
        stream.Say(new FinalTranscript(TimeSpan.Zero, TimeSpan.FromSeconds(1), "hello there") { Language = "en-US" });
        await client.AnswerAsync(spoken: true);
        await fixture.PassAsync(client, TimeSpan.FromSeconds(110));
        (await client.AskAsync("update_preferences")).ShouldBeEmpty();
        await fixture.PassAsync(client, TimeSpan.FromSeconds(11));
        var timeout = await client.EventAsync("voice_timeout");
        timeout.GetProperty("idle_seconds").GetInt32().ShouldBe(120);
        timeout.GetProperty("timeout_seconds").GetInt32().ShouldBe(120);
        stream.IsDisposed.ShouldBeTrue();

        // No voice_stopped belongs to it, and late audio is dropped.
        (await client.AskAsync("stream_audio", """{"audio":"AQACAA=="}""")).ShouldBeEmpty();
        (await client.AskAsync("start_voice")).ShouldHaveSingleItem()[0].GetString().ShouldBe("voice_started");
    }

    [Fact]
    public async Task A_client_that_does_not_answer_pings_is_dropped_and_its_player_comes_back()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Welcome back.";
        var client = await fixture.ConnectAsync();
        client.AnswersPings = false;

        // 25 s to the ping, 20 s for its answer.
        fixture.Time.Advance(TimeSpan.FromSeconds(25));
        await client.AskAsync("update_preferences");
        fixture.Time.Advance(TimeSpan.FromSeconds(20));
        await client.Closed;
        var again = await fixture.ConnectAsync();
        again.Info.GetProperty("conversation_id").GetString().ShouldBe(client.Info.GetProperty("conversation_id").GetString());
        await again.EmitAsync("text", """{"text":"hi","textOnly":true}""");
        await again.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
    }
}
