using System.Net.WebSockets;
using Parley.Realtime;

namespace Parley.EndToEnd.Estuary;

/// <summary>Opens real WebSockets, and breaks the latest one without a goodbye.</summary>
internal sealed class CuttingConnector : IWebSocketConnector
{
    private readonly ClientWebSocketConnector _inner = new();
    private WebSocket? _latest;

    public async Task<WebSocket> ConnectAsync(WebSocketRequest request, CancellationToken cancellationToken) =>
        _latest = await _inner.ConnectAsync(request, cancellationToken);

    public void Cut() => _latest!.Abort();
}
