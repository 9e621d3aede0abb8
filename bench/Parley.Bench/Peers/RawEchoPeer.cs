using System.Buffers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;

namespace Parley.Bench.Peers;

/// <summary>The floor: a Kestrel WebSocket that sends back what it gets and looks at nothing.</summary>
internal static class RawEchoPeer
{
    public static Task RunAsync() => KestrelPeer.RunAsync(
        _ => { },
        app =>
        {
            app.UseWebSockets();
            app.Run(async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await EchoAsync(socket);
            });
        });

    private static async Task EchoAsync(WebSocket socket)
    {
        while (socket.State == WebSocketState.Open)
        {
            // An empty read waits without holding a buffer.
            var waiting = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            if (waiting.MessageType == WebSocketMessageType.Close)
            {
                break;
            }

            var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, CancellationToken.None);
            }
            while (!received.EndOfMessage);
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (socket.State == WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
    }
}
