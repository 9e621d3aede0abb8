using Parley.Testing;

namespace Parley.SocketIo.Tests.Client;

/// <summary>The reference implementation's server, in its own process.</summary>
internal sealed class ReferenceServer(NodePeer peer, Uri url) : IAsyncDisposable
{
    public NodePeer Peer => peer;

    public Uri Url => url;

    public static async Task<ReferenceServer> StartAsync(string options = "{}")
    {
        var (peer, listening) = await NodePeer.StartAsync("socketio-server.mjs", options);
        return new ReferenceServer(peer, new Uri($"http://127.0.0.1:{listening.GetProperty("port").GetInt32()}"));
    }

    public SocketIoClient CreateClient(SocketIoClientTransports transports = SocketIoClientTransports.PollingThenWebSocket, Func<SocketIoClientOptions, SocketIoClientOptions>? change = null)
    {
        var options = new SocketIoClientOptions { ServerUrl = url, Transports = transports };
        return new SocketIoClient(change?.Invoke(options) ?? options);
    }

    public ValueTask DisposeAsync() => peer.DisposeAsync();
}
