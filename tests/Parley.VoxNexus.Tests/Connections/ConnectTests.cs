using System.Net.WebSockets;
using Parley.Realtime;
using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.Connections;

public class ConnectTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ScriptedService _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://api.voxnexus.ai", "wss://api.voxnexus.ai/v1/tts/realtime")]
    [InlineData("http://localhost:5384/", "ws://localhost:5384/v1/tts/realtime")]
    [InlineData("wss://host/base/", "wss://host/base/v1/tts/realtime")]
    public async Task The_address_follows_from_the_servers(string server, string expected)
    {
        await using var client = new TextToSpeechClient(_service.Tts with { ServerUrl = new Uri(server) });
        var session = await _service.ConnectAsync(client, Token);
        session.Peer.Request.Address.ShouldBe(new Uri(expected));
        session.Peer.Request.Headers["X-Api-Key"].ShouldBe("sesame");
    }

    [Fact]
    public async Task A_key_in_the_query_is_encoded()
    {
        await using var client = new SpeechToTextClient(_service.Stt with { ApiKey = "a+b/c", KeyPlacement = KeyPlacement.Query });
        var session = await _service.ConnectAsync(client, Token);
        session.Peer.Request.Address.Query.ShouldBe("?token=a%2Bb%2Fc");
        session.Peer.Request.Headers.ShouldBeEmpty();
        session.Peer.Request.ToString().ShouldNotContain("token");
    }

    [Fact]
    public async Task Ready_is_the_result_and_the_first_event()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var events = new EventLog(client, Token);
        var connecting = client.ConnectAsync(Token);
        var session = await _service.AcceptAsync(Token);
        var ready = await connecting.WaitAsync(Deadline, Token);

        ready.ShouldBe(new Ready("req_0123456789", "vl-xiaoxiao", "en-US", "pcm", 16_000));
        (await events.NextAsync<VoxNexusEvent>()).ShouldBe(ready);
        client.Session.ShouldBe(ready);
        client.State.ShouldBe(ConnectionState.Connected);
    }

    [Fact]
    public async Task A_refused_configuration_is_a_typed_error_and_may_be_tried_again()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var connecting = client.ConnectAsync(Token);
        var peer = await _service.Connector.AcceptAsync(Token);
        await peer.ReceiveTextAsync(Token);
        await peer.SendTextAsync("""{"type":"error","error":"Invalid voice_id","code":"VOICE_NOT_FOUND","request_id":"req_1"}""", Token);

        var error = await Should.ThrowAsync<VoxNexusException>(connecting.WaitAsync(Deadline, Token));
        error.ErrorCode.ShouldBe(Parley.VoxNexus.Wire.VoxNexusErrorCode.VoiceNotFound);
        error.RequestId.ShouldBe("req_1");
        error.IsTransient.ShouldBeFalse();
        await _service.ConnectAsync(client, Token);
    }

    [Theory]
    [InlineData(401, RealtimeErrorCodes.Unauthorized)]
    [InlineData(403, RealtimeErrorCodes.Forbidden)]
    [InlineData(429, RealtimeErrorCodes.RateLimited)]
    public async Task A_refused_handshake_says_why(int status, string code)
    {
        _service.Connector.Refuse(ConnectionException.FromHandshake(status));
        await using var client = new SpeechToTextClient(_service.Stt);
        (await Should.ThrowAsync<ConnectionException>(client.ConnectAsync(Token))).Code.ShouldBe(code);
        client.State.ShouldBe(ConnectionState.Disconnected);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_service_that_does_not_become_ready_is_left_at_the_deadline(bool accepts)
    {
        if (!accepts)
        {
            _service.Connector.Hang();
        }

        await using var client = new SpeechToTextClient(_service.Stt);
        var connecting = client.ConnectAsync(Token);
        if (accepts)
        {
            await (await _service.Connector.AcceptAsync(Token)).ReceiveTextAsync(Token);
        }

        await _service.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(10), Token);
        _service.Clock.Advance(TimeSpan.FromSeconds(10));
        await Should.ThrowAsync<TimeoutException>(connecting.WaitAsync(Deadline, Token));
    }

    [Fact]
    public async Task Closing_is_a_handshake_with_1000()
    {
        var client = new SpeechToTextClient(_service.Stt);
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        var closing = client.CloseAsync(Token);
        await session.Closed.WaitAsync(Deadline, Token);
        await closing.WaitAsync(Deadline, Token);

        session.Peer.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
        (await events.NextAsync<Closed>()).Cause.ShouldBeNull();
        (await client.Completion).ShouldBeNull();
        await Should.ThrowAsync<ConnectionException>(async () => await client.SendAudioAsync(new short[10], Token));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Work_before_connecting_is_the_callers_mistake()
    {
        await using var tts = new TextToSpeechClient(_service.Tts);
        await Should.ThrowAsync<InvalidOperationException>(tts.SynthesizeAsync("x", Token));
        await using var stt = new SpeechToTextClient(_service.Stt);
        await Should.ThrowAsync<InvalidOperationException>(async () => await stt.SendAudioAsync(new short[10], Token));
        await Should.ThrowAsync<InvalidOperationException>(stt.FlushAsync(Token));
    }

    [Fact]
    public void Options_out_of_range_are_refused_and_the_key_is_not_shown()
    {
        Should.Throw<ArgumentException>(() => new TextToSpeechClient(_service.Tts with { Speed = 3 })).Message.ShouldContain("speed");
        Should.Throw<ArgumentException>(() => new TextToSpeechClient(_service.Tts with { Format = "mp3" }));
        Should.Throw<ArgumentException>(() => new SpeechToTextClient(_service.Stt with { SampleRate = 12_345 }));
        Should.Throw<ArgumentOutOfRangeException>(() => new SpeechToTextClient(_service.Stt with { ChunkDuration = TimeSpan.FromSeconds(2) }));
        Should.Throw<ArgumentException>(() => new SpeechToTextClient(_service.Stt with { ServerUrl = new Uri("ftp://x") }));
        _service.Tts.ToString().ShouldNotContain("sesame");
        _service.Stt.ToString().ShouldNotContain("sesame");
    }
}
