using Parley.Audio;
using Parley.Realtime;
using Parley.Voxta.Wire;

namespace Parley.Voxta.Tests.Client;

public sealed class AudioClientTests
{
    private static readonly VoxtaNegotiation Negotiation = new("tok-1", new Dictionary<string, string> { ["voxta_client"] = "c1" });

    private readonly ScriptedHub _hub = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_control_clients_token_and_cookies_open_it_and_binary_flows_both_ways()
    {
        await using var client = new VoxtaAudioClient(new VoxtaAudioClientOptions { Connector = _hub });
        var heard = new TaskCompletionSource<byte[]>();
        using var listening = client.OnAudio(pcm => heard.TrySetResult(pcm.ToArray()));
        var connecting = client.ConnectAsync(Negotiation, Token);
        var connection = await _hub.AcceptAsync();
        await connection.ShakeHandsAsync();
        var authenticate = await connection.ReadCallAsync<AuthenticateMessage>();
        authenticate.Message.Capabilities.AudioOutput.ShouldBe("WebSocketStream");
        authenticate.Message.Capabilities.AcceptedAudioContentTypes.ShouldBe(["audio/pcm"]);
        await connection.CompleteAsync(authenticate);
        await connecting.WaitAsync(ScriptedHub.Deadline, Token);
        _hub.Requests[0].Address.Query.ShouldBe("?id=tok-1");
        _hub.Requests[0].Headers["Cookie"].ShouldBe("voxta_client=c1");

        await client.SendAudioAsync(new byte[] { 1, 2, 3 }, Token);
        (await connection.ReadAudioAsync()).ShouldBe([1, 2, 3]);

        client.Format.SampleRate.ShouldBe(16_000);
        await connection.SendAsync(new AudioOutputFormat { ContentType = "audio/pcm", SampleRate = 24_000, Channels = 1, BitsPerSample = 16 });
        await connection.SendAudioAsync([7, 8]);
        (await heard.Task.WaitAsync(ScriptedHub.Deadline, Token)).ShouldBe([7, 8]);
        client.Format.SampleRate.ShouldBe(24_000);
        client.IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task A_source_is_sent_to_its_end()
    {
        await using var client = new VoxtaAudioClient(new VoxtaAudioClientOptions { Connector = _hub });
        var connecting = client.ConnectAsync(Negotiation, Token);
        var connection = await _hub.AcceptAsync();
        await connection.ShakeHandsAsync();
        await connection.CompleteAsync(await connection.ReadCallAsync<AuthenticateMessage>());
        await connecting.WaitAsync(ScriptedHub.Deadline, Token);

        var samples = Enumerable.Range(0, 1000).Select(i => (short)i).ToArray();
        await client.SendAudioAsync(new MemorySource(PcmFormat.Speech16K, samples), Token);
        var bytes = new List<byte>();
        while (bytes.Count < 2000)
        {
            bytes.AddRange(await connection.ReadAudioAsync());
        }

        var back = new short[1000];
        Pcm16.FromBytes(bytes.ToArray(), back);
        back.ShouldBe(samples);
    }

    [Fact]
    public async Task Before_connecting_nothing_can_be_sent()
    {
        await using var client = new VoxtaAudioClient(new VoxtaAudioClientOptions { Connector = _hub });
        var sending = client.SendAudioAsync(new byte[2], Token);
        await Should.ThrowAsync<ConnectionException>(sending.AsTask());
    }
}
