using System.Net.WebSockets;

namespace Parley.SocketIo.EngineIo;

/// <summary>A WebSocket and, where there is one, the stream beneath it that can hold writes back. One sender of frames at a time.</summary>
internal sealed class EngineIoWebSocket(WebSocket socket, CorkedStream? cork) : IDisposable
{
    public WebSocket Socket => socket;

    /// <summary>Sends all frames, in one write where that is possible.</summary>
    public async ValueTask SendAsync(OutgoingFrames frames)
    {
        cork?.Cork();
        var position = 0;
        for (var i = 0; i < frames.Count; i++)
        {
            var (bytes, isBinary) = frames.Read(i, ref position);
            await socket.SendAsync(bytes, isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, true, CancellationToken.None).ConfigureAwait(false);
        }

        if (cork is not null)
        {
            await cork.UncorkAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    public void Dispose() => socket.Dispose();
}
