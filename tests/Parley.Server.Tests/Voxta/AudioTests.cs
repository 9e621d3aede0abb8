using System.Net.WebSockets;
using Parley.Speech.Recognition;

namespace Parley.Server.Tests.Voxta;

/// <summary>Raw PCM on the hub and on the microphone socket (specification §1.8, §1.9).</summary>
public sealed class AudioTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_audio_connection_hears_the_character_and_is_heard()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (control, session, _) = await voxta.ChatAsync();
        var audio = await voxta.AppAsync(output: "WebSocketStream", client: "Voxta.AudioClient.Python");
        (await audio.NextAsync("audioOutputFormat")).GetProperty("sampleRate").GetInt32().ShouldBe(16_000);

        await audio.SendBinaryAsync(new byte[641]);
        await audio.SendBinaryAsync(new byte[639]);
        var stream = await voxta.Engines.ScriptedRecognizer.NextStreamAsync(Token);
        stream.Options.SampleRate.ShouldBe(16_000);
        stream.Say(new SpeechStarted(TimeSpan.Zero));
        await control.NextAsync("speechRecognitionStart");
        stream.Say(new PartialTranscript(TimeSpan.Zero, TimeSpan.FromSeconds(1), "what is"));
        (await control.NextAsync("speechRecognitionPartial")).GetProperty("text").GetString().ShouldBe("what is");
        stream.Say(new FinalTranscript(TimeSpan.Zero, TimeSpan.FromSeconds(1), "what is three plus four") { Language = "en-US" });
        (await control.NextAsync("speechRecognitionEnd")).GetProperty("text").GetString().ShouldBe("what is three plus four");

        // Nobody sends it, so the server does.
        (await control.NextAsync("update")).GetProperty("text").GetString().ShouldBe("what is three plus four");
        (await audio.NextAudioAsync()).Length.ShouldBeGreaterThan(0);
        session.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task The_microphone_socket_leaves_the_message_to_the_app()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (control, session, _) = await voxta.ChatAsync();
        using var microphone = new ClientWebSocket();
        await microphone.ConnectAsync(new Uri(new UriBuilder(voxta.Server.Address) { Scheme = "ws" }.Uri, $"ws/audio/input/stream?sessionId={session}"), Token);
        await microphone.SendAsync("""{"contentType":"audio/wav","sampleRate":24000,"channels":2,"bitsPerSample":16,"bufferMilliseconds":30}"""u8.ToArray(), WebSocketMessageType.Text, true, Token);
        await microphone.SendAsync(new byte[4 * 480], WebSocketMessageType.Binary, true, Token);
        await microphone.SendAsync("""{"type":"keepalive"}"""u8.ToArray(), WebSocketMessageType.Text, true, Token);
        await microphone.SendAsync("not json"u8.ToArray(), WebSocketMessageType.Text, true, Token);
        await microphone.SendAsync("""{"type":"silence","milliseconds":100}"""u8.ToArray(), WebSocketMessageType.Text, true, Token);
        var stream = await voxta.Engines.ScriptedRecognizer.NextStreamAsync(Token);
        stream.Options.SampleRate.ShouldBe(24_000);
        await stream.WaitForSamplesAsync(480 + 2400, Token);
        stream.Say(new SpeechStarted(TimeSpan.Zero));
        stream.Say(new FinalTranscript(TimeSpan.Zero, TimeSpan.FromSeconds(1), "hello there") { Language = "en-US" });
        (await control.NextAsync("speechRecognitionEnd")).GetProperty("reason").GetString().ShouldBe("Complete");
        await control.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"hello there"}""");
        var types = await control.TypesUntilAsync(HubSocket.IsWaiting);
        types.Count(t => t == "replyGenerating").ShouldBe(1);
        await control.InvokeAsync("""{"$type":"stopChat"}""");
        var received = await microphone.ReceiveAsync(new byte[16], Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        received.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }

    [Theory]
    [InlineData("Always", true)]
    [InlineData("Never", false)]
    public async Task Who_makes_a_message_of_a_transcript_is_a_setting(string setting, bool submits)
    {
        await using var voxta = await VoxtaFixture.StartAsync(settings: new Dictionary<string, string?> { ["voxta:autoSubmitTranscripts"] = setting });
        var (control, session, _) = await voxta.ChatAsync();
        using var microphone = new ClientWebSocket();
        await microphone.ConnectAsync(new Uri(new UriBuilder(voxta.Server.Address) { Scheme = "ws" }.Uri, $"ws/audio/input/stream?sessionId={session}"), Token);
        var audio = await voxta.AppAsync(output: "WebSocketStream", client: "Voxta.AudioClient.Python");
        await (submits ? microphone.SendAsync(new byte[640], WebSocketMessageType.Binary, true, Token) : audio.SendBinaryAsync(new byte[640]));
        var stream = await voxta.Engines.ScriptedRecognizer.NextStreamAsync(Token);
        stream.Say(new SpeechStarted(TimeSpan.Zero));
        stream.Say(new FinalTranscript(TimeSpan.Zero, TimeSpan.FromSeconds(1), "hello there") { Language = "en-US" });
        await control.NextAsync("speechRecognitionEnd");
        if (!submits)
        {
            await control.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"from the app","doReply":false}""");
        }

        (await control.NextAsync("update")).GetProperty("text").GetString().ShouldBe(submits ? "hello there" : "from the app");
    }

    [Fact]
    public async Task A_microphone_for_no_session_is_refused_before_the_upgrade()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        using var microphone = new ClientWebSocket();
        microphone.Options.CollectHttpResponseDetails = true;
        await Should.ThrowAsync<WebSocketException>(() => microphone.ConnectAsync(
            new Uri(new UriBuilder(voxta.Server.Address) { Scheme = "ws" }.Uri, $"ws/audio/input/stream?sessionId={Guid.NewGuid()}"), Token));
        microphone.HttpStatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Binary_never_goes_to_a_control_connection()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (control, session, _) = await voxta.ChatAsync("Url");
        await control.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"Hello"}""");
        await control.NextAsync("replyEnd");
        await control.InvokeAsync("""{"$type":"loadCharactersList"}""");
        await control.NextAsync("charactersListLoaded");
        control.HasAudio.ShouldBeFalse();
    }

    [Fact]
    public async Task A_microphone_that_sends_too_much_at_once_is_told_so_and_a_long_message_is_heard_whole()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        var (_, session, _) = await voxta.ChatAsync();
        using var microphone = await voxta.Server.OpenWebSocketAsync($"ws/audio/input/stream?sessionId={session}");
        await microphone.SendAsync(new byte[50_001], WebSocketMessageType.Binary, true, Token);
        await microphone.SendAsync(new byte[1], WebSocketMessageType.Binary, true, Token);
        var stream = await voxta.Engines.ScriptedRecognizer.NextStreamAsync(Token);
        await stream.WaitForSamplesAsync(25_001, Token);

        await microphone.SendAsync(new byte[4 << 20], WebSocketMessageType.Binary, false, Token);
        await microphone.SendAsync(new byte[1], WebSocketMessageType.Binary, true, Token);
        var received = await microphone.ReceiveAsync(new byte[16], Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        received.CloseStatus.ShouldBe(WebSocketCloseStatus.MessageTooBig);
    }
}
