using System.Net.WebSockets;

namespace Parley.Realtime;

/// <summary>Opens WebSockets: <see cref="ClientWebSocketConnector"/> over the network, in memory in tests.</summary>
public interface IWebSocketConnector
{
    /// <summary>Opens one.</summary>
    /// <param name="request">Where and how.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ConnectionException">It could not be opened; status and <c>Retry-After</c> say why when the server answered.</exception>
    Task<WebSocket> ConnectAsync(WebSocketRequest request, CancellationToken cancellationToken);
}
