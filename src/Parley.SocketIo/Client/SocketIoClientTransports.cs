namespace Parley.SocketIo;

/// <summary>How a client reaches its server.</summary>
public enum SocketIoClientTransports
{
    /// <summary>Long-polling first, then an upgrade to WebSocket when the server offers it and it works.</summary>
    PollingThenWebSocket = 0,

    /// <summary>WebSocket from the first request on.</summary>
    WebSocketOnly = 1,

    /// <summary>Long-polling only.</summary>
    PollingOnly = 2,
}
