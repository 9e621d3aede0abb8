using Parley.Voxta;

namespace Parley.Bench.Peers.Clients;

internal sealed class VoxtaAudioPeer(Uri server) : ClientPeer
{
    private static readonly byte[] Trigger = new byte[640];

    private readonly VoxtaAudioClient _client = new(new VoxtaAudioClientOptions { ServerUrl = server });

    protected override async Task ConnectAsync()
    {
        _client.OnAudio(pcm => Received(pcm.Length));
        await _client.ConnectAsync();
    }

    protected override Task TriggerAsync() => _client.SendAudioAsync(Trigger).AsTask();

    public override ValueTask DisposeAsync() => _client.DisposeAsync();
}
