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

    private static void Speak(ScriptedRecognitionStream stream, string text)
    {
        stream.Say(new SpeechStarted(TimeSpan.Zero));
        stream.Say(new PartialTranscript(TimeSpan.Zero, TimeSpan.FromSeconds(1), text));
        stream.Say(new SpeechEnded(TimeSpan.FromSeconds(1), EndpointReason.Silence));
        stream.Say(new FinalTranscript(TimeSpan.Zero, TimeSpan.FromSeconds(1), text) { Language = "en-US" });
    }
}
