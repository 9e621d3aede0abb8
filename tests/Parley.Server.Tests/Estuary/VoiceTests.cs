using System.Net.Http.Json;
using System.Text.Json;
using Parley.Speech.Recognition;
using Parley.Testing.Speech;

namespace Parley.Server.Tests.Estuary;

public sealed class VoiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Voice_started_comes_before_its_acknowledgement_and_stop_is_answered_even_when_inactive()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();

        (await client.AskAsync("start_voice")).ShouldHaveSingleItem()[0].GetString().ShouldBe("voice_started");
        (await client.AskAsync("start_voice", "{}")).ShouldHaveSingleItem()[0].GetString().ShouldBe("voice_started");
        (await client.AskAsync("stop_voice")).ShouldHaveSingleItem()[0].GetString().ShouldBe("voice_stopped");
        (await client.AskAsync("stop_voice")).ShouldHaveSingleItem()[0].GetString().ShouldBe("voice_stopped");
    }

    [Fact]
    public async Task Audio_is_taken_in_every_form_and_torn_samples_are_joined()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.AskAsync("start_voice");
        var stream = await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
        await client.EmitAsync("stream_audio", """{"audio":"AQAC"}""");
        await client.EmitAsync("stream_audio", "\"AAMA\"");
        await client.EmitAsync("stream_audio", """{"audio":"BA\nA","sample_rate":16000}""");
        await client.SendAsync("""451-/sdk,["stream_audio",{"audio":{"_placeholder":true,"num":0}}]""");
        await client.SendBinaryAsync([5, 0, 6]);
        await client.SendAsync("""451-/sdk,["stream_audio",{"_placeholder":true,"num":0}]""");
        await client.SendBinaryAsync([0, 7, 0]);

        await stream.WaitForSamplesAsync(7, Cancel);
        stream.Samples.ShouldBe([1, 2, 3, 4, 5, 6, 7]);
    }

    [Fact]
    public async Task Audio_outside_voice_is_dropped()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        (await client.AskAsync("stream_audio", """{"audio":"AQACAA=="}""")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_utterance_is_told_and_answered_and_ends_by_the_clock()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "I hear you.";
        var client = await fixture.ConnectAsync();
        await client.AskAsync("start_voice");
        var stream = await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
        stream.Options.Endpointing.Silence.ShouldBe(TimeSpan.FromMilliseconds(700));
        stream.Options.Endpointing.Stall.ShouldBe(TimeSpan.FromMilliseconds(700));
        Speak(stream, "good morning");

        var interim = await client.FindAsync("stt_response");
        interim.GetProperty("is_final").GetBoolean().ShouldBeFalse();
        (await client.FindAsync("stt_response", e => e.GetProperty("is_final").GetBoolean())).GetProperty("text").GetString().ShouldBe("good morning");
        (await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean())).GetProperty("text").GetString().ShouldBe("I hear you.");
    }

    [Fact]
    public async Task Voice_that_hears_nobody_is_closed_and_the_socket_stays()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.AskAsync("start_voice");
        await fixture.PassAsync(client, TimeSpan.FromSeconds(121));

        (await client.EventAsync("voice_timeout")).GetProperty("reason").GetString().ShouldBe("voice_inactivity");
        (await client.AskAsync("start_voice")).ShouldHaveSingleItem()[0].GetString().ShouldBe("voice_started");
    }

    [Fact]
    public async Task Recognition_that_cannot_open_is_an_error_before_the_acknowledgement()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Engines.ScriptedRecognizer.BeforeOpen = _ => throw new Parley.Speech.EngineException("scripted", Parley.Speech.EngineFailure.Unavailable, "no recogniser");
        var client = await fixture.ConnectAsync();

        var answer = (await client.AskAsync("start_voice", """{"turn_mode":"push_to_talk"}""")).ShouldHaveSingleItem();
        answer[0].GetString().ShouldBe("voice_error");
        answer[1].GetProperty("error").GetString().ShouldBe("stt_unavailable");
    }

    [Fact]
    public async Task Push_to_talk_is_sticky_and_an_empty_hold_says_nothing()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.AskAsync("start_voice", """{"turn_mode":"push_to_talk"}""");
        (await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel)).Options.Endpointing.Automatic.ShouldBeFalse();
        (await client.AskAsync("stop_voice")).ShouldHaveSingleItem()[0].GetString().ShouldBe("voice_stopped");
        await client.AskAsync("start_voice");
        (await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel)).Options.Endpointing.Automatic.ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_said_counts_as_what_is_typed()
    {
        await using var fixture = await EstuaryFixture.StartAsync(new() { MessagesPerHour = 1 });
        fixture.Replies.Answer = (_, _) => "I hear you.";
        const string Silent = ""","capabilities":{"speaker":false}""";
        var client = await fixture.ConnectAsync(more: Silent);
        var other = await fixture.ConnectAsync(more: Silent);
        await client.AskAsync("start_voice");
        var stream = await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
        Speak(stream, "good morning");
        await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());

        Speak(stream, "are you there", at: TimeSpan.FromSeconds(5));
        (await client.FindAsync("stt_response", e => e.GetProperty("is_final").GetBoolean())).GetProperty("text").GetString().ShouldBe("are you there");
        var quota = await client.EventAsync("quota_exceeded");
        (quota.GetProperty("current").GetInt32(), quota.GetProperty("limit").GetInt32(), quota.GetProperty("remaining").GetInt32()).ShouldBe((1, 1, 0));
        await client.EmitAsync("text", """{"text":"and now?"}""");
        await client.EventAsync("quota_exceeded");

        // Nothing was made of it, and it is nobody else's matter.
        (await fixture.Server.Http.GetFromJsonAsync<JsonElement>($"api/agents/{EstuaryFixture.Character}/players/ann/messages", Cancel)).GetProperty("total").GetInt32().ShouldBe(2);
        (await other.AskAsync("update_preferences")).ShouldNotContain(e => e[0].GetString() == "quota_exceeded");
        (await client.AskAsync("stop_voice")).ShouldHaveSingleItem()[0].GetString().ShouldBe("voice_stopped");
    }

    [Fact]
    public async Task A_player_has_one_microphone_and_the_newest_connection_has_it()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "I hear you.";
        var first = await fixture.ConnectAsync();
        var second = await fixture.ConnectAsync();
        await first.AskAsync("start_voice");
        await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
        await second.AskAsync("start_voice");
        var stream = await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
        (await first.EventAsync("voice_error")).GetProperty("error").GetString()!.ShouldContain("took the microphone");

        // What the first still sends is nobody's; it hears what the second says and is told.
        (await first.AskAsync("stream_audio", """{"audio":"AQACAA=="}""")).ShouldBeEmpty();
        Speak(stream, "good morning");
        foreach (var client in new[] { first, second })
        {
            (await client.FindAsync("stt_response", e => e.GetProperty("is_final").GetBoolean())).GetProperty("text").GetString().ShouldBe("good morning");
            (await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean())).GetProperty("text").GetString().ShouldBe("I hear you.");
        }

        (await first.AskAsync("stop_voice")).ShouldContain(e => e[0].GetString() == "voice_stopped");
        (await first.AskAsync("start_voice")).ShouldContain(e => e[0].GetString() == "voice_started");
        await second.FindAsync("voice_error");
    }

    private static void Speak(ScriptedRecognitionStream stream, string text, TimeSpan at = default)
    {
        stream.Say(new SpeechStarted(at));
        stream.Say(new PartialTranscript(at, TimeSpan.FromSeconds(1), text));
        stream.Say(new SpeechEnded(at + TimeSpan.FromSeconds(1), EndpointReason.Silence));
        stream.Say(new FinalTranscript(at, TimeSpan.FromSeconds(1), text) { Language = "en-US" });
    }
}
