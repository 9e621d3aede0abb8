using Parley.Testing;

namespace Parley.VoxNexus.Tests.Fakes;

/// <summary>The service's end of in-memory connections, spoken by the test.</summary>
internal sealed class ScriptedService
{
    public InMemoryConnector Connector { get; } = new();

    public FakeTimeProvider Clock { get; } = new();

    public TextToSpeechOptions Tts => new() { VoiceId = "vl-xiaoxiao", ApiKey = "sesame", Connector = Connector, TimeProvider = Clock, Reconnect = new() { Jitter = 0 } };

    public SpeechToTextOptions Stt => new() { ApiKey = "sesame", Connector = Connector, TimeProvider = Clock, Reconnect = new() { Jitter = 0 } };

    /// <summary>Waits for a connection, reads its <c>init</c> and says that it is ready.</summary>
    public async Task<ScriptedSession> AcceptAsync(CancellationToken cancellationToken, string requestId = "req_0123456789")
    {
        var session = new ScriptedSession(await Connector.AcceptAsync(cancellationToken), cancellationToken);
        session.Init = (await session.NextAsync(cancellationToken)).Clone();
        session.Init.GetProperty("type").GetString().ShouldBe("init");
        var isTts = session.Peer.Request.Address.AbsolutePath.EndsWith("/v1/tts/realtime", StringComparison.Ordinal);
        var voice = isTts ? $"\"voice_id\":\"{session.Init.GetProperty("voice_id").GetString()}\"," : string.Empty;
        await session.SendAsync($$"""{"type":"ready","request_id":"{{requestId}}",{{voice}}"language":"en-US","format":"pcm","sample_rate":16000}""", cancellationToken);
        return session;
    }

    /// <summary>Connects a client to this service.</summary>
    public async Task<ScriptedSession> ConnectAsync(VoxNexusClient client, CancellationToken cancellationToken)
    {
        var connecting = client.ConnectAsync(cancellationToken);
        var session = await AcceptAsync(cancellationToken);
        await connecting.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        return session;
    }

    /// <summary>Lets the client's wait for an attempt pass and accepts it.</summary>
    public async Task<ScriptedSession> ReacceptAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        await Clock.WaitForTimerAsync(delay, cancellationToken);
        Clock.Advance(delay);
        return await AcceptAsync(cancellationToken, "req_again00000");
    }
}
