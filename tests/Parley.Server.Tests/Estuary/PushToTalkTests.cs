using System.Text.Json;
using Parley.Speech.Recognition;
using Parley.Testing.Speech;

namespace Parley.Server.Tests.Estuary;

/// <summary>Push-to-talk in every form that clients have (specification §4.4).</summary>
public sealed class PushToTalkTests
{
    private static readonly string Packet = $$"""{"audio":"{{Convert.ToBase64String(new byte[640])}}"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hold_is_one_turn_however_often_the_player_pauses()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Understood.";
        var client = await fixture.ConnectAsync();
        await client.AskAsync("start_voice", """{"turn_mode":"push_to_talk"}""");
        var stream = await HoldAsync(fixture, client, "open the door", "and the window");

        // Last transcript, voice_stopped, acknowledgement.
        var told = await client.AskAsync("stop_voice");
        told.Select(e => e[0].GetString()).Where(n => n is "stt_response" or "voice_stopped").ShouldBe(["stt_response", "voice_stopped"]);
        Final(told).ShouldBe(["open the door and the window"]);
        await AnsweredAsync(client, told, "Understood.");
        stream.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public async Task Each_press_says_its_mode_or_the_first_one_says_it_for_all()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Yes.";
        var client = await fixture.ConnectAsync();
        foreach (var mode in (string[])["""{"turn_mode":"push_to_talk"}""", """{"turnMode":"push_to_talk"}""", "null", "{}"])
        {
            (await client.AskAsync("start_voice", mode)).ShouldContain(e => e[0].GetString() == "voice_started");
            await HoldAsync(fixture, client, "one");
            var told = await client.AskAsync("stop_voice");
            Final(told).ShouldBe(["one"]);
            await AnsweredAsync(client, told, "Yes.");
            await client.AskAsync("audio_playback_complete");
        }
    }

    [Fact]
    public async Task Audio_after_a_release_presses_again_but_not_what_was_on_its_way()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Yes.";
        var client = await fixture.ConnectAsync();
        await client.AskAsync("start_voice", """{"turn_mode":"push_to_talk"}""");
        await HoldAsync(fixture, client, "one");
        await AnsweredAsync(client, await client.AskAsync("stop_voice"), "Yes.");
        await client.AskAsync("audio_playback_complete");

        // A packet that left before the key was up is late.
        fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
        await client.AskAsync("stream_audio", Packet);
        fixture.Time.Advance(TimeSpan.FromMilliseconds(300));
        await HoldAsync(fixture, client, "two");
        Final(await client.AskAsync("stop_voice")).ShouldBe(["two"]);
    }

    [Fact]
    public async Task A_press_interrupts_what_is_being_said_with_its_first_audio()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("say_line", $$"""{"text":"{{string.Concat(Enumerable.Repeat("This is a long line. ", 60)).Trim()}}"}""");
        var id = (await client.FindAsync("bot_voice")).GetProperty("message_id").GetString();
        (await client.AskAsync("start_voice", """{"turn_mode":"push_to_talk"}""")).ShouldNotContain(e => e[0].GetString() == "interrupt");
        await client.EmitAsync("stream_audio", Packet);
        var interrupt = await client.FindAsync("interrupt");
        interrupt.GetProperty("message_id").GetString().ShouldBe(id);
        interrupt.GetProperty("reason").GetString().ShouldBe("user_speech");
    }

    [Fact]
    public async Task A_recogniser_that_is_stuck_does_not_hold_up_the_release()
    {
        await using var fixture = await EstuaryFixture.StartAsync(engines: new ScriptedSpeechEngines { ScriptedRecognizer = new ScriptedRecognizer { AnswersFlush = false } });
        var client = await fixture.ConnectAsync();
        await client.AskAsync("start_voice", """{"turn_mode":"push_to_talk"}""");
        var stream = await HoldAsync(fixture, client);
        var stopping = client.AskAsync("stop_voice");
        await stream.WaitForCommandAsync(Cancel);
        await fixture.Time.WaitForTimerAsync(TimeSpan.FromSeconds(8), Cancel);
        fixture.Time.Advance(TimeSpan.FromSeconds(8));

        // Clients give up after 10 s.
        (await stopping).Select(e => e[0].GetString()).ShouldBe(["voice_stopped"]);
        (await client.AskAsync("start_voice")).ShouldContain(e => e[0].GetString() == "voice_started");
    }

    [Fact]
    public async Task An_event_without_payload_releases_too()
    {
        await using var fixture = await EstuaryFixture.StartAsync();
        fixture.Replies.Answer = (_, _) => "Yes.";
        var client = await fixture.ConnectAsync();
        await client.SendAsync("""42/sdk,["start_voice",{"turn_mode":"push_to_talk"}]""");
        await client.EventAsync("voice_started");
        await HoldAsync(fixture, client, "one");
        await client.SendAsync("""42/sdk,["stop_voice"]""");
        (await client.FindAsync("stt_response", e => e.GetProperty("is_final").GetBoolean())).GetProperty("text").GetString().ShouldBe("one");
        // The answer may begin before the stop is told.
        await client.FindAsync("voice_stopped");
    }

    [Fact]
    public async Task A_turn_beyond_the_quota_is_heard_and_refused_before_voice_stops()
    {
        await using var fixture = await EstuaryFixture.StartAsync(new() { MessagesPerHour = 1 });
        fixture.Replies.Answer = (_, _) => "Yes.";
        var client = await fixture.ConnectAsync();
        await client.EmitAsync("text", """{"text":"hi","textOnly":true}""");
        await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean());
        await client.AskAsync("start_voice", """{"turn_mode":"push_to_talk"}""");
        await HoldAsync(fixture, client, "one");
        var told = await client.AskAsync("stop_voice");
        told.Select(e => e[0].GetString()).ShouldBe(["stt_response", "quota_exceeded", "voice_stopped"]);
        (await client.AskAsync("update_preferences")).ShouldBeEmpty();
    }

    private static async Task<ScriptedRecognitionStream> HoldAsync(EstuaryFixture fixture, EstuarySocket client, params string[] segments)
    {
        await client.EmitAsync("stream_audio", Packet);
        var stream = await fixture.Engines.ScriptedRecognizer.NextStreamAsync(Cancel);
        await stream.WaitForSamplesAsync(320, Cancel);
        var at = TimeSpan.Zero;
        foreach (var text in segments)
        {
            stream.Say(new SpeechStarted(at));
            stream.Say(new PartialTranscript(at, TimeSpan.FromSeconds(1), text));
            stream.Say(new SpeechEnded(at + TimeSpan.FromSeconds(1), EndpointReason.Silence));
            stream.Say(new FinalTranscript(at, TimeSpan.FromSeconds(1), text) { Language = "en-US" });
            at += TimeSpan.FromSeconds(3);
            await client.FindAsync("stt_response", e => !e.GetProperty("is_final").GetBoolean());
        }

        return stream;
    }

    /// <summary>The answer, which may have begun before the acknowledgement.</summary>
    private static async Task AnsweredAsync(EstuarySocket client, IReadOnlyList<JsonElement> told, string answer)
    {
        if (!told.Any(IsAnswer))
        {
            await client.FindAsync("bot_response", e => e.GetProperty("is_final").GetBoolean() && e.GetProperty("text").GetString() == answer);
        }

        bool IsAnswer(JsonElement e) => e[0].GetString() == "bot_response" && e[1].GetProperty("is_final").GetBoolean() && e[1].GetProperty("text").GetString() == answer;
    }

    private static IEnumerable<string?> Final(IReadOnlyList<JsonElement> told) => told
        .Where(e => e[0].GetString() == "stt_response" && e[1].GetProperty("is_final").GetBoolean())
        .Select(e => e[1].GetProperty("text").GetString());
}
