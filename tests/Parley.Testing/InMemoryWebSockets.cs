using System.Net.WebSockets;

namespace Parley.Testing;

/// <summary>Real WebSockets over memory: the framework's own framing on both ends, no port opened.</summary>
public static class InMemoryWebSockets
{
    /// <summary>Creates a connected client and server.</summary>
    /// <param name="bufferBytes">How much a sender may be ahead of the other end before its sends wait.</param>
    public static (WebSocket Client, WebSocket Server) CreatePair(int bufferBytes = 64 * 1024)
    {
        var (client, server) = DuplexStream.CreatePair(bufferBytes);
        return (Open(client, isServer: false), Open(server, isServer: true));
    }

    /// <summary>A WebSocket over one end whose other end the test drives byte by byte.</summary>
    public static WebSocket Open(DuplexStream stream, bool isServer) =>
        WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = isServer, KeepAliveInterval = Timeout.InfiniteTimeSpan });
}
