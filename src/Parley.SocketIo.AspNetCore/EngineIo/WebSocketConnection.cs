using System.Net.WebSockets;
using Parley.SocketIo.EngineIo;

namespace Parley.SocketIo.AspNetCore.EngineIo;

/// <summary>A WebSocket whose writes can be sent together. One reader and one writer at a time.</summary>
internal sealed class WebSocketConnection(WebSocket socket, CorkedStream stream, Action abort) : IDisposable
{
    private readonly EngineIoWebSocket _frames = new(socket, stream);
    private readonly Lock _gate = new();
    private bool _disposed;

    public WebSocket Socket => socket;

    public ValueTask SendAsync(OutgoingFrames frames) => _frames.SendAsync(frames);

    public ValueTask SendTextAsync(ReadOnlyMemory<byte> text) =>
        socket.SendAsync(text, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);

    /// <summary>Reads one message; see <see cref="EngineIoMessageReader"/>. No memory is held while nothing comes.</summary>
    public ValueTask<(PooledBuffer? Buffer, bool IsBinary)> ReadAsync(ValueTask<ValueWebSocketReceiveResult> firstRead, int limit) =>
        EngineIoMessageReader.ReadAsync(socket, firstRead, limit, CancellationToken.None);

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
