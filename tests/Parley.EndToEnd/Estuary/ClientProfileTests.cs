using System.Text.Json;
using Parley.EndToEnd.VoxNexus;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.EndToEnd.Estuary;

/// <summary>
/// Clients that connect, write and play as the known ones do (specification §1.1, §1.3, §1.6), with the stock Socket.IO client where those
/// use it: text, voice in both modes, interruption and playback with real engines.
/// </summary>
public sealed class ClientProfileTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public ClientProfileTests() => Storyteller.MoveInto(_folder);

    /// <summary>Profile, rate of the character's voice, rate of the microphone.</summary>
    public static TheoryData<string, int, int> Profiles => new()
    {
        { "ts", 24_000, 24_000 },
        { "unity", 48_000, 16_000 },
        { "lens", 24_000, 16_000 },
        { "python", 16_000, 16_000 },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task A_conversation_in_text_and_voice(string profile, int rate, int microphone)
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var peer = await EstuaryPeer.StartAsync(profile);
        var info = await peer.ConnectAsync(server.Address, Storyteller.Id, rate);
        info.EnumerateObject().Select(p => p.Name).ShouldBe(["session_id", "conversation_id", "character_id", "player_id"]);

        await peer.EmitAsync("text", new { text = "Hello", textOnly = true });
        await peer.NextAsync("bot_response", IsFinal);
        peer.Count("bot_voice").ShouldBe(0);

        // A spoken question, and an answer of which there is speech before the final text.
        await StartVoiceAsync(peer, profile);
        await peer.SayAsync(await Recordings.SpeakAsync(server, "The weather is good today.", sampleRate: microphone), microphone);
        (await peer.NextAsync("stt_response", IsFinal)).GetProperty("payload").GetProperty("text").GetString()!.ShouldContain("weather");
        var story = await peer.NextAsync("bot_response", e => IsFinal(e) && Text(e) == Storyteller.Story);
        var id = Id(story);
        peer.Count("bot_voice", e => e.GetProperty("message_id").GetString() == id).ShouldBeGreaterThan(0);

        // Four seconds into it somebody has heard enough.
        await peer.NextAsync("bot_voice", e => e.GetProperty("message_id").GetString() == id && e.GetProperty("chunk_index").GetInt32() >= 20);
        string reason;
        if (profile is "ts" or "python")
        {
            await peer.EmitAsync("client_interrupt", new { message_id = id });
            reason = "client_interrupt";
        }
        else
        {
            await peer.SayAsync(await Recordings.SpeakAsync(server, "Number seven. Please tell me another story.", sampleRate: microphone), microphone);
            reason = "user_speech";
        }

        var interrupt = (await peer.NextAsync("interrupt")).GetProperty("payload");
        interrupt.GetProperty("message_id").GetString().ShouldBe(id);
        interrupt.GetProperty("reason").GetString().ShouldBe(reason);
        if (reason == "user_speech")
        {
            await peer.NextAsync("stt_response", IsFinal);
            await peer.NextAsync("spoken");
        }

        // Clients that answer an interrupt with another do not set off a third.
        await peer.EmitAsync("client_interrupt", new { message_id = id });
        await StopVoiceAsync(peer, profile);
        await peer.HushAsync();

        // An answer that is played to its end; then nothing is left that a message could interrupt.
        await peer.EmitAsync("text", new { text = "What is three plus four?", textOnly = false });
        var spoken = await peer.NextAsync("spoken");
        (await Recordings.HearAsync(server, spoken.GetProperty("pcm").GetProperty("$bin").GetBytesFromBase64(), rate)).ShouldContain("seven");
        await PlayedAsync(peer, profile, spoken.GetProperty("id").GetString()!);
        var interrupts = peer.Count("interrupt");
        await peer.EmitAsync("text", new { text = "Thank you", textOnly = true });
        await peer.NextAsync("bot_response", IsFinal);
        peer.Count("interrupt").ShouldBe(interrupts);

        // The line breaks: a new session of the same conversation.
        await peer.DoAsync("breakLine");
        await peer.NextAsync("gone");
        var again = await peer.ConnectAsync(server.Address, Storyteller.Id, rate);
        again.GetProperty("conversation_id").GetString().ShouldBe(info.GetProperty("conversation_id").GetString());
        again.GetProperty("session_id").GetString().ShouldNotBe(info.GetProperty("session_id").GetString());
        await peer.DoAsync("close");
        await peer.NextAsync("gone");
    }

    [Theory]
    [InlineData("ts", 24_000)]
    [InlineData("lens", 16_000)]
    [InlineData("python", 16_000)]
    public async Task Push_to_talk_makes_one_turn_of_one_hold(string profile, int microphone)
    {
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var peer = await EstuaryPeer.StartAsync(profile);
        await peer.ConnectAsync(server.Address, Storyteller.Id, microphone);

        // A pause longer than any end of speech lies in the middle of the hold.
        var question = (byte[])
        [
            .. await Recordings.SpeakAsync(server, "The weather is good today.", silenceSeconds: 2, sampleRate: microphone),
            .. await Recordings.SpeakAsync(server, "The weather is good today.", silenceSeconds: 0.3, sampleRate: microphone),
        ];
        await StartVoiceAsync(peer, profile, pushToTalk: true);
        await peer.SayAsync(question, microphone);
        await peer.SpokenAsync();
        await peer.HushAsync();
        peer.Count("stt_response", IsFinal).ShouldBe(0);
        peer.Count("bot_response").ShouldBe(0);
        await StopVoiceAsync(peer, profile);
        peer.Count("stt_response", IsFinal).ShouldBe(1);
        Text(peer.Seen.Single(r => r.GetProperty("on").GetString() == "stt_response" && IsFinal(r.GetProperty("payload"))).GetProperty("payload"))
            .Split("weather").Length.ShouldBe(3, "both halves");
        await peer.NextAsync("bot_response", e => IsFinal(e) && Text(e) == Storyteller.Story);

        // A hold without a word says nothing, and the next press works after it.
        await StartVoiceAsync(peer, profile);
        await StopVoiceAsync(peer, profile);
        peer.Count("stt_response", IsFinal).ShouldBe(1);
        await StartVoiceAsync(peer, profile);
        await peer.SayAsync(await Recordings.SpeakAsync(server, "The weather is good today.", silenceSeconds: 0.3, sampleRate: microphone), microphone);
        await peer.NextAsync("interrupt", e => e.GetProperty("reason").GetString() == "user_speech");
        await peer.SpokenAsync();
        await peer.HushAsync();
        await StopVoiceAsync(peer, profile);
        peer.Count("stt_response", IsFinal).ShouldBe(2);
    }

    [Fact]
    public async Task Packets_that_stop_end_the_utterance()
    {
        // Unity's talk key, mute and client-side voice activity: voice stays on, packets come only while somebody speaks.
        await using var server = await ServerFixture.StartAsync(folder: _folder);
        await using var peer = await EstuaryPeer.StartAsync("unity");
        await peer.ConnectAsync(server.Address, Storyteller.Id, 48_000);
        await StartVoiceAsync(peer, "unity");
        for (var i = 1; i <= 2; i++)
        {
            await peer.SayAsync(await Recordings.SpeakAsync(server, "The weather is good today."), 16_000);
            await peer.SpokenAsync();
            await peer.HushAsync();
            Text((await peer.NextAsync("stt_response", IsFinal)).GetProperty("payload")).ShouldContain("weather");
            await peer.NextAsync("bot_voice");
        }

        // The second one interrupted the answer to the first.
        peer.Count("interrupt").ShouldBe(1);
        await StopVoiceAsync(peer, "unity");
    }

    private static async Task StartVoiceAsync(EstuaryPeer peer, string profile, bool pushToTalk = false)
    {
        object? payload = pushToTalk ? new { turn_mode = "push_to_talk" } : null;
        if (profile == "ts")
        {
            await peer.AskAsync("start_voice", payload);
            await peer.NextAsync("voice_started");
            await peer.NextAsync("ack");
        }
        else
        {
            await peer.EmitAsync("start_voice", payload);
            await peer.NextAsync("voice_started");
        }
    }

    private static async Task StopVoiceAsync(EstuaryPeer peer, string profile)
    {
        if (profile == "ts")
        {
            await peer.AskAsync("stop_voice");
            await peer.NextAsync("voice_stopped");
            await peer.NextAsync("ack");
        }
        else
        {
            await peer.EmitAsync("stop_voice");
            await peer.NextAsync("voice_stopped");
        }
    }

    private static Task PlayedAsync(EstuaryPeer peer, string profile, string id) => profile switch
    {
        "lens" => peer.EmitAsync("audio_playback_complete"),
        "unity" => peer.EmitAsync("audio_playback_complete", null),
        _ => peer.EmitAsync("audio_playback_complete", new { message_id = id }),
    };

    private static bool IsFinal(JsonElement e) => e.GetProperty("is_final").GetBoolean();

    private static string Text(JsonElement e) => e.GetProperty("text").GetString()!;

    private static string Id(JsonElement report) => report.GetProperty("payload").GetProperty("message_id").GetString()!;
}
