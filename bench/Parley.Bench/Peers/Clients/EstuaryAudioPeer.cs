using Parley.Estuary;

namespace Parley.Bench.Peers.Clients;

internal sealed class EstuaryAudioPeer(Uri server) : ClientPeer
{
    private readonly EstuaryClient _client = new(EstuaryEventsPeer.Options(server));

    protected override async Task ConnectAsync()
    {
        _client.On<BotVoice>(voice => Received(voice.Audio.Length));
        await _client.ConnectAsync();
    }

    protected override Task TriggerAsync() => _client.SendTextAsync("more");

    public override ValueTask DisposeAsync() => _client.DisposeAsync();
}
