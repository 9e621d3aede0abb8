using System.Net.WebSockets;

namespace Parley.SocketIo.EngineIo;

/// <summary>Puts the fragments of a WebSocket message together.</summary>
internal static class EngineIoMessageReader
{
    /// <summary>
    /// Reads one message to its end. The buffer is null when the peer closed, and longer than <paramref name="limit"/> when the
    /// message is: its rest is then not read.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="firstRead">A read of no bytes that waits for the message without holding memory; null to go without.</param>
    /// <param name="limit">Most bytes of a message.</param>
    /// <param name="cancellationToken">Ends the read, and with it the socket.</param>
    public static async ValueTask<(PooledBuffer? Buffer, bool IsBinary)> ReadAsync(WebSocket socket, ValueTask<ValueWebSocketReceiveResult>? firstRead, int limit, CancellationToken cancellationToken)
    {
        var result = default(ValueWebSocketReceiveResult);
        if (firstRead is { } first)
        {
            // A read of no bytes has already consumed an empty message.
            result = await first.ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return (null, false);
            }
        }

        var buffer = new PooledBuffer();
        try
        {
            while (!result.EndOfMessage && buffer.Length <= limit)
            {
                result = await socket.ReceiveAsync(buffer.GetMemory(), cancellationToken).ConfigureAwait(false);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    buffer.Dispose();
                    return (null, false);
                }

                buffer.Advance(result.Count);
            }

            return (buffer, result.MessageType == WebSocketMessageType.Binary);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
