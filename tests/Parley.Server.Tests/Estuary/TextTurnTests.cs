using System.Text.Json;

namespace Parley.Server.Tests.Estuary;

public sealed class TextTurnTests
{
    [Fact]
    public async Task A_text_is_answered_by_deltas_audio_and_one_final()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Hello there, it is so good to see you here again after such a long time. How are you today?";
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("text", """{"text":"hi","textOnly":false}""");

        var events = await client.AnswerAsync(spoken: true);

        var texts = events.Where(e => e[0].GetString() == "bot_response").Select(e => e[1]).ToList();
        var voices = events.Where(e => e[0].GetString() == "bot_voice").Select(e => e[1]).ToList();
        texts.Count(t => t.GetProperty("is_final").GetBoolean()).ShouldBe(1);
        texts[^1].GetProperty("text").GetString().ShouldBe("Hello there, it is so good to see you here again after such a long time. How are you today?");
        string.Concat(texts[..^1].Select(t => t.GetProperty("text").GetString())).Trim().ShouldBe("Hello there, it is so good to see you here again after such a long time. How are you today?");
        texts.Select(t => t.GetProperty("chunk_index").GetInt32()).ShouldBe(Enumerable.Range(0, texts.Count));
        texts[0].GetProperty("partial").GetString().ShouldBe(texts[0].GetProperty("text").GetString());
        texts[^1].GetProperty("partial").GetString().ShouldBe("");
        var id = texts[0].GetProperty("message_id").GetString()!;
        id.ShouldStartWith("msg_");
        voices.ShouldAllBe(v => v.GetProperty("message_id").GetString() == id);
        voices.Select(v => v.GetProperty("chunk_index").GetInt32()).ShouldBe(Enumerable.Range(0, voices.Count));
        voices.Count(v => v.GetProperty("is_final").GetBoolean()).ShouldBe(1);
        voices[^1].GetProperty("is_final").GetBoolean().ShouldBeTrue();
        voices.ShouldAllBe(v => v.GetProperty("sample_rate").GetInt32() == 16_000 && v.GetProperty("audio").GetBytesFromBase64().Length > 0);
        voices[0].GetProperty("audio").GetBytesFromBase64().Length.ShouldBe(6_400);

        // At least one piece of speech is out before the final text.
        events.FindIndex(e => e[0].GetString() == "bot_voice").ShouldBeLessThan(events.FindIndex(e => e[0].GetString() == "bot_response" && e[1].GetProperty("is_final").GetBoolean()));
    }

    [Theory]
    [InlineData("""{"text":"hi","textOnly":true}""")]
    [InlineData("""{"text":"hi","text_only":true,"more":{"x":1}}""")]
    [InlineData("""{"text":"hi","textOnly":"true"}""")]
    public async Task Text_only_has_no_speech(string payload)
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Fine.";
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("text", payload);

        (await client.AnswerAsync(spoken: false)).ShouldAllBe(e => e[0].GetString() == "bot_response");
        fixture.Engines.Synthesizer.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_line_is_spoken_as_it_stands_and_blank_ones_are_ignored()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("say_line", """{"text":"  "}""");
        await client.EmitAsync("say_line", """{"text":"Welcome to the show."}""");

        var events = await client.AnswerAsync(spoken: true);

        var final = events.Single(e => e[0].GetString() == "bot_response" && e[1].GetProperty("is_final").GetBoolean())[1];
        final.GetProperty("text").GetString().ShouldBe("Welcome to the show.");
        final.GetProperty("is_interjection").GetBoolean().ShouldBeFalse();
        events.ShouldNotContain(e => e[0].GetString() == "interrupt");
    }

    [Fact]
    public async Task A_line_after_a_final_replaces_speech_without_an_interrupt()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("say_line", $$"""{"text":"{{string.Concat(Enumerable.Repeat("This is a long line. ", 30)).Trim()}}"}""");
        var first = await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
        await client.EmitAsync("say_line", """{"text":"Next line."}""");

        JsonElement next;
        do
        {
            next = await client.NextAsync();
            next[0].GetString().ShouldNotBe("interrupt");
        }
        while (!(next[0].GetString() == "bot_response" && next[1].GetProperty("is_final").GetBoolean()));
        next[1].GetProperty("text").GetString().ShouldBe("Next line.");
        next[1].GetProperty("message_id").GetString().ShouldNotBe(first.GetProperty("message_id").GetString());
    }

    [Fact]
    public async Task A_message_during_an_answer_interrupts_it_with_a_final_before()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("text", """{"text":"tell me a story","textOnly":true}""");
        var asked = await fixture.Replies.AskedAsync(TestContext.Current.CancellationToken);
        asked.Write("Once upon a time. There was ");
        var id = (await client.EventAsync("bot_response")).GetProperty("message_id").GetString();
        await client.EmitAsync("text", """{"text":"stop","textOnly":true}""");

        var final = await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
        final.GetProperty("message_id").GetString().ShouldBe(id);
        final.GetProperty("text").GetString()!.ShouldStartWith("Once upon a time.");
        var interrupt = await client.EventAsync("interrupt");
        interrupt.GetProperty("message_id").GetString().ShouldBe(id);
        interrupt.GetProperty("reason").GetString().ShouldBe("new_message");
        interrupt.GetProperty("interrupted_at").GetString()!.ShouldEndWith("Z");
        (await fixture.Replies.AskedAsync(TestContext.Current.CancellationToken)).Answer("Sorry.");
        (await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean())).GetProperty("text").GetString().ShouldBe("Sorry.");
    }

    [Fact]
    public async Task A_client_interrupt_is_confirmed_once_and_never_echoed()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.AskAsync("client_interrupt", "{}");
        await client.EmitAsync("text", """{"text":"tell me"}""");
        (await fixture.Replies.AskedAsync(TestContext.Current.CancellationToken)).Write("Once upon a time. There was ");
        var id = (await client.FindAsync("bot_response")).GetProperty("message_id").GetString();
        await client.EmitAsync("client_interrupt", $$"""{"messageId":"{{id}}"}""");

        (await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean())).GetProperty("message_id").GetString().ShouldBe(id);
        (await client.EventAsync("interrupt")).GetProperty("reason").GetString().ShouldBe("client_interrupt");

        // Unity answers each interrupt with a client_interrupt for the same message.
        (await client.AskAsync("client_interrupt", $$"""{"message_id":"{{id}}"}""")).ShouldBeEmpty();
        (await client.AskAsync("client_interrupt")).ShouldBeEmpty();
        (await client.AskAsync("client_interrupt", """{"message_id":"somebody-elses"}""")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_character_outside_ascii_is_escaped()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Schöne Grüße 👋.";
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("text", """{"text":"hallo","textOnly":true}""");

        (await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean())).GetProperty("text").GetString().ShouldBe("Schöne Grüße 👋.");
    }
}
