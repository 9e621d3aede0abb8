using System.Net.WebSockets;

namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>A WebSocket whose writes can be sent together. One reader and one writer at a time.</summary>
internal sealed class WebSocketConnection(WebSocket socket, CorkedStream stream, Action abort) : IDisposable
{
    private readonly Lock _gate = new();
    private bool _disposed;

    public WebSocket Socket => socket;

    /// <summary>Sends all frames in one write.</summary>
    public async ValueTask SendAsync(OutgoingFrames frames)
    {
        stream.Cork();
        var position = 0;
        for (var i = 0; i < frames.Count; i++)
        {
            var (bytes, isBinary) = frames.Read(i, ref position);
            await socket.SendAsync(bytes, isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);
        }

        await stream.UncorkAsync(CancellationToken.None);
    }

    public ValueTask SendTextAsync(ReadOnlyMemory<byte> text) =>
        socket.SendAsync(text, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);

    /// <summary>
    /// Reads one message to its end. The buffer is null when the peer closed, and larger than <paramref name="limit"/> when the
    /// message was. No memory is held while nothing comes.
    /// </summary>
    public async ValueTask<(PooledBuffer? Buffer, bool IsBinary)> ReadAsync(ValueTask<ValueWebSocketReceiveResult> firstRead, int limit)
    {
        var result = await firstRead;
        if (result.MessageType == WebSocketMessageType.Close)
        {
            return (null, false);
        }

        var buffer = new PooledBuffer();
        try
        {
            // A read of no bytes has already consumed an empty message.
            while (!result.EndOfMessage)
            {
                result = await socket.ReceiveAsync(buffer.GetMemory(), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    buffer.Dispose();
                    return (null, false);
                }

                buffer.Advance(result.Count);
                if (buffer.Length > limit)
                {
                    break;
                }
            }

            return (buffer, result.MessageType == WebSocketMessageType.Binary);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>Completes when there is something to read.</summary>
    public ValueTask<ValueWebSocketReceiveResult> WaitAsync() => socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);

    /// <summary>Cuts the connection under the WebSocket, so that pending reads and writes end. Nothing after <see cref="Dispose"/>.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            // The request behind it is pooled: once it is over, its context may already serve another.
            if (!_disposed)
            {
                abort();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        socket.Dispose();
    }
}
