using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.Bench.Peers.Clients;

internal sealed class VoxtaEventsPeer(Uri server) : ClientPeer
{
    private static readonly Guid Session = Guid.NewGuid();

    private readonly VoxtaClient _client = new(new VoxtaClientOptions { ServerUrl = server });

    protected override async Task ConnectAsync()
    {
        _client.On<ReplyChunk>(chunk => Received(chunk.Text.Length + chunk.StartIndex));
        await _client.ConnectAsync();
    }

    protected override Task TriggerAsync() => _client.TypingStartAsync(Session);

    public override ValueTask DisposeAsync() => _client.DisposeAsync();
}
