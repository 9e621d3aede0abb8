using System.Net.WebSockets;
using System.Text.Json;

namespace Parley.Server.Tests.Voxta;

/// <summary>When apps are asked to record (specification §4.1, §4.2, §4.5, §4.8.5, §4.10): most of them open their microphone on it and not before.</summary>
public sealed class RecordingTests
{
    private const string Mira = "7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_app_that_streams_its_microphone_is_asked_to_record_as_soon_as_input_is_free()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var socket = await voxta.AppAsync();
        await socket.InvokeAsync($$"""{"$type":"startChat","characterId":"{{Mira}}"}""");
        var types = await socket.TypesUntilAsync(HubSocket.IsWaiting);
        types[^3..].ShouldBe(["recordingRequest", "recordingStatus", "chatFlow"]);
        types.Count(t => t == "recordingRequest").ShouldBe(1);
    }

    [Fact]
    public async Task A_chat_without_greeting_says_that_it_waits_too()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, session, chat) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"stopChat","sessionId":"{{session}}"}""");
        await socket.NextAsync("chatClosed");
        await socket.InvokeAsync($$"""{"$type":"resumeChat","chatId":"{{chat}}"}""");
        await socket.NextAsync("chatStarted");
        (await socket.TypesUntilAsync(HubSocket.IsWaiting))[^3..].ShouldBe(["recordingRequest", "recordingStatus", "chatFlow"]);
    }

    [Fact]
    public async Task An_owner_that_comes_back_to_a_waiting_chat_is_asked_at_once()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (socket, _, chat) = await voxta.ChatAsync();
        socket.Dispose();
        var back = await voxta.AppAsync();
        await back.InvokeAsync($$"""{"$type":"resumeChat","chatId":"{{chat}}"}""");
        await back.NextAsync("chatStarted");
        (await back.TypesUntilAsync(HubSocket.IsWaiting)).ShouldBe(["contextUpdated", "recordingRequest", "recordingStatus", "chatFlow"]);
    }

    [Fact]
    public async Task An_app_that_does_not_stream_is_told_the_status_only_and_a_watcher_takes_no_microphone_away()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (owner, session, _) = await voxta.ChatAsync();
        var watcher = await voxta.AppAsync(client: "Watcher");
        await watcher.InvokeAsync($$"""{"$type":"subscribeToChat","sessionId":"{{session}}"}""");
        await watcher.NextAsync("chatStarted");
        using var microphone = await OpenMicrophoneAsync(voxta, session);
        (await watcher.TypesUntilAsync(e => HubSocket.Type(e) == "recordingStatus")).ShouldNotContain("recordingRequest");

        // The owner was asked long ago; that it now records is nothing new to it.
        await owner.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        (await owner.TypesUntilAsync(HubSocket.IsWaiting)).ShouldNotContain("recordingRequest");
        var late = await voxta.AppAsync(client: "Late");
        await late.InvokeAsync($$"""{"$type":"subscribeToChat","sessionId":"{{session}}"}""");
        await late.NextAsync("chatStarted");
        (await late.NextAsync("recordingStatus")).GetProperty("enabled").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task The_app_of_a_chat_that_the_server_started_is_asked()
    {
        await using var voxta = await VoxtaFixture.StartAsync(autoSession: true);
        var socket = await voxta.AppAsync();
        var session = (await socket.NextAsync("chatsSessionsUpdated")).GetProperty("sessions")[0].GetProperty("sessionId").GetString();
        await socket.InvokeAsync($$"""{"$type":"subscribeToChat","sessionId":"{{session}}"}""");
        await socket.NextAsync("chatStarted");
        (await socket.NextAsync("recordingRequest")).GetProperty("enabled").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Where_the_setting_says_so_recording_pauses_while_the_character_speaks()
    {
        await using var voxta = await VoxtaFixture.StartAsync(settings: new Dictionary<string, string?> { ["voxta:pauseRecognitionDuringPlayback"] = "true" });
        var (socket, session, _) = await voxta.ChatAsync("Url");
        using var microphone = await OpenMicrophoneAsync(voxta, session);
        await voxta.Engines.ScriptedRecognizer.NextStreamAsync(Token);
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        var off = await NextRecordingAsync(socket, "replyGenerating", "replyChunk");
        off.ShouldBe(["recordingRequest False", "recordingStatus False"]);

        var end = await socket.NextAsync("replyEnd");
        await socket.InvokeAsync($$"""{"$type":"speechPlaybackComplete","sessionId":"{{session}}","messageId":"{{end.GetProperty("messageId").GetString()}}"}""");
        var seen = new List<string>();
        while (true)
        {
            var next = await socket.NextAsync();
            seen.Add(HubSocket.Type(next));
            if (HubSocket.IsWaiting(next))
            {
                break;
            }
        }

        seen[^3..].ShouldBe(["recordingRequest", "recordingStatus", "chatFlow"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_level_of_a_microphone_is_told_to_the_app_that_inspects_it_whichever_way_the_audio_comes(bool onHub)
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (control, session, _) = await voxta.ChatAsync();
        await control.InvokeAsync($$"""{"$type":"inspectAudioInput","sessionId":"{{session}}","enabled":true}""");
        var pcm = Enumerable.Range(0, 640).SelectMany(i => BitConverter.GetBytes((short)(8000 * Math.Sin(i / 5.0)))).ToArray();
        if (onHub)
        {
            var audio = await voxta.AppAsync(output: "WebSocketStream", client: "Voxta.AudioClient.Python");
            await audio.NextAsync("audioOutputFormat");

            // The first frame opens the microphone.
            await audio.SendBinaryAsync(new byte[640]);
            await voxta.Engines.ScriptedRecognizer.NextStreamAsync(Token);
            await SendUntilAsync(control, () => audio.SendBinaryAsync(pcm));
        }
        else
        {
            using var microphone = await OpenMicrophoneAsync(voxta, session);
            await SendUntilAsync(control, () => microphone.SendAsync(pcm, WebSocketMessageType.Binary, true, Token));
        }

        static async Task SendUntilAsync(HubSocket control, Func<Task> send)
        {
            var loud = LoudAsync();
            while (!loud.IsCompleted)
            {
                // The call between is a round trip, so that time goes on.
                await send();
                await control.InvokeAsync("""{"$type":"loadScenariosList"}""");
            }

            (await loud).GetProperty("voiceActivity").GetBoolean().ShouldBeTrue();

            async Task<JsonElement> LoudAsync()
            {
                while (true)
                {
                    var frame = await control.NextAsync("audioFrame");
                    if (frame.GetProperty("rms").GetDouble() > 0.1)
                    {
                        return frame;
                    }
                }
            }
        }
    }

    private static async Task<ClientWebSocket> OpenMicrophoneAsync(VoxtaFixture voxta, string session)
    {
        var microphone = new ClientWebSocket();
        await microphone.ConnectAsync(new Uri(new UriBuilder(voxta.Server.Address) { Scheme = "ws" }.Uri, $"ws/audio/input/stream?sessionId={session}"), Token);
        await microphone.SendAsync(new byte[640], WebSocketMessageType.Binary, true, Token);
        return microphone;
    }

    private static async Task<List<string>> NextRecordingAsync(HubSocket socket, string after, string before)
    {
        await socket.NextAsync(after);
        var seen = new List<string>();
        while (true)
        {
            var next = await socket.NextAsync();
            if (HubSocket.Type(next) == before)
            {
                return seen;
            }

            if (HubSocket.Type(next).StartsWith("recording", StringComparison.Ordinal))
            {
                seen.Add($"{HubSocket.Type(next)} {next.GetProperty("enabled").GetBoolean()}");
            }
        }
    }
}
