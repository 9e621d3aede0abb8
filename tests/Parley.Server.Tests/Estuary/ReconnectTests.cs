using System.Net.Http.Json;
using System.Text.Json;

namespace Parley.Server.Tests.Estuary;

/// <summary>A line that breaks and a player who comes back (specification §4.9).</summary>
public sealed class ReconnectTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_the_middle_of_an_answer_nothing_is_lost_and_nothing_is_said_twice()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("text", """{"text":"tell me a story","textOnly":true}""");
        var reply = await fixture.Replies.AskedAsync(Cancel);
        reply.Write("Once upon a time there was a fox. ");
        var id = (await client.EventAsync("bot_response")).GetProperty("message_id").GetString();
        await client.DisposeAsync();

        var again = await fixture.ConnectAsync();
        again.Info.GetProperty("conversation_id").GetString().ShouldBe(client.Info.GetProperty("conversation_id").GetString());
        again.Info.GetProperty("session_id").GetString().ShouldNotBe(client.Info.GetProperty("session_id").GetString());
        reply.Write("It lived in a wood.");
        reply.Complete();
        var final = await again.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
        final.GetProperty("message_id").GetString().ShouldBe(id);
        final.GetProperty("text").GetString().ShouldBe("Once upon a time there was a fox. It lived in a wood.");
        (await MessagesAsync(fixture)).ShouldBe(["tell me a story", "Once upon a time there was a fox. It lived in a wood."]);
    }

    [Fact]
    public async Task After_the_grace_period_the_conversation_is_taken_up_where_it_was()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (messages, _) => messages.Any(m => m.Text.Contains("Call me Ann")) ? "You are Ann." : "Who are you?";
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("text", """{"text":"Call me Ann","textOnly":true}""");
        await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
        await client.DisposeAsync();
        fixture.Time.Advance(TimeSpan.FromSeconds(60));

        var again = await fixture.ConnectAsync();
        again.Info.GetProperty("conversation_id").GetString().ShouldBe(client.Info.GetProperty("conversation_id").GetString());
        await again.EmitAsync("text", """{"text":"Who am I?","textOnly":true}""");
        (await again.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean())).GetProperty("text").GetString().ShouldBe("You are Ann.");
        (await MessagesAsync(fixture)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Voice_does_not_outlive_its_connection()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.AskAsync("start_voice", """{"turn_mode":"push_to_talk"}""");
        var stream = await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
        await client.DisposeAsync();
        var again = await fixture.ConnectAsync();
        (await again.AskAsync("stream_audio", """{"audio":"AQACAA=="}""")).ShouldBeEmpty();
        stream.Samples.ShouldBeEmpty();

        // The mode is the connection's own.
        await again.AskAsync("start_voice");
        (await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel)).Options.Endpointing.Automatic.ShouldBeTrue();
    }

    private static async Task<List<string?>> MessagesAsync(EstuaryFixture fixture) =>
        [.. (await fixture.Server.Http.GetFromJsonAsync<JsonElement>($"api/agents/{EstuaryFixture.Character}/players/ann/messages", Cancel))
            .GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("content").GetString())];
}
