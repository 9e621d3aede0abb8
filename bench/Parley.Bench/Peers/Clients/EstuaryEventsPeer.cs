using Parley.Estuary;

namespace Parley.Bench.Peers.Clients;

internal sealed class EstuaryEventsPeer(Uri server) : ClientPeer
{
    private readonly EstuaryClient _client = new(Options(server));

    public static EstuaryClientOptions Options(Uri server) =>
        new() { ServerUrl = server, ApiKey = "est_bench", CharacterId = "7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01", PlayerId = "bench" };

    protected override async Task ConnectAsync()
    {
        _client.On<SttResponse>(heard => Received(heard.Text.Length));
        await _client.ConnectAsync();
    }

    protected override Task TriggerAsync() => _client.SendTextAsync("more");

    public override ValueTask DisposeAsync() => _client.DisposeAsync();
}
